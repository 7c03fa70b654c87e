use anchor_lang::prelude::*;
use girder_interface::limits::{MAX_GENERATIONS, MAX_OFFENCES, MAX_POOL, RING};

use super::{Books, Parameters, Q64x64, check_key};
use crate::{
    error::{LedgerError, check, check_numbers},
    math::{accumulator, coverage, pool},
};

mod commission;
mod downtime;
mod end;
mod ring;
mod standing;

pub use ring::OperatorSlot;
pub use standing::Offence;

/// An identity with collateral: the pool of its stake, the credits of its devices, and its standing.
///
/// Seeds: `operator`, network, identity.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Operator {
    /// The network.
    pub network: Pubkey,
    /// The first authority: fixed, and the owner of the operator's own position.
    pub identity: Pubkey,
    /// Manages the operator: keys, commission, devices, leaving jail.
    pub authority: Pubkey,
    /// Whom the authority offered a handover; zero: nobody.
    pub pending_authority: Pubkey,
    /// May manage devices, never stake; zero: nobody.
    pub manager: Pubkey,
    /// Owner of the token accounts to which commission is paid.
    pub payout_wallet: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// Base units of collateral in the pool, unbonding included.
    pub stake: u64,
    /// All shares of the pool, never fewer than `stake`.
    pub shares: u64,
    /// Shares that were marked for leaving: they neither earn nor cover.
    pub unbonding_shares: u64,
    /// The operator's own shares.
    pub own_shares: u64,
    /// The operator's own shares that were marked for leaving.
    pub own_unbonding_shares: u64,
    /// floor(stake x active shares / shares): renewed by every change of stake, with its total in Books.
    pub active_stake: u64,
    /// Rewards per active share, base units of the reward mint. Wraps.
    pub reward_per_share: Q64x64,
    /// `reward_per_share` at the end of each generation that ended.
    pub generation_ends: [Q64x64; MAX_GENERATIONS],
    /// Counts how often the pool was wiped out. Positions of an earlier generation have no shares any more.
    pub generation: u64,
    /// Commission before `next_commission_epoch`, basis points.
    pub commission_bps: u64,
    /// Commission from `next_commission_epoch` on, basis points.
    pub next_commission_bps: u64,
    /// The epoch in which `next_commission_bps` begins.
    pub next_commission_epoch: u64,
    /// Commission not yet paid, base units of the reward mint.
    pub commission_owed: u64,
    /// When jail ends; 0: not jailed. Leaving it takes the authority's own step.
    pub jailed_until: i64,
    /// When it was jailed; 0: not jailed.
    pub jailed_from: i64,
    /// The newest offences, in no order.
    pub offences: [Offence; MAX_OFFENCES],
    /// Offences up to this time that others displaced don't come back: one of them was overturned.
    pub forgiven_until: i64,
    /// When the window began in which `verdict_bps` counts.
    pub verdict_since: i64,
    /// What verdicts took in that window, basis points of the stake, before correlation.
    pub verdict_bps: u64,
    /// Slash cases that are not decided.
    pub open_cases: u64,
    /// When the first of them was opened; 0: none is open.
    pub cases_from: i64,
    /// In escrow beyond what the open cases take by themselves, base units of collateral: correlation may raise them out of
    /// it, what is left when the last one is decided returns.
    pub excess: u64,
    /// What of it returns at most: not the part of those who left since.
    pub excess_returnable: u64,
    /// First epoch of the newest declared maintenance.
    pub maintenance_from: u64,
    /// The epoch after its last one; `maintenance_from`: none.
    pub maintenance_until: u64,
    /// The first epoch in which the next one may begin.
    pub maintenance_after: u64,
    /// Epochs before this one were counted as downtime already.
    pub downtime_counted: u64,
    /// The newest epoch of `floors`: the first one that has not begun when they were last touched.
    pub floors_until: u64,
    /// Credits that its active devices should earn in an epoch: epoch e is at e mod 32.
    pub floors: [u64; RING],
    /// Epoch e is at e mod 32.
    pub ring: [OperatorSlot; RING],
    /// Offences that jail by themselves, were found in this jail, and that others displaced since.
    pub displaced_jails: u64,
    /// When the jail of the last of them ends: whichever others are overturned, it isn't over before. 0: there is none.
    pub displaced_jail_until: i64,
    /// Position accounts in its pool, its own included.
    pub positions: u32,
    /// Device accounts, those of devices whose life is over included.
    pub devices: u32,
    /// Epochs of `floors` that were jail or maintenance and are over, a bit each: epoch e is at e mod 32.
    pub excused: u32,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 2],
}

impl Operator {
    /// Shares that earn and cover.
    pub fn active_shares(&self) -> u64 {
        self.shares.saturating_sub(self.unbonding_shares)
    }

    /// The operator's own shares that earn and cover.
    pub fn own_active_shares(&self) -> u64 {
        self.own_shares.saturating_sub(self.own_unbonding_shares)
    }

    /// What offences are measured by and taken from: the pool, and what of those who are still in it its open cases hold beyond
    /// their own. Without that, one case's escrow would shield the pool from the next.
    pub fn liable_stake(&self) -> Result<u64> {
        self.stake.checked_add(self.excess_returnable).ok_or_else(|| LedgerError::Overflow.into())
    }

    /// The active shares' part of that.
    pub fn liable_active_stake(&self) -> Result<u64> {
        pool::stake_for(self.active_shares(), self.liable_stake()?, self.shares)
            .ok_or_else(|| LedgerError::Overflow.into())
    }

    /// Takes out of the excess: of what returns and what leavers left behind alike.
    pub fn spend_excess(&mut self, amount: u64) -> Result<()> {
        let left = self.excess.checked_sub(amount).ok_or(LedgerError::Overflow)?;
        self.excess_returnable =
            pool::stake_for(left, self.excess_returnable, self.excess).ok_or(LedgerError::Overflow)?;
        self.excess = left;
        Ok(())
    }

    /// Leaves behind what shares that go would have had of the excess. Before they go.
    pub fn forfeit_excess(&mut self, shares: u64) -> Result<()> {
        let stay = self.shares.checked_sub(shares).ok_or(LedgerError::Overflow)?;
        self.excess_returnable =
            pool::stake_for(stay, self.excess_returnable, self.shares).ok_or(LedgerError::Overflow)?;
        Ok(())
    }

    /// Ends the excess: returns all of it, and what of that returns to the pool.
    pub fn end_excess(&mut self) -> Result<(u64, u64)> {
        let room = self.shares.checked_sub(self.stake).ok_or(LedgerError::Overflow)?;
        Ok((std::mem::take(&mut self.excess), std::mem::take(&mut self.excess_returnable).min(room)))
    }

    /// floor(shares x price), base units of collateral.
    pub fn stake_for(&self, shares: u64) -> Result<u64> {
        pool::stake_for(shares, self.stake, self.shares).ok_or_else(|| LedgerError::Overflow.into())
    }

    /// Renews what follows from stake and shares. Last in every change of either, with the invariant.
    pub fn renew_active_stake(&mut self, books: &mut Books) -> Result<()> {
        let active_stake = self.stake_for(self.active_shares())?;
        books.renew_active_stake(self.active_stake, active_stake)?;
        self.active_stake = active_stake;
        self.invariant()
    }

    /// Stake that covers credit, under the leverage in force: computed whenever it is needed, since that changes.
    pub fn covered(&self, parameters: &Parameters) -> u64 {
        let (own, active) = (self.own_active_shares(), self.active_shares());
        coverage::covered_stake(self.active_stake, own, active, parameters.leverage_bps)
    }

    /// The price is at most 1, and every part is within its whole.
    pub fn invariant(&self) -> Result<()> {
        let others = self.shares.checked_sub(self.own_shares).ok_or(LedgerError::InvariantBroken)?;
        let others_unbonding =
            self.unbonding_shares.checked_sub(self.own_unbonding_shares).ok_or(LedgerError::InvariantBroken)?;
        check(
            self.stake <= self.shares
                && self.shares <= MAX_POOL
                && self.own_unbonding_shares <= self.own_shares
                && others_unbonding <= others
                && self.active_stake <= self.stake
                && self.excess_returnable <= self.excess,
            LedgerError::InvariantBroken,
        )?;
        Ok(())
    }

    /// Refuses anybody but the authority.
    pub fn check_authority(&self, signer: &Pubkey) -> Result<()> {
        check_key(signer, &self.authority, LedgerError::WrongAuthority)
    }

    /// Refuses anybody but the authority and the manager.
    pub fn check_manages(&self, signer: &Pubkey) -> Result<()> {
        let manager = self.manager != Pubkey::default() && self.manager == *signer;
        check(manager || self.authority == *signer, LedgerError::WrongAuthority)?;
        Ok(())
    }

    /// Refuses an operator whose stake a case may still change.
    pub fn check_no_open_case(&self) -> Result<()> {
        check(self.open_cases == 0, LedgerError::CaseOpen)?;
        Ok(())
    }

    /// Refuses own active stake below the network's minimum.
    pub fn check_self_stake(&self, parameters: &Parameters) -> Result<()> {
        let (own, least) = (self.stake_for(self.own_active_shares())?, parameters.min_self_stake);
        check_numbers(own >= least, LedgerError::SelfStakeTooSmall, own, least)?;
        Ok(())
    }

    /// Refuses own active stake that is too small for the active stake of all.
    pub fn check_leverage(&self, parameters: &Parameters) -> Result<()> {
        check(self.covered(parameters) > 0 || self.active_stake == 0, LedgerError::LeverageExceeded)
    }

    /// Shares for a deposit; refuses a pool that takes none.
    pub fn shares_for(&self, amount: u64) -> Result<u64> {
        let open = (self.generation as usize) < MAX_GENERATIONS && !pool::is_draining(self.stake, self.shares);
        check(open, LedgerError::PoolDraining)?;
        let shares = pool::shares_for(amount, self.stake, self.shares).ok_or(LedgerError::PoolDraining)?;
        let total = self.shares.checked_add(shares).ok_or(LedgerError::PoolFull)?;
        check(total <= MAX_POOL, LedgerError::PoolFull)?;
        Ok(shares)
    }

    /// Distributes a reward over the active shares; false if there are none.
    pub fn distribute(&mut self, amount: u64) -> bool {
        let Some(per_share) = accumulator::per_share(amount, self.active_shares()) else { return false };
        self.reward_per_share = self.reward_per_share.bits().wrapping_add(per_share).into();
        true
    }

    /// Once no case is open: if everything was slashed the remaining shares are worthless for ever, and the next deposit
    /// begins a new generation at 1:1.
    pub fn end_worthless_generation(&mut self) -> Result<()> {
        if self.stake != 0 || self.shares == 0 || self.open_cases != 0 {
            return Ok(());
        }
        if let Some(end) = self.generation_ends.get_mut(self.generation as usize) {
            *end = self.reward_per_share;
        }
        self.generation = self.generation.checked_add(1).ok_or(LedgerError::Overflow)?;
        self.shares = 0;
        self.unbonding_shares = 0;
        self.own_shares = 0;
        self.own_unbonding_shares = 0;
        Ok(())
    }
}
