//! Why a step is refused.

use girder_sdk::ledger::error::LedgerError;

/// Why a step is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// By the ledger, for this reason.
    Ledger(LedgerError),
    /// By Anchor, a token program, a precompile or the runtime.
    Elsewhere,
}

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

/// What comes of a step.
pub type Outcome<T = ()> = Result<T, Refusal>;

/// Refuses unless the condition holds.
pub fn ensure(holds: bool, otherwise: LedgerError) -> Outcome {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}
