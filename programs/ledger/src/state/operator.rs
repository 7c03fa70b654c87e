use anchor_lang::prelude::*;
use girder_interface::limits::{MAX_GENERATIONS, MAX_OFFENCES, MAX_POOL, RING};

use super::{Parameters, Q64x64, SlashCase, check_key, later, ring_index};
use crate::{
    error::{LedgerError, check, check_numbers},
    math::{accumulator, coverage, pool},
};

/// An operator's credit in one epoch. Empty if the credit is 0.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct OperatorSlot {
    /// The epoch.
    pub epoch: u64,
    /// Credits counted in it.
    pub credit: u64,
    /// Credits that slash cases void, summed over the cases; counts up to `credit`.
    pub void_credit: u64,
}

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
    /// Stake that covers credit: renewed by every change of stake.
    pub covered: u64,
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
    /// When the newest offences were found, in no order; 0: none.
    pub offences: [i64; MAX_OFFENCES],
    /// Slash cases that are not decided.
    pub open_cases: u64,
    /// Epoch e is at e mod 32.
    pub ring: [OperatorSlot; RING],
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 6],
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

    /// floor(stake x active shares / shares), base units of collateral.
    pub fn active_stake(&self) -> Result<u64> {
        self.stake_for(self.active_shares())
    }

    /// floor(shares x price), base units of collateral.
    pub fn stake_for(&self, shares: u64) -> Result<u64> {
        pool::stake_for(shares, self.stake, self.shares).ok_or_else(|| LedgerError::Overflow.into())
    }

    /// Renews `covered`. Last in every change of stake or shares, with the invariant.
    pub fn renew_cover(&mut self, parameters: &Parameters) -> Result<()> {
        let (own, active) = (self.own_active_shares(), self.active_shares());
        self.covered = coverage::covered_stake(self.active_stake()?, own, active, parameters.leverage_bps);
        self.invariant()
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
                && self.covered <= self.stake,
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

    /// Refuses an operator whose jail time is not over. From its last second on collateral may come in again, so that own
    /// stake can reach what leaving jail asks for.
    pub fn check_jail_time_over(&self, now: i64) -> Result<()> {
        check_numbers(now >= self.jailed_until, LedgerError::Jailed, now, self.jailed_until)
    }

    /// Refuses a jailed operator.
    pub fn check_not_jailed(&self) -> Result<()> {
        check(self.jailed_until == 0, LedgerError::Jailed)?;
        Ok(())
    }

    /// Refuses an operator whose stake a case may still change.
    pub fn check_no_open_case(&self) -> Result<()> {
        check(self.open_cases == 0, LedgerError::CaseOpen)?;
        Ok(())
    }

    /// Refuses a deposit that would buy into a reward already due: a slot that may be harvested by time.
    pub fn check_nothing_due(&self, parameters: &Parameters, now: i64) -> Result<()> {
        for slot in self.ring.iter().filter(|slot| slot.credit > 0) {
            let due = parameters.harvest_time(slot.epoch)?;
            check_numbers(now < due, LedgerError::HarvestFirst, now, due)?;
        }
        Ok(())
    }

    /// Refuses own active stake below the network's minimum.
    pub fn check_self_stake(&self, parameters: &Parameters) -> Result<()> {
        let (own, least) = (self.stake_for(self.own_active_shares())?, parameters.min_self_stake);
        check_numbers(own >= least, LedgerError::SelfStakeTooSmall, own, least)?;
        Ok(())
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

    /// The slot for an epoch, which is empty or holds that epoch.
    pub fn slot_mut(&mut self, epoch: u64) -> Result<&mut OperatorSlot> {
        let slot = self.ring.get_mut(ring_index(epoch)).ok_or(LedgerError::Overflow)?;
        check(slot.credit == 0 || slot.epoch == epoch, LedgerError::HarvestFirst)?;
        slot.epoch = epoch;
        Ok(slot)
    }

    /// Empties the slot of an epoch and returns what it held.
    pub fn take_slot(&mut self, epoch: u64) -> Result<OperatorSlot> {
        let open_cases = self.open_cases;
        let slot = self.ring.get_mut(ring_index(epoch)).ok_or(LedgerError::Overflow)?;
        check(slot.epoch == epoch && slot.credit > 0, LedgerError::NothingToHarvest)?;
        check(slot.void_credit == 0 || open_cases == 0, LedgerError::CaseOpen)?;
        Ok(std::mem::take(slot))
    }

    /// Commission for an epoch, basis points.
    pub fn commission_at(&self, epoch: u64) -> u64 {
        if epoch >= self.next_commission_epoch { self.next_commission_bps } else { self.commission_bps }
    }

    /// Distributes a reward over the active shares; false if there are none.
    pub fn distribute(&mut self, amount: u64) -> bool {
        let Some(per_share) = accumulator::per_share(amount, self.active_shares()) else { return false };
        self.reward_per_share = self.reward_per_share.bits().wrapping_add(per_share).into();
        true
    }

    /// Voids `credit` of every unharvested epoch, and returns which slots as a bit each. Earlier epochs than the offence's
    /// too: otherwise an operator could save their rewards by reporting a later offence itself.
    pub fn void(&mut self, credit: u64) -> Result<u32> {
        let mut slots = 0u32;
        for (index, slot) in self.ring.iter_mut().enumerate().filter(|(_, slot)| slot.credit > 0) {
            slot.void_credit = slot.void_credit.checked_add(credit).ok_or(LedgerError::Overflow)?;
            slots |= 1u32.rotate_left(index as u32);
        }
        Ok(slots)
    }

    /// Lifts what one case voided. Its slots can't have been harvested meanwhile, since the case was open.
    pub fn lift_void(&mut self, slots: u32, credit: u64) -> Result<()> {
        for (index, slot) in self.ring.iter_mut().enumerate() {
            if slots & 1u32.rotate_left(index as u32) != 0 {
                slot.void_credit = slot.void_credit.checked_sub(credit).ok_or(LedgerError::Overflow)?;
            }
        }
        Ok(())
    }

    /// Counts an offence; from the `jail_after`-th within the window on it jails. Returns the oldest one remembered, which
    /// it displaces; 0: none.
    pub fn count_offence(&mut self, parameters: &Parameters, now: i64) -> Result<i64> {
        let displaced = self.offences.iter_mut().min().map_or(0, |oldest| std::mem::replace(oldest, now));
        if self.jails(now, parameters) {
            self.jailed_until = later(now, parameters.jail_time)?;
        }
        Ok(displaced)
    }

    /// Takes back an offence that was none, remembers the one that it displaced again, and lifts the jail that the others
    /// do not justify.
    pub fn forgive(&mut self, parameters: &Parameters, case: &SlashCase, now: i64) -> Result<()> {
        if let Some(offence) = self.offences.iter_mut().find(|found| **found == case.opened_at) {
            *offence = case.displaced_offence;
        }
        let last = self.offences.iter().copied().filter(|&found| self.jails(found, parameters)).max();
        let jail_end = last.map_or(Ok(0), |last| later(last, parameters.jail_time))?;
        let justified = if jail_end > now { jail_end } else { 0 };
        self.jailed_until = self.jailed_until.min(justified);
        Ok(())
    }

    /// Whether this offence was at least the `jail_after`-th within the window up to it.
    fn jails(&self, offence: i64, parameters: &Parameters) -> bool {
        let since = offence.saturating_sub(parameters.jail_window);
        let counts = |&&found: &&i64| found == offence || (since < found && found < offence);
        offence != 0 && self.offences.iter().filter(counts).count() as u64 >= parameters.jail_after
    }

    /// Counts a case as decided.
    pub fn close_case(&mut self) -> Result<()> {
        self.open_cases = self.open_cases.checked_sub(1).ok_or(LedgerError::Overflow)?;
        self.end_worthless_generation()
    }

    /// Once no case is open: if everything was slashed the remaining shares are worthless for ever, and the next deposit
    /// begins a new generation at 1:1.
    fn end_worthless_generation(&mut self) -> Result<()> {
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
