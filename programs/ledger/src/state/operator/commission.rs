//! What an operator keeps of what its pool earns.

use anchor_lang::prelude::*;

use super::Operator;
use crate::{
    error::{LedgerError, check_numbers},
    state::{Parameters, check_not_before, later},
};

impl Operator {
    /// Commission for an epoch, basis points.
    pub fn commission_at(&self, epoch: u64) -> u64 {
        if epoch >= self.next_commission_epoch { self.next_commission_bps } else { self.commission_bps }
    }

    /// Sets the commission from the first epoch on that begins after `now + G + D + len`, so that whoever disagrees leaves
    /// before it counts. A change that has not begun is replaced; one that has must be in force for everything that is not
    /// harvested, so that the rate of every epoch stays known.
    pub fn set_commission(&mut self, commission_bps: u64, parameters: &Parameters, now: i64) -> Result<()> {
        let most = parameters.max_commission_bps;
        check_numbers(commission_bps <= most, LedgerError::CommissionTooHigh, commission_bps, most)?;
        if self.next_commission_epoch < parameters.next_epoch(now)? {
            if let Some(last_before) = self.next_commission_epoch.checked_sub(1) {
                check_not_before(now, parameters.settle_time(last_before)?)?;
                self.check_harvested_before(self.next_commission_epoch)?;
            }
            self.commission_bps = self.next_commission_bps;
        }
        let most = self.commission_bps.saturating_add(parameters.commission_step_bps);
        check_numbers(commission_bps <= most, LedgerError::CommissionStepTooLarge, commission_bps, most)?;
        let notice = [parameters.grace, parameters.dispute, parameters.epoch_length];
        let noticed = notice.into_iter().try_fold(now, later)?;
        self.next_commission_bps = commission_bps;
        self.next_commission_epoch = parameters.next_epoch(noticed)?;
        Ok(())
    }
}
