//! Commission, and how it changes.

use girder_sdk::ledger::error::LedgerError::*;

use super::{Ledger, Outcome, Wallet, ensure, time};

impl Ledger {
    /// Sets an operator's commission from a later epoch on.
    pub fn set_commission(&mut self, by: Wallet, identity: Wallet, commission_bps: u64) -> Outcome {
        let (now, p) = (self.now, self.parameters);
        let current = time::epoch_at(&p, now);
        let operator = self.managed(by, identity)?;
        ensure(commission_bps <= p.max_commission_bps, CommissionTooHigh)?;
        let pending_from = operator.next_commission_epoch;
        if current.is_some_and(|current| pending_from <= current) {
            if pending_from > 0 {
                time::not_before(now, time::proofs_end(&p, pending_from - 1))?;
                ensure(operator.unharvested().all(|slot| slot.epoch >= pending_from), HarvestFirst)?;
            }
            operator.commission_bps = operator.next_commission_bps;
        }
        ensure(commission_bps <= operator.commission_bps + p.commission_step_bps, CommissionStepTooLarge)?;
        let noticed = i128::from(now) + i128::from(p.grace) + i128::from(p.dispute) + i128::from(p.epoch_length);
        operator.next_commission_bps = commission_bps;
        operator.next_commission_epoch = time::next_epoch(&p, time::seconds(noticed)?);
        Ok(())
    }
}
