//! What belongs to an operator, and its end.

use anchor_lang::prelude::*;

use super::Operator;
use crate::{
    error::{LedgerError, check, check_numbers},
    state::{Parameters, check_not_before},
};

impl Operator {
    /// What an operator that had an old layout begins to count its positions and devices from: more than it can have.
    pub const UNCOUNTED: u32 = 1 << 30;

    /// Counts a position that opens.
    pub fn open_position(&mut self) -> Result<()> {
        self.positions = self.positions.checked_add(1).ok_or(LedgerError::Overflow)?;
        Ok(())
    }

    /// Counts a position that closes.
    pub fn close_position(&mut self) -> Result<()> {
        self.positions = self.positions.checked_sub(1).ok_or(LedgerError::Overflow)?;
        Ok(())
    }

    /// Counts a device that is registered.
    pub fn open_device(&mut self) -> Result<()> {
        self.devices = self.devices.checked_add(1).ok_or(LedgerError::Overflow)?;
        Ok(())
    }

    /// Counts a device whose account closes.
    pub fn close_device(&mut self) -> Result<()> {
        self.devices = self.devices.checked_sub(1).ok_or(LedgerError::Overflow)?;
        Ok(())
    }

    /// Refuses an operator that somebody may still need: for a position beside its own, a device, commission, an open case,
    /// credit to harvest, or evidence about an epoch with credit, which is taken until `E(epoch) + G + A`.
    pub fn check_over(&self, parameters: &Parameters, now: i64) -> Result<()> {
        let left = self.positions.saturating_sub(1).saturating_add(self.devices);
        check_numbers(left == 0, LedgerError::OperatorNotEmpty, left, 0)?;
        check(self.commission_owed == 0, LedgerError::CommissionOwed)?;
        self.check_no_open_case()?;
        self.check_harvested_before(u64::MAX)?;
        let mut credited = self.ring.iter().filter(|slot| slot.credit > 0);
        credited.try_for_each(|slot| check_not_before(now, parameters.evidence_end(slot.epoch)?))
    }
}
