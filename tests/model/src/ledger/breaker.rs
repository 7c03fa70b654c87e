//! The breaker on payouts.

use girder_sdk::ledger::{
    error::LedgerError::{BreakerFull, NothingOwed},
    state::pause_subject,
};

use super::{Ledger, Outcome, ensure};

impl Ledger {
    /// What of a debt fits through the breaker now, unless claims are paused. It then holds that too.
    pub(super) fn let_through(&mut self, owed: u64) -> Outcome<u64> {
        self.check_not_paused(pause_subject::CLAIMS)?;
        ensure(owed > 0, NothingOwed)?;
        let (size, window) = (self.parameters.breaker_size, self.parameters.breaker_window);
        if size == u64::MAX {
            return Ok(owed);
        }
        let full = u128::from(size) << 64;
        // No clock of the model goes back.
        let passed = (self.now - self.books.breaker_since) as u128;
        let drained = (full / window as u128).saturating_mul(passed);
        let level = self.books.breaker_level.saturating_sub(drained);
        let fits = u64::min(owed, ((full - level) >> 64) as u64);
        ensure(fits > 0, BreakerFull)?;
        self.books.breaker_level = level + (u128::from(fits) << 64);
        self.books.breaker_since = self.now;
        Ok(fits)
    }
}
