//! An operator's credit in the newest epochs.

use anchor_lang::prelude::*;

use super::Operator;
use crate::{
    error::{LedgerError, check, check_numbers},
    state::{Parameters, ring_index},
};

/// An operator's credit in one epoch. Empty if the credit is 0 or harvested; what was harvested is kept, since downtime
/// looks back on it.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct OperatorSlot {
    /// The epoch.
    pub epoch: u64,
    /// Credits counted in it.
    pub credit: u64,
    /// Credits that slash cases void, summed over the cases; counts up to `credit`.
    pub void_credit: u64,
    /// Cases that void all of it.
    pub void_all: u32,
    /// 1 once its reward left the pot.
    pub harvested: u32,
}

impl OperatorSlot {
    /// Whether it holds credit that is not harvested.
    pub fn is_due(&self) -> bool {
        self.credit > 0 && self.harvested == 0
    }

    /// The credit that earns nothing.
    pub fn voided(&self) -> u64 {
        if self.void_all > 0 { self.credit } else { self.void_credit.min(self.credit) }
    }
}

impl Operator {
    /// The slot for an epoch, which is empty or holds that epoch.
    pub fn slot_mut(&mut self, epoch: u64) -> Result<&mut OperatorSlot> {
        let slot = self.ring.get_mut(ring_index(epoch)).ok_or(LedgerError::Overflow)?;
        if slot.epoch != epoch {
            check(!slot.is_due(), LedgerError::HarvestFirst)?;
            *slot = OperatorSlot { epoch, ..OperatorSlot::default() };
        }
        Ok(slot)
    }

    /// Marks the slot of an epoch as harvested and returns what it held.
    pub fn harvest_slot(&mut self, epoch: u64) -> Result<OperatorSlot> {
        let open_cases = self.open_cases;
        let slot = self.ring.get_mut(ring_index(epoch)).ok_or(LedgerError::Overflow)?;
        check(slot.epoch == epoch && slot.is_due(), LedgerError::NothingToHarvest)?;
        check(slot.voided() == 0 || open_cases == 0, LedgerError::CaseOpen)?;
        slot.harvested = 1;
        Ok(*slot)
    }

    /// Credits counted in an epoch, of those that the ring still holds.
    pub fn credit_in(&self, epoch: u64) -> u64 {
        self.ring.get(ring_index(epoch)).filter(|slot| slot.epoch == epoch).map_or(0, |slot| slot.credit)
    }

    /// Refuses a deposit that would buy into a reward already due: a slot that may be harvested by time.
    pub fn check_nothing_due(&self, parameters: &Parameters, now: i64) -> Result<()> {
        for slot in self.ring.iter().filter(|slot| slot.is_due()) {
            let due = parameters.harvest_time(slot.epoch)?;
            check_numbers(now < due, LedgerError::HarvestFirst, now, due)?;
        }
        Ok(())
    }

    /// Refuses while credit of an epoch before this one is not harvested.
    pub fn check_harvested_before(&self, epoch: u64) -> Result<()> {
        let due = self.ring.iter().any(|slot| slot.is_due() && slot.epoch < epoch);
        check(!due, LedgerError::HarvestFirst)
    }

    /// Voids `credit` of every epoch not yet harvested, all of it if `u64::MAX`, and returns which slots as a bit each.
    /// Earlier epochs than the offence's too: otherwise an operator could save their rewards by reporting a later offence
    /// itself.
    pub fn void(&mut self, credit: u64) -> Result<u32> {
        let mut slots = 0u32;
        for (bit, slot) in bits().zip(&mut self.ring).filter(|(_, slot)| slot.is_due()) {
            slot.change_void(credit, u64::checked_add, u32::checked_add)?;
            slots |= bit;
        }
        Ok(slots)
    }

    /// Lifts what one case voided. Its slots can't have been harvested meanwhile, since the case was open.
    pub fn lift_void(&mut self, slots: u32, credit: u64) -> Result<()> {
        for (_, slot) in bits().zip(&mut self.ring).filter(|(bit, _)| slots & bit != 0) {
            slot.change_void(credit, u64::checked_sub, u32::checked_sub)?;
        }
        Ok(())
    }
}

/// The bit of each slot, by where it is: an empty one's epoch says nothing.
fn bits() -> impl Iterator<Item = u32> {
    (0..u32::BITS).map(|index| 1u32.rotate_left(index))
}

impl OperatorSlot {
    fn change_void(
        &mut self,
        credit: u64,
        change: fn(u64, u64) -> Option<u64>,
        change_all: fn(u32, u32) -> Option<u32>,
    ) -> Result<()> {
        if credit == u64::MAX {
            self.void_all = change_all(self.void_all, 1).ok_or(LedgerError::Overflow)?;
        } else {
            self.void_credit = change(self.void_credit, credit).ok_or(LedgerError::Overflow)?;
        }
        Ok(())
    }
}
