//! What an operator's devices should earn, and the epochs in which they did not.

use anchor_lang::prelude::*;
use girder_interface::limits::RING;

use super::Operator;
use crate::{
    error::{LedgerError, check, check_numbers},
    state::{Books, Parameters, ring_bit, ring_index},
};

const NEWEST: u64 = RING as u64 - 1;

impl Operator {
    /// Extends `floors` up to the epoch `next`, the first that has not begun. First in everything that changes them.
    pub fn roll_floors(&mut self, next: u64) {
        let floor = self.floor_in(self.floors_until);
        let first = self.floors_until.saturating_add(1).max(next.saturating_sub(NEWEST));
        for epoch in first..=next {
            self.excused &= !ring_bit(epoch);
            if let Some(slot) = self.floors.get_mut(ring_index(epoch)) {
                *slot = floor;
            }
        }
        self.floors_until = self.floors_until.max(next);
    }

    /// Adds a device that earns from `next` on, the first epoch that has not begun.
    pub fn raise_floor(&mut self, floor: u64, next: u64) -> Result<()> {
        self.change_floors(next, next, |held| held.checked_add(floor))
    }

    /// Takes a device out that earned from `first` on: from the current epoch on nothing is expected of it.
    pub fn lower_floor(&mut self, floor: u64, first: u64, next: u64) -> Result<()> {
        self.change_floors(first.max(next.saturating_sub(1)), next, |held| held.checked_sub(floor))
    }

    /// Excuses epochs that have begun, as far as `floors` reaches.
    pub fn excuse(&mut self, first: u64, end: u64) {
        let oldest = self.floors_until.saturating_sub(NEWEST);
        for epoch in first.max(oldest)..end.min(self.floors_until) {
            self.excused |= ring_bit(epoch);
        }
    }

    /// Excuses the epochs from this time on, the current one included.
    pub fn excuse_since(&mut self, time: i64, parameters: &Parameters, now: i64) -> Result<()> {
        let next = parameters.next_epoch(now)?;
        self.roll_floors(next);
        self.excuse(parameters.schedule().epoch_at(time).unwrap_or(0), next);
        Ok(())
    }

    /// Declares maintenance in `epochs` epochs from `from` on; none takes back a declaration that has not begun.
    pub fn declare_maintenance(&mut self, from: u64, epochs: u64, parameters: &Parameters, next: u64) -> Result<()> {
        check_numbers(from >= next, LedgerError::EpochNotAhead, from, next)?;
        let most = parameters.max_maintenance_epochs;
        check_numbers(epochs <= most, LedgerError::MaintenanceTooLong, epochs, most)?;
        let declared = self.maintenance_from < self.maintenance_until;
        if declared && self.maintenance_from < next {
            check_numbers(
                self.maintenance_until < next,
                LedgerError::MaintenanceRunning,
                next,
                self.maintenance_until,
            )?;
            self.roll_floors(next);
            self.excuse(self.maintenance_from, self.maintenance_until);
            self.maintenance_after = self.maintenance_until.saturating_add(parameters.downtime_epochs);
        }
        check_numbers(from >= self.maintenance_after, LedgerError::MaintenanceTooSoon, from, self.maintenance_after)?;
        self.maintenance_from = from;
        self.maintenance_until = from.checked_add(epochs).ok_or(LedgerError::Overflow)?;
        Ok(())
    }

    /// Counts downtime: at least k of the n epochs up to `last` below the floor. Whatever is settled doesn't count again: it
    /// is one downtime, whichever part of it is reported first.
    pub fn count_downtime(&mut self, last: u64, parameters: &Parameters, books: &Books) -> Result<u64> {
        let end = last.checked_add(1).ok_or(LedgerError::Overflow)?;
        let first = end.saturating_sub(parameters.downtime_epochs).max(self.downtime_counted);
        let epoch_at = |time| parameters.schedule().epoch_at(time).unwrap_or(0);
        let jailed_from = if self.jailed_until == 0 { u64::MAX } else { epoch_at(self.jailed_from) };
        let cases_from = if self.open_cases == 0 { u64::MAX } else { epoch_at(self.cases_from) };
        let missed = |&epoch: &u64| {
            epoch.saturating_add(NEWEST) >= self.floors_until
                && self.credit_in(epoch) < self.floor_in(epoch)
                && self.excused & ring_bit(epoch) == 0
                && !(self.maintenance_from <= epoch && epoch < self.maintenance_until)
                && epoch < jailed_from.min(cases_from)
                && !books.is_quiet(epoch)
        };
        let misses = (first..end).filter(missed).count() as u64;
        check_numbers(misses >= parameters.downtime_misses, LedgerError::NotDown, misses, parameters.downtime_misses)?;
        self.downtime_counted = self.downtime_counted.max(end).max(books.next_epoch);
        Ok(misses)
    }

    fn floor_in(&self, epoch: u64) -> u64 {
        self.floors.get(ring_index(epoch)).copied().unwrap_or(0)
    }

    fn change_floors(&mut self, first: u64, last: u64, change: impl Fn(u64) -> Option<u64>) -> Result<()> {
        self.roll_floors(last);
        check(first <= last, LedgerError::Overflow)?;
        for epoch in first..=last {
            let slot = self.floors.get_mut(ring_index(epoch)).ok_or(LedgerError::Overflow)?;
            *slot = change(*slot).ok_or(LedgerError::Overflow)?;
        }
        Ok(())
    }
}
