use std::{fmt, str::FromStr};

/// A kind of step that anybody may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Task {
    /// Moves an account from an old layout to today's.
    Migrate,
    /// Puts proposed parameters in force.
    Parameters,
    /// Executes a slash case that nobody overturned in time.
    Slash,
    /// Settles an epoch.
    Settle,
    /// Moves an operator's reward out of an epoch's pot.
    Harvest,
    /// Pays a position's rewards to its owner.
    Claim,
    /// Pays an operator's commission.
    Commission,
    /// Pays an attestor.
    AttestorPay,
    /// Pays out stake or a bond whose unbonding time is over.
    Withdraw,
    /// Closes an account that is of no use any more.
    Close,
    /// Takes what keeps a retired network from closing out of it: devices, stake, attestors.
    WindDown,
}

impl Task {
    /// All, in the order in which one enables the next.
    pub const ALL: [Self; 11] = [
        Self::Migrate,
        Self::Parameters,
        Self::Slash,
        Self::Settle,
        Self::Harvest,
        Self::Claim,
        Self::Commission,
        Self::AttestorPay,
        Self::Withdraw,
        Self::Close,
        Self::WindDown,
    ];

    /// Its name, as people type it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Migrate => "migrate",
            Self::Parameters => "parameters",
            Self::Slash => "slash",
            Self::Settle => "settle",
            Self::Harvest => "harvest",
            Self::Claim => "claim",
            Self::Commission => "commission",
            Self::AttestorPay => "attestor-pay",
            Self::Withdraw => "withdraw",
            Self::Close => "close",
            Self::WindDown => "wind-down",
        }
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No task has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no task `{0}`: use {names}", names = Task::ALL.map(Task::name).join(", "))]
pub struct UnknownTask(pub String);

impl FromStr for Task {
    type Err = UnknownTask;

    fn from_str(name: &str) -> Result<Self, UnknownTask> {
        Self::ALL.into_iter().find(|task| task.name() == name).ok_or_else(|| UnknownTask(name.to_owned()))
    }
}
