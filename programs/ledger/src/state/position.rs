use anchor_lang::prelude::*;
use girder_interface::limits::{MAX_TICKETS, bounds::MAX_LOCK};

use super::{Operator, Q64x64, check_key};
use crate::{
    error::{LedgerError, check, check_numbers},
    math::accumulator,
};

/// A request to unstake. Empty if it marks no shares.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ticket {
    /// Shares that are leaving.
    pub shares: u64,
    /// When it was asked for.
    pub requested_at: i64,
    /// U as it was then, in seconds: withdrawing is allowed from `requested_at + unbonding` on.
    pub unbonding: i64,
}

/// Somebody's share of an operator's pool.
///
/// Seeds: `position`, operator, owner.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Position {
    /// The operator.
    pub operator: Pubkey,
    /// Whose it is: stake and rewards are paid to token accounts of this owner only.
    pub owner: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// Shares of the pool, unbonding included; worth nothing if `generation` is not the operator's.
    pub shares: u64,
    /// Shares that are marked by tickets.
    pub unbonding_shares: u64,
    /// The operator's generation in which the shares were bought.
    pub generation: u64,
    /// The operator's `reward_per_share` up to which `owed` counts.
    pub checkpoint: Q64x64,
    /// Rewards up to `checkpoint` that were not claimed, base units of the reward mint.
    pub owed: u64,
    /// Rewards paid in its lifetime: with `owed` what its owner earned.
    pub paid: u64,
    /// When the newest shares came here; for votes.
    pub since: i64,
    /// Requests to unstake.
    pub tickets: [Ticket; MAX_TICKETS],
    /// Before this time its active shares neither leave nor move: its owner voted with them.
    pub locked_until: i64,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 6],
}

impl Position {
    /// Refuses anybody but the owner.
    pub fn check_owner(&self, signer: &Pubkey) -> Result<()> {
        check_key(signer, &self.owner, LedgerError::WrongAuthority)
    }

    /// Shares that earn.
    pub fn active_shares(&self) -> u64 {
        self.shares.saturating_sub(self.unbonding_shares)
    }

    /// Brings `owed` up to date and drops shares of a generation that was wiped out. First in every instruction that
    /// touches the position.
    pub fn accrue(&mut self, operator: &Operator) -> Result<()> {
        let current = self.generation == operator.generation;
        let until = match operator.generation_ends.get(self.generation as usize) {
            Some(end) if !current => *end,
            _ => operator.reward_per_share,
        };
        let earned = accumulator::earned(self.active_shares(), self.checkpoint.bits(), until.bits())
            .ok_or(LedgerError::Overflow)?;
        self.owed = self.owed.checked_add(earned).ok_or(LedgerError::Overflow)?;
        self.checkpoint = operator.reward_per_share;
        if !current {
            self.generation = operator.generation;
            self.shares = 0;
            self.unbonding_shares = 0;
            self.tickets = Default::default();
        }
        Ok(())
    }

    /// Locks the position until a time after now, at most the longest lock ahead. Never shortens a lock.
    pub fn lock(&mut self, until: i64, now: i64) -> Result<()> {
        let length = until.saturating_sub(now);
        check_numbers((1..=MAX_LOCK).contains(&length), LedgerError::LockOutOfRange, length, MAX_LOCK)?;
        self.locked_until = self.locked_until.max(until);
        Ok(())
    }

    /// Marks active shares as unbonding and returns the ticket's number.
    pub fn mark(&mut self, operator: &mut Operator, shares: u64, now: i64, unbonding: i64) -> Result<u8> {
        check(shares > 0, LedgerError::ZeroAmount)?;
        let active = self.active_shares();
        check_numbers(shares <= active, LedgerError::NotEnoughShares, shares, active)?;
        let number = self.tickets.iter().position(|ticket| ticket.shares == 0).ok_or(LedgerError::TicketsFull)?;
        let ticket = self.tickets.get_mut(number).ok_or(LedgerError::NoSuchTicket)?;
        *ticket = Ticket { shares, requested_at: now, unbonding };
        self.change_unbonding(operator, |marked| marked.checked_add(shares))?;
        u8::try_from(number).map_err(|_| LedgerError::Overflow.into())
    }

    /// Takes a ticket's mark away: its shares are active again.
    pub fn unmark(&mut self, operator: &mut Operator, number: u8) -> Result<Ticket> {
        let ticket = self.take_ticket(number)?;
        self.change_unbonding(operator, |marked| marked.checked_sub(ticket.shares))?;
        Ok(ticket)
    }

    /// The ticket of that number.
    pub fn ticket(&self, number: u8) -> Result<Ticket> {
        let ticket = self.tickets.get(usize::from(number)).copied().unwrap_or_default();
        check(ticket.shares > 0, LedgerError::NoSuchTicket)?;
        Ok(ticket)
    }

    /// Adds shares to the position and the pool.
    pub fn add_shares(&mut self, operator: &mut Operator, shares: u64, now: i64) -> Result<()> {
        self.since = now;
        self.change_shares(operator, |held| held.checked_add(shares))
    }

    /// Takes shares that are not marked any more out of the position and the pool.
    pub fn remove_shares(&mut self, operator: &mut Operator, shares: u64) -> Result<()> {
        self.change_shares(operator, |held| held.checked_sub(shares))
    }

    /// Moves active shares to another position of the pool, which has them since now.
    pub fn give(&mut self, to: &mut Self, operator: &mut Operator, shares: u64, now: i64) -> Result<()> {
        self.check_not_locked(now)?;
        check(shares > 0, LedgerError::ZeroAmount)?;
        let active = self.active_shares();
        check_numbers(shares <= active, LedgerError::NotEnoughShares, shares, active)?;
        self.remove_shares(operator, shares)?;
        to.add_shares(operator, shares, now)
    }

    /// Refuses a position whose shares are locked.
    pub fn check_not_locked(&self, now: i64) -> Result<()> {
        check_numbers(now >= self.locked_until, LedgerError::SharesLocked, now, self.locked_until)
    }

    /// Refuses a position that holds something.
    pub fn check_empty(&self) -> Result<()> {
        check(self.shares == 0 && self.owed == 0, LedgerError::PositionNotEmpty)
    }

    /// Whether this is the operator's own position.
    pub fn is_own(&self, operator: &Operator) -> bool {
        self.owner == operator.identity
    }

    fn take_ticket(&mut self, number: u8) -> Result<Ticket> {
        let ticket = self.ticket(number)?;
        if let Some(slot) = self.tickets.get_mut(usize::from(number)) {
            *slot = Ticket::default();
        }
        Ok(ticket)
    }

    fn change_shares(&mut self, operator: &mut Operator, change: impl Fn(u64) -> Option<u64>) -> Result<()> {
        self.shares = change(self.shares).ok_or(LedgerError::Overflow)?;
        operator.shares = change(operator.shares).ok_or(LedgerError::Overflow)?;
        if self.is_own(operator) {
            operator.own_shares = change(operator.own_shares).ok_or(LedgerError::Overflow)?;
        }
        Ok(())
    }

    fn change_unbonding(&mut self, operator: &mut Operator, change: impl Fn(u64) -> Option<u64>) -> Result<()> {
        self.unbonding_shares = change(self.unbonding_shares).ok_or(LedgerError::Overflow)?;
        operator.unbonding_shares = change(operator.unbonding_shares).ok_or(LedgerError::Overflow)?;
        if self.is_own(operator) {
            operator.own_unbonding_shares = change(operator.own_unbonding_shares).ok_or(LedgerError::Overflow)?;
        }
        Ok(())
    }
}
