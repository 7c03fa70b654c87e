//! Slash cases: what they take, and how they end.

use std::ops::RangeInclusive;

use girder_interface::limits::{BASIS_POINTS, RING};
use girder_sdk::ledger::error::LedgerError::*;

use super::{
    Account, Ledger, Offence, Offender, Operator, Outcome, Refusal, Remembered, Signed, Wallet, ensure, numbers, place,
    time,
};

/// What became of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is not decided.
    Open,
    /// The authority overturned it.
    Overturned,
    /// Its escrow is gone.
    Executed,
}

/// A slash case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What it is for.
    pub offence: Offence,
    /// Whose collateral it takes.
    pub offender: Offender,
    /// Who opened it and paid the rent.
    pub reporter: Wallet,
    /// Who gets the bounty.
    pub bounty_recipient: Option<Wallet>,
    /// The two statements, if there are any.
    pub statements: Option<[Signed; 2]>,
    /// The epoch of the evidence.
    pub epoch: u64,
    /// What it takes by itself, in escrow.
    pub taken: u64,
    /// What returned when it was decided.
    pub returned: u64,
    /// What the reporter got.
    pub bounty: u64,
    /// Shares of the pool when it was opened; of an attestor the bond.
    pub shares_at_opening: u64,
    /// The operator's own; of an attestor the bond.
    pub own_shares_at_opening: u64,
    /// Active stake of the network before, with what all cases held.
    pub active_stake_at_opening: u64,
    /// What was slashed around it then, it included.
    pub slashed_at_opening: u64,
    /// Credit that it voids in each of `void_slots`; `u64::MAX`: all.
    pub void_credit: u64,
    /// When it was opened.
    pub opened_at: i64,
    /// In which slot.
    pub opened_slot: u64,
    /// The slot of the oldest ticket that was shown.
    pub ticket_slot: Option<u64>,
    /// Until when it may be overturned.
    pub deadline: i64,
    /// From when on it may be closed.
    pub evidence_end: i64,
    /// Of a verdict: its part of the stake, basis points.
    pub verdict_bps: u64,
    /// The offence that was forgotten for it.
    pub displaced: Remembered,
    /// Which slots of the ring it voids.
    pub void_slots: Vec<usize>,
    /// What became of it.
    pub decision: Decision,
}

/// What an offence costs an operator by itself.
pub struct Charge {
    /// Collateral.
    pub taken: u64,
    /// Credit voided in each unharvested epoch.
    pub void_credit: u64,
    /// Of a verdict: its part of the stake.
    pub verdict_bps: u64,
}

/// What cases took that were opened in one epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SlashedEpoch {
    /// The epoch.
    pub epoch: u64,
    /// Collateral.
    pub amount: u64,
}

impl Case {
    /// One that takes nothing yet.
    pub fn new(offence: Offence, offender: Offender, reporter: Wallet, epoch: u64) -> Self {
        Self {
            offence,
            offender,
            reporter,
            bounty_recipient: None,
            statements: None,
            epoch,
            taken: 0,
            returned: 0,
            bounty: 0,
            shares_at_opening: 0,
            own_shares_at_opening: 0,
            active_stake_at_opening: 0,
            slashed_at_opening: 0,
            void_credit: 0,
            opened_at: 0,
            opened_slot: 0,
            ticket_slot: None,
            deadline: 0,
            evidence_end: 0,
            verdict_bps: 0,
            displaced: Remembered::default(),
            void_slots: Vec::new(),
            decision: Decision::Open,
        }
    }

    /// Whether it is not decided.
    pub fn is_open(&self) -> bool {
        self.decision == Decision::Open
    }

    /// Whether other slashes raise it, and it them.
    pub(super) fn correlates(&self) -> bool {
        matches!(self.offence, Offence::Equivocation(_) | Offence::Verdict(..))
    }
}

impl Operator {
    /// Takes out of what correlation may raise cases by: of what returns and of what leavers left behind alike.
    pub(super) fn spend_excess(&mut self, amount: u64) {
        let left = self.excess - amount;
        if amount > 0 {
            self.excess_returnable = numbers::floor(self.excess_returnable, left, self.excess) as u64;
        }
        self.excess = left;
    }
}

impl Ledger {
    /// A case.
    pub fn case(&self, offence: Offence) -> Outcome<&Case> {
        self.cases.get(&offence).ok_or(Refusal::Elsewhere)
    }

    /// Refuses evidence about an epoch that has not begun, or that is old.
    pub(super) fn check_evidence(&self, epoch: u64) -> Outcome {
        let begun = time::epoch_at(&self.parameters, self.now).is_some_and(|current| epoch <= current);
        ensure(begun, EvidenceAhead)?;
        self.check_epoch(epoch)?;
        ensure(epoch >= self.control.first_evidence_epoch, EvidenceClosed)?;
        time::before(self.now, time::evidence_ends(&self.parameters, epoch))
    }

    /// Takes what an operator's offence costs, and opens its case. What correlation may raise it by goes into escrow, too, as
    /// far as the pool has it; and what the pool lacks for the offence itself is taken out of what is there for that.
    pub(super) fn charge(&mut self, mut case: Case, charge: Charge) -> Outcome {
        let Offender::Operator(identity) = case.offender else { unreachable!("a bond has no pool") };
        case.taken = charge.taken;
        case.active_stake_at_opening = self.active_stake() + self.escrow();
        let first = self.open_cases(case.offender) == 0;
        let (now, pool) = (self.now, self.pool(identity));
        let operator = self.operator_mut(identity)?;
        if first {
            operator.cases_from = now;
        }
        let from_pool = charge.taken.min(operator.stake);
        operator.stake -= from_pool;
        operator.spend_excess(charge.taken - from_pool);
        if case.correlates() {
            self.count_slash(charge.taken);
            self.seize_excess(identity, charge.taken);
        }
        case.slashed_at_opening = self.slashed_around(self.now, self.now + self.parameters.appeal);
        case.shares_at_opening = pool.shares;
        case.own_shares_at_opening = pool.own;
        case.void_credit = charge.void_credit;
        case.void_slots = self.void(identity, charge.void_credit);
        case.verdict_bps = charge.verdict_bps;
        case.displaced = self.remember(identity, case.offence.kind());
        self.open_case(case)
    }

    fn seize_excess(&mut self, identity: Wallet, taken: u64) {
        let most = numbers::ceil(taken, self.parameters.max_correlation_bps, BASIS_POINTS) - u128::from(taken);
        let operator = self.operators.get_mut(&identity).expect("checked");
        let excess = most.min(u128::from(operator.stake)) as u64;
        operator.stake -= excess;
        operator.excess += excess;
        operator.excess_returnable += excess;
    }

    /// Opens a case whose amounts are known.
    pub(super) fn open_case(&mut self, mut case: Case) -> Outcome {
        self.lamports.open(Account::Case(case.offence), case.reporter)?;
        case.opened_at = self.now;
        case.opened_slot = self.slot;
        case.deadline = self.now + self.parameters.appeal;
        case.evidence_end = time::seconds(time::evidence_ends(&self.parameters, case.epoch))?;
        self.cases.insert(case.offence, case);
        Ok(())
    }

    fn count_slash(&mut self, base: u64) {
        let epoch = time::epoch_at(&self.parameters, self.now).unwrap_or(0);
        let slot = &mut self.books.slashed[place(epoch)];
        if slot.epoch != epoch {
            *slot = SlashedEpoch { epoch, amount: 0 };
        }
        slot.amount += base;
    }

    /// What was slashed in the epochs that `[opened - W, deadline)` touches, as far as it is remembered.
    pub(super) fn slashed_around(&self, opened: i64, deadline: i64) -> u64 {
        let touched = self.epochs_around(opened, deadline);
        self.books.slashed.iter().filter(|slot| touched.contains(&slot.epoch)).map(|slot| slot.amount).sum()
    }

    /// The epochs that `[opened - W, deadline)` touches.
    pub(super) fn epochs_around(&self, opened: i64, deadline: i64) -> RangeInclusive<u64> {
        let p = &self.parameters;
        let epoch = |time: i64| time::epoch_at(p, time).unwrap_or(0);
        epoch(opened - p.correlation_window)..=epoch(deadline - 1)
    }

    /// Voids credit of every unharvested epoch.
    fn void(&mut self, identity: Wallet, credit: u64) -> Vec<usize> {
        let ring = &mut self.operators.get_mut(&identity).expect("checked").ring;
        let slots: Vec<usize> = (0..RING).filter(|&index| credit > 0 && ring[index].is_due()).collect();
        for &index in &slots {
            match credit {
                u64::MAX => ring[index].void_all += 1,
                _ => ring[index].void_credit += credit,
            }
        }
        slots
    }

    /// Closes a decided case.
    pub fn close_slash_case(&mut self, offence: Offence, rent_payer: Wallet) -> Outcome {
        let case = self.case(offence)?.clone();
        ensure(!case.is_open(), CaseUndecided)?;
        // Evidence is taken for longer, maybe, since the parameters changed.
        let evidence_end = time::evidence_ends(&self.parameters, case.epoch).max(case.evidence_end.into());
        time::not_before(self.now, evidence_end)?;
        ensure(rent_payer == case.reporter, WrongRentPayer)?;
        self.cases.remove(&offence);
        self.lamports.close(Account::Case(offence), rent_payer);
        Ok(())
    }
}
