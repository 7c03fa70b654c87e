//! What is expected of an operator's devices, and the epochs in which it was not met.

use std::collections::{BTreeMap, BTreeSet};

use girder_interface::{limits::RING, offence::OffenceKind};
use girder_sdk::ledger::error::LedgerError::*;

use super::{Case, Charge, Ledger, Offence, Offender, Outcome, Wallet, ensure, numbers, place, time};

/// An operator's floors and maintenance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duties {
    /// By how much the floor changes in an epoch.
    changes: BTreeMap<u64, i128>,
    /// Epochs that are over and don't count: jail and maintenance.
    pub excused: BTreeSet<u64>,
    /// The newest epoch of which the program keeps a floor.
    pub until: u64,
    /// First epoch of the newest maintenance.
    pub maintenance_from: u64,
    /// The epoch after it.
    pub maintenance_until: u64,
    /// When the next one may begin.
    pub maintenance_after: u64,
    /// Epochs before this one were counted.
    pub counted: u64,
}

impl Duties {
    /// The floor in an epoch: all changes up to it.
    pub fn floor(&self, epoch: u64) -> u64 {
        let sum: i128 = self.changes.range(..=epoch).map(|(_, change)| change).sum();
        u64::try_from(sum).expect("a floor is a sum of devices' floors")
    }

    /// The epoch that a place of the rings stands for; `None` if it never did.
    pub fn epoch_at_place(&self, index: usize) -> Option<u64> {
        (self.until.saturating_sub(RING as u64 - 1)..=self.until).find(|&epoch| place(epoch) == index)
    }

    /// Notes the first epoch that has not begun. What is older than the rings is forgotten.
    pub fn roll(&mut self, next: u64) {
        self.until = self.until.max(next);
        let oldest = self.until.saturating_sub(2 * RING as u64);
        let kept = self.changes.split_off(&oldest);
        let before: i128 = std::mem::replace(&mut self.changes, kept).values().sum();
        *self.changes.entry(oldest).or_default() += before;
        self.excused.retain(|&epoch| epoch >= oldest);
    }

    fn in_maintenance(&self, epoch: u64) -> bool {
        (self.maintenance_from..self.maintenance_until).contains(&epoch)
    }
}

impl Ledger {
    /// Expects more from the next epoch on.
    pub(super) fn raise_floor(&mut self, identity: Wallet, floor: u64) {
        let next = time::next_epoch(&self.parameters, self.now);
        let duties = &mut self.operators.get_mut(&identity).expect("checked").duties;
        duties.roll(next);
        *duties.changes.entry(next).or_default() += i128::from(floor);
    }

    /// Expects less from the current epoch on, of a device that earned from `first` on.
    pub(super) fn lower_floor(&mut self, identity: Wallet, floor: u64, first: u64) {
        let next = time::next_epoch(&self.parameters, self.now);
        let current = time::epoch_at(&self.parameters, self.now).unwrap_or(0);
        let duties = &mut self.operators.get_mut(&identity).expect("checked").duties;
        duties.roll(next);
        *duties.changes.entry(first.max(current)).or_default() -= i128::from(floor);
    }

    /// Declares maintenance, or takes it back.
    pub fn declare_maintenance(&mut self, by: Wallet, identity: Wallet, from: u64, epochs: u64) -> Outcome {
        self.check_manages(by, identity)?;
        let next = time::next_epoch(&self.parameters, self.now);
        let look_back = self.parameters.downtime_epochs;
        ensure(from >= next, EpochNotAhead)?;
        ensure(epochs <= self.parameters.max_maintenance_epochs, MaintenanceTooLong)?;
        let duties = &mut self.operator_mut(identity)?.duties;
        let declared = duties.maintenance_from..duties.maintenance_until;
        if !declared.is_empty() && declared.start < next {
            ensure(declared.end < next, MaintenanceRunning)?;
            duties.roll(next);
            duties.excused.extend(declared.clone());
            duties.maintenance_after = declared.end + look_back;
        }
        ensure(from >= duties.maintenance_after, MaintenanceTooSoon)?;
        duties.maintenance_from = from;
        duties.maintenance_until = from.checked_add(epochs).ok_or(super::Refusal::Ledger(Overflow))?;
        Ok(())
    }

    /// Epochs up to the last one in which an operator missed its floor through its own fault.
    pub fn misses(&self, identity: Wallet, last: u64) -> u64 {
        let operator = &self.operators[&identity];
        let duties = &operator.duties;
        // From jail on, and from the first open case on, nobody can be expected to earn.
        let since = [operator.jailed_from, operator.cases_from].into_iter().filter(|&from| from != 0);
        let held = since.map(|from| time::epoch_at(&self.parameters, from).unwrap_or(0)).min().unwrap_or(u64::MAX);
        let missed = |&epoch: &u64| {
            let slot = operator.ring[place(epoch)];
            let credit = if slot.epoch == epoch { slot.credit } else { 0 };
            let remembered = epoch + RING as u64 > duties.until;
            let excused = duties.excused.contains(&epoch) || duties.in_maintenance(epoch) || epoch >= held;
            remembered && credit < duties.floor(epoch) && !excused && !self.books.quiet.contains(&epoch)
        };
        let first = (last + 1).saturating_sub(self.parameters.downtime_epochs).max(duties.counted);
        (first..=last).filter(missed).count() as u64
    }

    /// Opens a case for downtime in the epochs up to the last one.
    pub fn report_downtime(&mut self, reporter: Wallet, identity: Wallet, last: u64) -> Outcome {
        self.operator(identity)?;
        self.check_evidence(last)?;
        ensure(last < self.books.next_epoch, EpochNotSettled)?;
        let next = time::next_epoch(&self.parameters, self.now);
        self.operator_mut(identity)?.duties.roll(next);
        ensure(self.misses(identity, last) >= self.parameters.downtime_misses, NotDown)?;
        let settled = self.books.next_epoch;
        let duties = &mut self.operator_mut(identity)?.duties;
        duties.counted = duties.counted.max(settled);

        let taken = numbers::part(self.liable_pool(identity).stake, self.parameters.downtime_slash_bps);
        let case = Case::new(Offence::Downtime(identity, last), Offender::Operator(identity), reporter, last);
        debug_assert_eq!(case.offence.kind(), OffenceKind::Downtime);
        self.charge(case, Charge { taken, void_credit: 0, verdict_bps: 0 })
    }
}
