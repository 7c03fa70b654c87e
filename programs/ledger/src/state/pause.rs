use anchor_lang::prelude::*;

use super::{check_not_before, later};
use crate::error::{LedgerError, check, check_numbers};

/// Numbers of what can be paused.
pub mod pause_subject {
    /// Proofs.
    pub const INTAKE: u8 = 0;
    /// Settling epochs.
    pub const SETTLEMENT: u8 = 1;
    /// Paying rewards out: to positions, payout wallets and attestors.
    pub const CLAIMS: u8 = 2;
}

/// How many [`pause_subject`]s there are.
pub const PAUSE_SUBJECTS: usize = 3;

/// The newest pause of a subject. It ends by itself.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pause {
    /// When it ends, exclusive: paused while `now < until`.
    pub until: i64,
    /// From when on there may be another, inclusive: M after the end, with the M in force when that was set.
    pub again_from: i64,
}

impl Pause {
    /// Refuses while it runs.
    pub fn check_over(&self, now: i64) -> Result<()> {
        check_numbers(now >= self.until, LedgerError::Paused, now, self.until)
    }

    /// Begins a pause of 1 to `max_pause` seconds; refuses one before `again_from`.
    pub fn begin(&mut self, seconds: i64, max_pause: i64, now: i64) -> Result<()> {
        check_numbers((1..=max_pause).contains(&seconds), LedgerError::PauseTooLong, seconds, max_pause)?;
        check_not_before(now, self.again_from)?;
        self.set_end(later(now, seconds)?, max_pause)
    }

    /// Ends a pause that runs.
    pub fn end(&mut self, max_pause: i64, now: i64) -> Result<()> {
        check(now < self.until, LedgerError::NotPaused)?;
        self.set_end(now, max_pause)
    }

    fn set_end(&mut self, until: i64, max_pause: i64) -> Result<()> {
        self.until = until;
        self.again_from = later(until, max_pause)?;
        Ok(())
    }
}
