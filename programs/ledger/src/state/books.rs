use anchor_lang::prelude::*;
use girder_interface::limits::RING;

use super::{Epoch, Operator, Parameters, Q64x64, ring_bit, ring_index};
use crate::{
    error::{LedgerError, check, check_numbers},
    math::{
        breaker::{Breaker, Bucket},
        settlement::Settlement,
    },
};

/// What cases opened in one epoch took by themselves, correlation apart.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SlashedEpoch {
    /// The epoch.
    pub epoch: u64,
    /// Base units of collateral; cases that were overturned don't count.
    pub amount: u64,
}

/// Epochs of which a pause of their intake is noted.
const PAUSE_RING: u64 = u64::BITS as u64;

/// Every total of a network. What the ledger owes is never more than its vaults hold:
/// `reserve + pots + owed <= reward vault` and `staked + escrow + bonds <= stake vault`.
///
/// Seeds: `books`, network. Proofs never touch it.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Books {
    /// The network.
    pub network: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// Reward tokens not yet promised.
    pub reserve: u64,
    /// What settled epochs still distribute.
    pub pots: u64,
    /// What positions, payout wallets and attestors may claim.
    pub owed: u64,
    /// All operators' stake, unbonding included.
    pub staked: u64,
    /// All operators' active stake: what neither leaves nor is in escrow.
    pub active_stake: u64,
    /// What open slash cases took.
    pub escrow: u64,
    /// All attestors' bonds.
    pub bonds: u64,
    /// Reward tokens minted by the network in its lifetime: burning reopens nothing.
    pub minted: u64,
    /// Supply of the reward mint when the network was created.
    pub initial_supply: u64,
    /// The next epoch to settle: every epoch before it is settled, for ever.
    pub next_epoch: u64,
    /// What the next epoch to settle emits.
    pub emission: u64,
    /// Emission of earlier epochs that was not minted.
    pub deferred: u64,
    /// Running average of the settled epochs' credit: each new one weighs an eighth.
    pub average_credit: u64,
    /// What was slashed in the newest epochs: epoch e is at e mod 32.
    pub slashed: [SlashedEpoch; RING],
    /// What was paid to people and has not drained from the breaker at `breaker_since`, base units.
    pub breaker_level: Q64x64,
    /// Until when the breaker has drained: the newest payment.
    pub breaker_since: i64,
    /// The ones of the next 64 epochs to settle whose intake was paused, or will be by a pause that runs, a bit each: epoch e
    /// is at e mod 64.
    pub paused: u64,
    /// Accounts of the network that are open, but for those that end with it (its own, this one, classes and vaults) and those
    /// that operators count (positions and devices).
    pub accounts: u64,
    /// The quiet ones of the newest 32 settled epochs, a bit each: epoch e is at e mod 32.
    pub quiet: u32,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 2],
}

impl Books {
    /// What a network that had an old layout begins to count its accounts from: more than it can have, so that it never counts as
    /// empty while there are accounts that nobody counted.
    pub const UNCOUNTED: u64 = 1 << 48;

    /// The solvency check of the reward side, last in every instruction that moves rewards or promises them. `vault`:
    /// the reward vault's balance now.
    pub fn check_reward_vault(&self, vault: u64) -> Result<()> {
        let owed = sum(&[self.reserve, self.pots, self.owed])?;
        check_numbers(owed <= vault, LedgerError::Insolvent, vault, owed)?;
        Ok(())
    }

    /// The solvency check of the stake side, last in every instruction that moves collateral. `vault`: the stake vault's
    /// balance now.
    pub fn check_stake_vault(&self, vault: u64) -> Result<()> {
        let owed = sum(&[self.staked, self.escrow, self.bonds])?;
        check_numbers(owed <= vault, LedgerError::Insolvent, vault, owed)?;
        Ok(())
    }

    /// `initial supply + minted <= supply cap`. Where nothing was minted there is nothing to cap.
    pub fn check_cap(&self, supply_cap: u64) -> Result<()> {
        let issued = self.issued()?;
        check_numbers(self.minted == 0 || issued <= supply_cap, LedgerError::CapExceeded, issued, supply_cap)?;
        Ok(())
    }

    /// Initial supply + minted.
    pub fn issued(&self) -> Result<u64> {
        sum(&[self.initial_supply, self.minted])
    }

    /// Counts an account that opens.
    pub fn open_account(&mut self) -> Result<()> {
        self.accounts = add(self.accounts, 1)?;
        Ok(())
    }

    /// Counts an account that closes.
    pub fn close_account(&mut self) -> Result<()> {
        self.accounts = sub(self.accounts, 1)?;
        Ok(())
    }

    /// Refuses while an account of the network is open. Then nothing is promised to anybody: what `owed` still says is the
    /// dust of rounding.
    pub fn check_empty(&self) -> Result<()> {
        check_numbers(self.accounts == 0, LedgerError::NetworkNotEmpty, self.accounts, 0)?;
        let promised = sum(&[self.pots, self.staked, self.escrow, self.bonds])?;
        check(promised == 0, LedgerError::InvariantBroken)
    }

    /// Takes a gift or revenue into the reserve.
    pub fn fund(&mut self, received: u64) -> Result<()> {
        self.reserve = add(self.reserve, received)?;
        Ok(())
    }

    /// Records a settled epoch, whose account opens: what left the reserve or was minted is in its pot, owed to attestors, or was the tip.
    pub fn settle(&mut self, credit: u64, settled: &Settlement, next_emission: u64) -> Result<()> {
        self.observe(credit);
        self.reserve = sub(self.reserve, settled.from_reserve)?;
        self.minted = add(self.minted, settled.minted)?;
        self.pots = add(self.pots, settled.pot)?;
        self.owed = add(self.owed, settled.attestors)?;
        self.deferred = settled.deferred;
        self.emission = next_emission;
        self.next_epoch = add(self.next_epoch, 1)?;
        self.open_account()
    }

    /// Whether a settled epoch was quiet: an outage of the network, which is no operator's fault. Of the newest 32 only.
    pub fn is_quiet(&self, epoch: u64) -> bool {
        self.quiet & ring_bit(epoch) != 0
    }

    /// Notes the epochs some of whose proofs fall into a pause of intake that is set now to end at `until`: a new one, or one
    /// that would have ended at `before` and ends now.
    pub fn note_pause(&mut self, parameters: &Parameters, now: i64, before: i64, until: i64) -> Result<()> {
        let begun_before = |time: i64| parameters.next_epoch(time.saturating_sub(1));
        if until > now {
            let first = parameters.schedule().epoch_at(now.saturating_sub(parameters.grace)).unwrap_or(0);
            self.paused |= self.pause_bits(first, begun_before(until)?);
        } else {
            // Those that begin from now on. No other pause can have touched them, as this is the newest.
            self.paused &= !self.pause_bits(begun_before(now)?, begun_before(before)?);
        }
        Ok(())
    }

    /// The bits of the epochs from `first` to before `end` that are among the next 64 to settle: settled ones are past noting, and
    /// there is no room for more. A pause is shorter than 30 epochs: one is left out only if more than that wait to be settled.
    fn pause_bits(&self, first: u64, end: u64) -> u64 {
        let first = first.max(self.next_epoch);
        let end = end.min(self.next_epoch.saturating_add(PAUSE_RING));
        let spare = PAUSE_RING.saturating_sub(end.saturating_sub(first));
        u64::MAX.checked_shr(spare as u32).unwrap_or(0).rotate_left(pause_index(first))
    }

    /// Notes whether the epoch that settles is quiet: its intake was paused, or it is without any credit, or below half of the
    /// running average before it.
    fn observe(&mut self, credit: u64) {
        let (bit, average) = (ring_bit(self.next_epoch), u128::from(self.average_credit));
        let pause = self.pause_bits(self.next_epoch, self.next_epoch.saturating_add(1));
        let paused = self.paused & pause != 0;
        self.paused &= !pause;
        let quiet = paused || credit == 0 || u128::from(credit).saturating_mul(2) < average;
        self.quiet = if quiet { self.quiet | bit } else { self.quiet & !bit };
        let weighted = average.saturating_mul(7).saturating_add(credit.into()) >> 3;
        self.average_credit = if self.next_epoch == 0 { credit } else { weighted as u64 };
    }

    /// Counts what a case opened in `epoch` takes by itself.
    pub fn count_slash(&mut self, epoch: u64, base: u64) -> Result<()> {
        let slot = self.slashed.get_mut(ring_index(epoch)).ok_or(LedgerError::Overflow)?;
        if slot.epoch != epoch {
            *slot = SlashedEpoch { epoch, amount: 0 };
        }
        slot.amount = add(slot.amount, base)?;
        Ok(())
    }

    /// Takes back what an overturned case of `epoch` had added, unless it is forgotten.
    pub fn forgive_slash(&mut self, epoch: u64, base: u64) -> Result<()> {
        if let Some(slot) = self.slashed.get_mut(ring_index(epoch)).filter(|slot| slot.epoch == epoch) {
            slot.amount = sub(slot.amount, base)?;
        }
        Ok(())
    }

    /// What cases took by themselves that were opened in the epochs that `[opened - W, deadline)` touches.
    pub fn slashed_around(&self, parameters: &Parameters, opened: i64, deadline: i64) -> u64 {
        let (first, last) = parameters.epochs_between(opened.saturating_sub(parameters.correlation_window), deadline);
        let around = self.slashed.iter().filter(|slot| first <= slot.epoch && slot.epoch <= last);
        around.fold(0, |sum, slot| sum.saturating_add(slot.amount))
    }

    /// Replaces an operator's part of the network's active stake.
    pub fn renew_active_stake(&mut self, before: u64, after: u64) -> Result<()> {
        self.active_stake = add(sub(self.active_stake, before)?, after)?;
        Ok(())
    }

    /// Moves an operator's reward out of an epoch's pot: `returned` to the reserve, the rest becomes owed.
    pub fn harvest(&mut self, epoch: &mut Epoch, credit: u64, reward: u64, returned: u64) -> Result<()> {
        epoch.credit_left = sub(epoch.credit_left, credit)?;
        epoch.pot_left = sub(epoch.pot_left, reward)?;
        self.pots = sub(self.pots, reward)?;
        self.reserve = add(self.reserve, returned)?;
        self.owed = add(self.owed, sub(reward, returned)?)?;
        epoch.invariant()
    }

    /// Returns what is left of an epoch's pot to the reserve; its account closes.
    pub fn close_epoch(&mut self, epoch: &mut Epoch) -> Result<()> {
        let left = std::mem::take(&mut epoch.pot_left);
        self.pots = sub(self.pots, left)?;
        self.reserve = add(self.reserve, left)?;
        self.close_account()
    }

    /// Pays out what was owed, as far as it fits through the breaker: takes that from `owed`. Refuses where nothing is owed,
    /// and where nothing fits.
    #[inline(never)]
    pub fn pay(&mut self, owed: &mut u64, breaker: Breaker) -> Result<u64> {
        check(*owed > 0, LedgerError::NothingOwed)?;
        let now = Clock::get()?.unix_timestamp;
        let bucket = Bucket { level: self.breaker_level.bits(), since: self.breaker_since };
        let (amount, after) = breaker.pass(bucket, now, *owed);
        if amount == 0 {
            return Err(LedgerError::BreakerFull.with_numbers(now.into(), breaker.reopens(bucket).into()));
        }
        (self.breaker_level, self.breaker_since) = (after.level.into(), after.since);
        *owed = sub(*owed, amount)?;
        self.owed = sub(self.owed, amount)?;
        Ok(amount)
    }

    /// Adds stake to an operator's pool.
    pub fn add_stake(&mut self, operator: &mut Operator, amount: u64) -> Result<()> {
        operator.stake = add(operator.stake, amount)?;
        self.staked = add(self.staked, amount)?;
        Ok(())
    }

    /// Takes stake out of an operator's pool.
    pub fn remove_stake(&mut self, operator: &mut Operator, amount: u64) -> Result<()> {
        operator.stake = sub(operator.stake, amount)?;
        self.staked = sub(self.staked, amount)?;
        Ok(())
    }

    /// Moves what a case takes by itself into escrow: out of the pool, and what that lacks out of what other cases hold beyond
    /// their own.
    pub fn seize(&mut self, operator: &mut Operator, amount: u64) -> Result<()> {
        let from_pool = amount.min(operator.stake);
        self.remove_stake(operator, from_pool)?;
        self.escrow = add(self.escrow, from_pool)?;
        operator.spend_excess(sub(amount, from_pool)?)
    }

    /// Moves what correlation may raise a case by into escrow, as far as the pool has it.
    pub fn seize_excess(&mut self, operator: &mut Operator, amount: u64) -> Result<u64> {
        let amount = amount.min(operator.stake);
        self.remove_stake(operator, amount)?;
        self.escrow = add(self.escrow, amount)?;
        operator.excess = add(operator.excess, amount)?;
        operator.excess_returnable = add(operator.excess_returnable, amount)?;
        Ok(amount)
    }

    /// Takes what correlation raises a case by out of the excess, as far as that reaches; it leaves escrow with the case.
    pub fn raise(&mut self, operator: &mut Operator, amount: u64) -> Result<u64> {
        let amount = amount.min(operator.excess);
        operator.spend_excess(amount)?;
        Ok(amount)
    }

    /// Ends the escrow of `amount`: `returned` of it to the operator's pool, the rest leaves the vault.
    pub fn release(&mut self, operator: &mut Operator, amount: u64, returned: u64) -> Result<()> {
        self.escrow = sub(self.escrow, amount)?;
        self.add_stake(operator, returned)
    }

    /// Moves a part of an attestor's bond into escrow.
    pub fn seize_bond(&mut self, bond: &mut u64, amount: u64) -> Result<()> {
        *bond = sub(*bond, amount)?;
        self.bonds = sub(self.bonds, amount)?;
        self.escrow = add(self.escrow, amount)?;
        Ok(())
    }

    /// Ends the escrow of a bond: `returned` of it back, the rest leaves the vault.
    pub fn release_bond(&mut self, bond: &mut u64, taken: u64, returned: u64) -> Result<()> {
        self.escrow = sub(self.escrow, taken)?;
        self.add_bond(bond, returned)
    }

    /// Adds to an attestor's bond.
    pub fn add_bond(&mut self, bond: &mut u64, amount: u64) -> Result<()> {
        *bond = add(*bond, amount)?;
        self.bonds = add(self.bonds, amount)?;
        Ok(())
    }

    /// Takes an attestor's whole bond.
    pub fn remove_bond(&mut self, bond: &mut u64) -> Result<u64> {
        let amount = std::mem::take(bond);
        self.bonds = sub(self.bonds, amount)?;
        Ok(amount)
    }
}

fn pause_index(epoch: u64) -> u32 {
    (epoch & PAUSE_RING.wrapping_sub(1)) as u32
}

fn sum(parts: &[u64]) -> Result<u64> {
    parts.iter().try_fold(0, |sum, &part| add(sum, part))
}

fn add(a: u64, b: u64) -> Result<u64> {
    a.checked_add(b).ok_or_else(|| LedgerError::Overflow.into())
}

fn sub(a: u64, b: u64) -> Result<u64> {
    a.checked_sub(b).ok_or_else(|| LedgerError::Overflow.into())
}
