//! Stake: in, marked for leaving, and out.

use girder_interface::limits::{MAX_GENERATIONS, MAX_POOL, MAX_TICKETS, PRICE_FLOOR, bounds::MAX_LOCK};
use girder_sdk::ledger::error::LedgerError::*;

use super::{
    Account, Ledger, Offender, Operator, Outcome, Pool, Purse, Refusal, Slot, Wallet, ensure, numbers, time,
    tokens::Holder,
};

/// A request to unstake; none if it marks no shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StakeTicket {
    /// Shares that leave.
    pub shares: u64,
    /// When it was asked for.
    pub requested_at: i64,
    /// U as it was then.
    pub unbonding: i64,
}

/// Somebody's part of a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Who paid the rent.
    pub rent_payer: Wallet,
    /// Shares, those that leave too.
    pub shares: u64,
    /// The generation of the pool in which they were bought.
    pub generation: u64,
    /// The pool's reward per share up to which `owed` counts.
    pub checkpoint: u128,
    /// Rewards that were not claimed.
    pub owed: u64,
    /// Rewards that were, ever.
    pub paid: u64,
    /// When the shares came here.
    pub since: i64,
    /// Requests to unstake.
    pub tickets: [StakeTicket; MAX_TICKETS],
    /// Until when its shares stay where they are.
    pub locked_until: i64,
}

/// Shares that go from one position of a pool to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareTransfer {
    /// Who signs.
    pub by: Wallet,
    /// Who else signs, as the owner that receives.
    pub recipient: Option<Wallet>,
    /// The pool.
    pub operator: Wallet,
    /// Whose position gives.
    pub from: Wallet,
    /// Whose position receives.
    pub to: Wallet,
    /// How many.
    pub shares: u64,
}

impl Position {
    /// An empty one in a pool.
    pub fn new(rent_payer: Wallet, operator: &Operator) -> Self {
        Self {
            rent_payer,
            shares: 0,
            generation: operator.generation,
            checkpoint: operator.reward_per_share,
            owed: 0,
            paid: 0,
            since: 0,
            tickets: [StakeTicket::default(); MAX_TICKETS],
            locked_until: 0,
        }
    }

    /// Shares that leave.
    pub fn unbonding(&self) -> u64 {
        self.tickets.iter().map(|ticket| ticket.shares).sum()
    }

    /// Shares that earn.
    pub fn active(&self) -> u64 {
        self.shares - self.unbonding()
    }

    /// What its owner may claim now.
    pub fn claimable(&self, operator: &Operator) -> Outcome<u64> {
        let until = match operator.generation_ends.get(self.generation as usize) {
            Some(end) if self.generation < operator.generation => *end,
            _ => operator.reward_per_share,
        };
        let earned = numbers::times(self.active(), until.wrapping_sub(self.checkpoint))?;
        numbers::narrow(u128::from(self.owed) + u128::from(earned))
    }

    fn ticket(&self, number: u8) -> Outcome<StakeTicket> {
        let ticket = self.tickets.get(usize::from(number)).copied().filter(|ticket| ticket.shares > 0);
        ticket.ok_or(Refusal::Ledger(NoSuchTicket))
    }
}

impl Ledger {
    /// Somebody's position in a pool.
    pub fn position(&self, identity: Wallet, owner: Wallet) -> Outcome<&Position> {
        self.positions.get(&(identity, owner)).ok_or(Refusal::Elsewhere)
    }

    pub(super) fn position_mut(&mut self, identity: Wallet, owner: Wallet) -> Outcome<&mut Position> {
        self.positions.get_mut(&(identity, owner)).ok_or(Refusal::Elsewhere)
    }

    /// Credits what a position earned, and drops shares of a pool that was wiped out.
    pub(super) fn accrue(&mut self, identity: Wallet, owner: Wallet) -> Outcome {
        let operator = self.operator(identity)?.clone();
        let position = self.position_mut(identity, owner)?;
        position.owed = position.claimable(&operator)?;
        position.checkpoint = operator.reward_per_share;
        if position.generation != operator.generation {
            position.generation = operator.generation;
            position.shares = 0;
            position.tickets = Default::default();
        }
        Ok(())
    }

    /// Buys shares for the position of `owner`.
    pub fn deposit(&mut self, by: Wallet, from: Purse, identity: Wallet, owner: Wallet, amount: u64) -> Outcome {
        let jailed_until = self.operator(identity)?.jailed_until;
        self.position(identity, owner)?;
        self.check_open()?;
        ensure(self.now >= jailed_until, Jailed)?;
        ensure(self.open_cases(Offender::Operator(identity)) == 0, CaseOpen)?;
        self.check_nothing_due(identity)?;
        self.collect(by, from, Holder::StakeVault, amount)?;
        ensure(amount >= self.parameters.min_deposit, DepositTooSmall)?;
        ensure(by == owner, WrongAuthority)?;
        self.accrue(identity, owner)?;
        let shares = self.shares_for(identity, amount)?;
        let now = self.now;
        let position = self.position_mut(identity, owner)?;
        position.shares += shares;
        position.since = now;
        self.operator_mut(identity)?.stake += amount;
        self.check_self_stake(identity)?;
        self.check_leverage(identity)
    }

    /// Refuses while an operator holds credit whose harvest may begin.
    fn check_nothing_due(&self, identity: Wallet) -> Outcome {
        let due = |slot: &Slot| i128::from(self.now) >= time::harvest_begins(&self.parameters, slot.epoch);
        ensure(!self.operators[&identity].unharvested().any(due), HarvestFirst)
    }

    /// Shares that an amount buys.
    fn shares_for(&self, identity: Wallet, amount: u64) -> Outcome<u64> {
        let Pool { shares, stake, .. } = self.pool(identity);
        let wiped_out = self.operators[&identity].generation >= MAX_GENERATIONS as u64;
        let drains = u128::from(stake) * u128::from(PRICE_FLOOR) < u128::from(shares);
        ensure(!wiped_out && !drains, PoolDraining)?;
        let bought = if shares == 0 { u128::from(amount) } else { numbers::floor(amount, shares, stake) };
        let bought = u64::try_from(bought).map_err(|_| Refusal::Ledger(PoolDraining))?;
        ensure(u128::from(shares) + u128::from(bought) <= u128::from(MAX_POOL), PoolFull)?;
        Ok(bought)
    }

    /// Marks shares for leaving.
    pub fn unstake(&mut self, by: Wallet, identity: Wallet, owner: Wallet, shares: u64) -> Outcome {
        self.operator(identity)?;
        self.position(identity, owner)?;
        self.accrue(identity, owner)?;
        let (now, unbonding, retired) = (self.now, self.parameters.unbonding, self.is_retired());
        let settled = self.books.next_epoch >= self.retired_from;
        let earned_all = settled && self.operator(identity)?.unharvested().next().is_none();
        let position = self.position_mut(identity, owner)?;
        // When nothing is to be earned any more anybody may let all of it leave.
        ensure(by == owner || earned_all && shares == position.active(), WrongAuthority)?;
        ensure(retired || now >= position.locked_until, SharesLocked)?;
        ensure(shares > 0, ZeroAmount)?;
        ensure(shares <= position.active(), NotEnoughShares)?;
        let free = position.tickets.iter_mut().find(|ticket| ticket.shares == 0);
        *free.ok_or(Refusal::Ledger(TicketsFull))? = StakeTicket { shares, requested_at: now, unbonding };
        Ok(())
    }

    /// Keeps shares where they are until a time.
    pub fn lock_shares(&mut self, by: Wallet, identity: Wallet, owner: Wallet, until: i64) -> Outcome {
        let now = self.now;
        let position = self.position_mut(identity, owner)?;
        ensure(by == owner, WrongAuthority)?;
        let ahead = i128::from(until) - i128::from(now);
        ensure(ahead > 0 && ahead <= i128::from(MAX_LOCK), LockOutOfRange)?;
        position.locked_until = position.locked_until.max(until);
        Ok(())
    }

    /// Takes a mark away.
    pub fn cancel_unstake(&mut self, by: Wallet, identity: Wallet, owner: Wallet, ticket: u8) -> Outcome {
        self.operator(identity)?;
        self.position(identity, owner)?;
        ensure(by == owner, WrongAuthority)?;
        self.check_open()?;
        self.check_nothing_due(identity)?;
        self.accrue(identity, owner)?;
        let position = self.position_mut(identity, owner)?;
        position.ticket(ticket)?;
        position.tickets[usize::from(ticket)] = StakeTicket::default();
        if owner == identity { Ok(()) } else { self.check_leverage(identity) }
    }

    /// Pays a matured ticket out. `signer`: who signs as the owner, if anybody.
    pub fn withdraw(
        &mut self,
        signer: Option<Wallet>,
        identity: Wallet,
        owner: Wallet,
        ticket: u8,
        to: Purse,
    ) -> Outcome {
        self.operator(identity)?;
        self.position(identity, owner)?;
        self.accrue(identity, owner)?;
        let marked = self.position(identity, owner)?.ticket(ticket)?;
        time::not_before(self.now, i128::from(marked.requested_at) + i128::from(marked.unbonding))?;
        ensure(self.open_cases(Offender::Operator(identity)) == 0 || signer == Some(owner), OwnerMustWithdraw)?;
        let pool = self.pool(identity);
        let amount = pool.worth(marked.shares);
        let operator = self.operator_mut(identity)?;
        let stays = numbers::floor(operator.excess_returnable, pool.shares - marked.shares, pool.shares);
        operator.excess_returnable = stays as u64;
        let position = self.position_mut(identity, owner)?;
        position.shares -= marked.shares;
        position.tickets[usize::from(ticket)] = StakeTicket::default();
        self.operator_mut(identity)?.stake -= amount;
        self.pay_collateral(amount, owner, to)
    }

    /// Opens an empty position.
    pub fn open_position(&mut self, payer: Wallet, identity: Wallet, owner: Option<Wallet>) -> Outcome {
        let position = Position::new(payer, self.operator(identity)?);
        let owner = owner.ok_or(Refusal::Ledger(ZeroAddress))?;
        self.check_open()?;
        self.lamports.open(Account::Position(identity, owner), payer)?;
        self.positions.insert((identity, owner), position);
        Ok(())
    }

    /// Closes a position that holds nothing.
    pub fn close_position(&mut self, by: Wallet, identity: Wallet, owner: Wallet, rent_payer: Wallet) -> Outcome {
        self.operator(identity)?;
        let paid_by = self.position(identity, owner)?.rent_payer;
        ensure(by == owner || by == paid_by || self.pool(identity).shares == 0, WrongAuthority)?;
        ensure(rent_payer == paid_by, WrongRentPayer)?;
        self.accrue(identity, owner)?;
        let position = self.position(identity, owner)?;
        ensure(position.shares == 0 && position.owed == 0, PositionNotEmpty)?;
        ensure(owner != identity, OwnPosition)?;
        self.positions.remove(&(identity, owner));
        self.lamports.close(Account::Position(identity, owner), rent_payer);
        Ok(())
    }

    /// Moves active shares from one position of a pool to another. `recipient`: who signs as the receiving owner.
    pub fn transfer_shares(&mut self, transfer: &ShareTransfer) -> Outcome {
        let ShareTransfer { by, recipient, operator: identity, from, to, shares } = *transfer;
        self.operator(identity)?;
        self.position(identity, from)?;
        self.position(identity, to)?;
        ensure(from != to, SamePosition)?;
        ensure(by == from, WrongAuthority)?;
        self.accrue(identity, from)?;
        self.accrue(identity, to)?;
        let now = self.now;
        let receiver = self.position(identity, to)?;
        let opened_for_it = receiver.shares == 0 && receiver.rent_payer == from;
        ensure(opened_for_it || recipient == Some(to), RecipientMustSign)?;
        let giver = self.position_mut(identity, from)?;
        ensure(now >= giver.locked_until, SharesLocked)?;
        ensure(shares > 0, ZeroAmount)?;
        ensure(shares <= giver.active(), NotEnoughShares)?;
        giver.shares -= shares;
        let receiver = self.position_mut(identity, to)?;
        receiver.shares += shares;
        receiver.since = now;
        if from == identity { self.check_self_stake(identity) } else { Ok(()) }
    }
}
