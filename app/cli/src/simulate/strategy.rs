//! What an operator may do with its stake.

use super::setting::{ATTESTORS, EPOCHS};

/// A way to play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Works in every epoch.
    Honest,
    /// Works in all epochs but so many, spread evenly.
    Lazy { missed: u64 },
    /// Does not work: claims a full epoch that honest attestors believe, and its device signs a second statement.
    Equivocates { reporter: Reporter },
    /// Does not work: claims full epochs. Attestors that it bribed sign them; with none, the attestors are fooled.
    Invents { bribed: usize, caught: Caught },
}

/// Who reports an equivocation, in the last second in which evidence is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporter {
    /// A key of the operator's own, which committed to the evidence before anybody else could.
    Sybil,
    /// Somebody else.
    Stranger,
}

/// How a lie ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caught {
    Never,
    /// A quorum of the attestors signs a verdict in the last second in which evidence is taken.
    Verdict,
    /// The same, after its own sybil reported one of its devices.
    VerdictAfterReport,
    /// The bribed attestors signed two statements for one slot, and so did the device: a sybil reports all of them.
    TwoStatements,
}

impl Strategy {
    /// Whether it claims work in an epoch.
    pub fn claims(self, epoch: u64) -> bool {
        match self {
            Self::Lazy { missed } => {
                let missed_until = |epoch: u64| epoch * missed / EPOCHS;
                missed_until(epoch + 1) == missed_until(epoch)
            }
            _ => true,
        }
    }

    /// Attestors in the coalition: the first ones of the set.
    pub fn bribed(self) -> usize {
        match self {
            Self::Invents { bribed, .. } => bribed,
            _ => 0,
        }
    }

    /// Attestors that sign its claims.
    pub fn signers(self) -> usize {
        match self {
            Self::Invents { bribed, .. } if bribed > 0 => bribed,
            _ => ATTESTORS.len().div_ceil(2),
        }
    }

    /// Whether evidence about its first claim comes out.
    pub fn is_caught(self) -> bool {
        match self {
            Self::Honest | Self::Lazy { .. } => false,
            Self::Equivocates { .. } => true,
            Self::Invents { caught, .. } => caught != Caught::Never,
        }
    }

    /// What it is, in words.
    pub fn name(self) -> String {
        let all = ATTESTORS.len();
        match self {
            Self::Honest => "honest".to_owned(),
            Self::Lazy { missed } => format!("lazy: absent in {missed} of {EPOCHS} epochs"),
            Self::Equivocates { .. } => "signs two statements".to_owned(),
            Self::Invents { bribed: 0, .. } => "invents work, attestors fooled".to_owned(),
            Self::Invents { bribed, .. } => format!("invents work with {bribed} of {all} attestors"),
        }
    }

    /// How it ends, in words.
    pub fn end(self) -> &'static str {
        match self {
            Self::Honest | Self::Lazy { .. } => "",
            Self::Equivocates { reporter: Reporter::Sybil } => "reported by its own sybil",
            Self::Equivocates { reporter: Reporter::Stranger } => "reported by a stranger",
            Self::Invents { caught: Caught::Never, .. } => "never caught",
            Self::Invents { caught: Caught::Verdict, .. } => "verdict of 4 attestors",
            Self::Invents { caught: Caught::VerdictAfterReport, .. } => "own sybil reports, then verdict",
            Self::Invents { caught: Caught::TwoStatements, .. } => "all signed twice; own sybil reports",
        }
    }
}
