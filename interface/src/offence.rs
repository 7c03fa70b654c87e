//! Identifiers of offences: one offence opens one slash case, whoever reports it and however often.

use crate::{Address, Hash, hash};

/// Says what is hashed and in which version of its layout.
pub const TAG: [u8; 16] = *b"girder:offence:1";

/// The numbers of the kinds of offences.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OffenceKind {
    /// A device key signed two different statements for one (epoch, sequence).
    Equivocation = 0,
    /// An attestor signed two different statements on one subject.
    DoubleStatement = 1,
    /// An operator's credit was below its floor too often.
    Downtime = 2,
    /// A quorum of attestors found an operator at fault.
    Verdict = 3,
}

/// What somebody did wrong, with the subject that makes it one offence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offence<'a> {
    /// The Device account is the subject, so a stolen key costs its owner one device, once.
    Equivocation {
        /// The Device account.
        device: &'a Address,
    },
    /// The attestor and what both of its statements were about.
    DoubleStatement {
        /// The Attestor account.
        attestor: &'a Address,
        /// [`Contribution::subject`](crate::contribution::Contribution::subject) or
        /// [`Verdict::subject`](crate::verdict::Verdict::subject).
        subject: &'a Hash,
    },
    /// The operator and the newest epoch of its downtime.
    Downtime {
        /// The Operator account.
        operator: &'a Address,
        /// The last epoch that counts.
        last_epoch: u64,
    },
    /// The operator and the evidence that the verdict rests on.
    Verdict {
        /// The Operator account.
        operator: &'a Address,
        /// sha256 of the evidence.
        evidence_hash: &'a Hash,
    },
}

impl Offence<'_> {
    /// What kind it is.
    pub fn kind(&self) -> OffenceKind {
        match self {
            Self::Equivocation { .. } => OffenceKind::Equivocation,
            Self::DoubleStatement { .. } => OffenceKind::DoubleStatement,
            Self::Downtime { .. } => OffenceKind::Downtime,
            Self::Verdict { .. } => OffenceKind::Verdict,
        }
    }

    /// The seed of the offence's SlashCase: sha256 of the kind and the subject.
    pub fn id(&self) -> Hash {
        let kind = [self.kind() as u8];
        match self {
            Self::Equivocation { device } => hash(&[&TAG, &kind, *device]),
            Self::DoubleStatement { attestor, subject } => hash(&[&TAG, &kind, *attestor, *subject]),
            Self::Downtime { operator, last_epoch } => hash(&[&TAG, &kind, *operator, &last_epoch.to_le_bytes()]),
            Self::Verdict { operator, evidence_hash } => hash(&[&TAG, &kind, *operator, *evidence_hash]),
        }
    }
}
