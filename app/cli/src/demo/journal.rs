//! What the program said it did, event by event: one of the two sources that the report's sums compare. The other are the
//! accounts at the end.

use std::{collections::BTreeMap, sync::Arc};

use girder_sdk::{
    events::LedgerEvent,
    ledger::events::{CaseDecided, CaseOpened, ContributionCounted, EpochSettled, Harvested},
    transport::Receipt,
};
use solana_address::Address;

use crate::report::model::{Event, EventKind};

/// Everything recorded so far. Amounts are in base units.
#[derive(Debug, Default)]
pub struct Journal {
    /// Every contribution counted.
    pub counted: Vec<Arc<ContributionCounted>>,
    /// Settled epochs by their index.
    pub settled: BTreeMap<u64, Arc<EpochSettled>>,
    /// Every harvest.
    pub harvested: Vec<Arc<Harvested>>,
    /// Every case opened.
    pub cases: Vec<Arc<CaseOpened>>,
    /// Every case decided.
    pub decided: Vec<Arc<CaseDecided>>,
    /// Per operator: rewards and commission paid.
    pub paid: BTreeMap<Address, u64>,
    /// Per attestor's key: pay.
    pub attestors_paid: BTreeMap<Address, u64>,
    /// What closed epochs returned to the reserve: what rounding left.
    pub left_over: u64,
    /// Transactions, and the compute units they took.
    pub transactions: u64,
    pub compute_units: u64,
    /// The story for the report.
    pub story: Vec<Event>,
}

impl Journal {
    /// Records a transaction.
    pub fn record(&mut self, receipt: &Receipt) {
        self.transactions += 1;
        self.compute_units = self.compute_units.saturating_add(receipt.compute_units);
        for event in &receipt.events {
            self.record_event(event);
        }
    }

    fn record_event(&mut self, event: &LedgerEvent) {
        match event {
            LedgerEvent::ContributionCounted(event) => self.counted.push(Arc::clone(event)),
            LedgerEvent::EpochSettled(event) => {
                self.settled.insert(event.epoch, Arc::clone(event));
            }
            LedgerEvent::Harvested(event) => self.harvested.push(Arc::clone(event)),
            LedgerEvent::Claimed(event) => add(&mut self.paid, event.operator, event.amount),
            LedgerEvent::CommissionPaid(event) => add(&mut self.paid, event.operator, event.amount),
            LedgerEvent::AttestorPaid(event) => add(&mut self.attestors_paid, event.key, event.amount),
            LedgerEvent::CaseOpened(event) => self.cases.push(Arc::clone(event)),
            LedgerEvent::CaseDecided(event) => self.decided.push(Arc::clone(event)),
            LedgerEvent::EpochClosed(event) => {
                let returned = event.reserve_after.saturating_sub(event.reserve_before);
                self.left_over = self.left_over.saturating_add(returned);
            }
            _ => (),
        }
    }

    /// Adds to the story.
    pub fn tell(&mut self, at: u64, kind: EventKind, operator: Option<usize>, text: String) {
        self.story.push(Event { at, kind, operator, text });
    }

    /// Credits counted for an operator in an epoch.
    pub fn credits(&self, operator: Address, epoch: u64) -> u64 {
        let counted = self.counted.iter().filter(|event| event.operator == operator && event.statement.epoch == epoch);
        sum(counted.map(|event| event.credit_after.saturating_sub(event.credit_before)))
    }

    /// An operator's reward for an epoch, without what was void.
    pub fn reward(&self, operator: Address, epoch: u64) -> u64 {
        let harvested = self.harvested.iter().filter(|event| event.operator == operator && event.epoch == epoch);
        sum(harvested.map(|event| event.reward.saturating_sub(event.returned)))
    }

    /// Stake that cases have taken from an operator so far and not returned, escrow included.
    pub fn taken(&self, operator: Address) -> u64 {
        let taken = self.cases.iter().filter(|event| event.offender == operator);
        let returned = self.decided.iter().filter(|event| event.offender == operator);
        sum(taken.map(|event| seized(event))).saturating_sub(sum(returned.map(|event| event.returned)))
    }

    /// Stake that an operator lost for good, burned or paid as bounty.
    pub fn slashed(&self, operator: Address) -> u64 {
        sum(self.decided.iter().filter(|event| event.offender == operator).map(|event| gone(event)))
    }
}

fn add(sums: &mut BTreeMap<Address, u64>, key: Address, amount: u64) {
    let sum = sums.entry(key).or_default();
    *sum = sum.saturating_add(amount);
}

/// What left the pool or bond when a case was opened. Its `taken` may come from what other cases hold already.
pub fn seized(case: &CaseOpened) -> u64 {
    case.before.saturating_sub(case.after)
}

/// What left escrow for good with a decision.
pub fn gone(case: &CaseDecided) -> u64 {
    case.bounty.saturating_add(case.disposed)
}

/// Saturates: a sum beyond 64 bits can't be right, and the checks say so.
pub fn sum(amounts: impl Iterator<Item = u64>) -> u64 {
    amounts.fold(0, u64::saturating_add)
}
