//! How a slash case ends.

use girder_interface::limits::{BASIS_POINTS, RING};
use girder_sdk::ledger::error::LedgerError::*;

use super::{
    AttestorKey, Case, Decision, Ledger, Offence, Offender, Outcome, Purse, Refusal, Wallet, ensure, numbers, place,
    time, tokens::Holder,
};

/// What leaves escrow.
struct Ended {
    /// All of it.
    released: u64,
    /// What of it is the offender's again.
    returned: u64,
    /// What of it the reporter gets.
    bounty: u64,
}

impl Ledger {
    /// Takes a case back.
    pub fn overturn_slash(
        &mut self,
        by: Wallet,
        offender: Offender,
        offence: Offence,
        treasury: Option<Purse>,
    ) -> Outcome {
        let case = self.case(offence)?.clone();
        self.check_authority(by)?;
        ensure(case.offender == offender, WrongOffender)?;
        ensure(case.is_open(), CaseDecided)?;
        time::before(self.now, i128::from(case.deadline))?;
        let ended = self.decide(&case, Decision::Overturned)?;
        self.dispose(ended.released - ended.returned, treasury)
    }

    /// Carries a case out. `bounty`: where the bounty goes.
    pub fn execute_slash(
        &mut self,
        offender: Offender,
        offence: Offence,
        bounty: Option<Purse>,
        treasury: Option<Purse>,
    ) -> Outcome {
        let case = self.case(offence)?.clone();
        ensure(case.offender == offender, WrongOffender)?;
        ensure(case.is_open(), CaseDecided)?;
        time::not_before(self.now, i128::from(case.deadline))?;
        let ended = self.decide(&case, Decision::Executed)?;
        if ended.bounty > 0 {
            let purse = bounty.ok_or(Refusal::Ledger(WrongDestination))?;
            ensure(Some(purse.owner) == case.bounty_recipient, WrongDestination)?;
            self.pay(Holder::StakeVault, purse, ended.bounty)?;
        }
        self.dispose(ended.released - ended.returned - ended.bounty, treasury)
    }

    fn decide(&mut self, case: &Case, decision: Decision) -> Outcome<Ended> {
        let ended = match case.offender {
            Offender::Attestor(key) => self.decide_attestors(key, case, decision)?,
            Offender::Operator(identity) => self.decide_operators(identity, case, decision)?,
        };
        let decided = self.cases.get_mut(&case.offence).expect("checked");
        (decided.decision, decided.returned, decided.bounty) = (decision, ended.returned, ended.bounty);
        if let Offender::Operator(identity) = case.offender {
            self.end_generation(identity);
        }
        Ok(ended)
    }

    fn decide_attestors(&mut self, key: AttestorKey, case: &Case, decision: Decision) -> Outcome<Ended> {
        let overturned = decision == Decision::Overturned;
        let bounty = if overturned { 0 } else { self.bounty(case, case.taken) };
        let returned = if overturned { case.taken } else { 0 };
        let attestor = self.attestor_mut(key)?;
        attestor.bond += returned;
        attestor.slashed_statements -= u64::from(overturned);
        Ok(Ended { released: case.taken, returned, bounty })
    }

    /// Overturned, what was taken is the pool's again. Executed, it is raised by what was slashed around it. With the last
    /// open case what is left to raise cases by is the pool's again.
    fn decide_operators(&mut self, identity: Wallet, case: &Case, decision: Decision) -> Outcome<Ended> {
        let mut ended = Ended { released: case.taken, returned: 0, bounty: 0 };
        if decision == Decision::Overturned {
            let shares = self.pool(identity).shares;
            let stayed = match case.shares_at_opening {
                0 => 0,
                then => numbers::floor(case.taken, shares, then),
            };
            ended.returned = self.give_back(identity, stayed);
            self.forget_slash(case);
            self.lift_void(identity, case);
            self.forgive(identity, case);
        } else {
            let raise = self.raise(case);
            let operator = self.operator_mut(identity)?;
            let raised = raise.min(u128::from(operator.excess)) as u64;
            operator.spend_excess(raised);
            ended.released += raised;
            ended.bounty = self.bounty(case, ended.released);
        }
        if self.open_cases(case.offender) == 1 {
            let operator = self.operator_mut(identity)?;
            let from = std::mem::take(&mut operator.cases_from);
            ended.released += std::mem::take(&mut operator.excess);
            let returnable = std::mem::take(&mut operator.excess_returnable);
            ended.returned += self.give_back(identity, returnable.into());
            self.excuse_since(identity, from);
        }
        Ok(ended)
    }

    /// Gives collateral back to a pool, whose price never exceeds 1. Says how much that is.
    fn give_back(&mut self, identity: Wallet, amount: u128) -> u64 {
        let pool = self.pool(identity);
        let returned = amount.min(u128::from(pool.shares - pool.stake)) as u64;
        self.operators.get_mut(&identity).expect("checked").stake += returned;
        returned
    }

    fn forget_slash(&mut self, case: &Case) {
        let epoch = time::epoch_at(&self.parameters, case.opened_at).unwrap_or(0);
        let slot = &mut self.books.slashed[place(epoch)];
        if case.correlates() && slot.epoch == epoch {
            slot.amount -= case.taken;
        }
    }

    /// What a case asks for beyond what it takes by itself, if much else was slashed around it.
    fn raise(&self, case: &Case) -> u128 {
        if !case.correlates() {
            return 0;
        }
        let p = &self.parameters;
        // The newest 32 epochs are remembered; later than that what was known at the opening counts, too.
        let remembered =
            time::next_epoch(p, self.now) <= self.epochs_around(case.opened_at, case.deadline).start() + RING as u64;
        let around = self.slashed_around(case.opened_at, case.deadline);
        let slashed = if remembered { around } else { around.max(case.slashed_at_opening) };
        let (one, most) = (u128::from(BASIS_POINTS), u128::from(p.max_correlation_bps));
        let factor = match case.active_stake_at_opening {
            0 => most,
            active => most.min(one + numbers::ceil(slashed, p.correlation_bps, active)),
        };
        numbers::ceil(case.taken, factor as u64, BASIS_POINTS) - u128::from(case.taken)
    }

    /// What the reporter gets: never more than half of what the offender itself loses.
    fn bounty(&self, case: &Case, kept: u64) -> u64 {
        if case.bounty_recipient.is_none() || case.shares_at_opening == 0 {
            return 0;
        }
        let own_loss = numbers::floor(kept, case.own_shares_at_opening, case.shares_at_opening);
        numbers::floor(kept, self.parameters.bounty_bps, BASIS_POINTS).min(own_loss / 2) as u64
    }

    fn lift_void(&mut self, identity: Wallet, case: &Case) {
        let ring = &mut self.operators.get_mut(&identity).expect("checked").ring;
        for &index in &case.void_slots {
            match case.void_credit {
                u64::MAX => ring[index].void_all -= 1,
                credit => ring[index].void_credit -= credit,
            }
        }
    }

    /// Once no case is open, shares of a pool without stake are worth nothing for ever.
    fn end_generation(&mut self, identity: Wallet) {
        let pool = self.pool(identity);
        if pool.stake != 0 || pool.shares == 0 || self.open_cases(Offender::Operator(identity)) != 0 {
            return;
        }
        let operator = self.operators.get_mut(&identity).expect("checked");
        if let Some(end) = operator.generation_ends.get_mut(operator.generation as usize) {
            *end = operator.reward_per_share;
        }
        operator.generation += 1;
    }

    /// Burns collateral of the vault, or pays it to the treasury.
    fn dispose(&mut self, amount: u64, treasury: Option<Purse>) -> Outcome {
        ensure(treasury.map(|purse| purse.owner) == self.treasury, WrongDestination)?;
        match treasury {
            Some(purse) => self.pay(Holder::StakeVault, purse, amount),
            None => self.tokens.burn(Holder::StakeVault, amount),
        }
    }
}
