use anchor_lang::prelude::*;

use super::{Epoch, Operator};
use crate::{
    error::{LedgerError, check_numbers},
    math::settlement::Settlement,
};

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
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 6],
}

impl Books {
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
        let issued = sum(&[self.initial_supply, self.minted])?;
        check_numbers(self.minted == 0 || issued <= supply_cap, LedgerError::CapExceeded, issued, supply_cap)?;
        Ok(())
    }

    /// Takes a gift or revenue into the reserve.
    pub fn fund(&mut self, received: u64) -> Result<()> {
        self.reserve = add(self.reserve, received)?;
        Ok(())
    }

    /// Records a settled epoch: what left the reserve or was minted is in its pot, owed to attestors, or was the tip.
    pub fn settle(&mut self, settled: &Settlement, next_emission: u64) -> Result<()> {
        self.reserve = sub(self.reserve, settled.from_reserve)?;
        self.minted = add(self.minted, settled.minted)?;
        self.pots = add(self.pots, settled.pot)?;
        self.owed = add(self.owed, settled.attestors)?;
        self.deferred = settled.deferred;
        self.emission = next_emission;
        self.next_epoch = add(self.next_epoch, 1)?;
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

    /// Returns what is left of an epoch's pot to the reserve.
    pub fn close_epoch(&mut self, epoch: &mut Epoch) -> Result<()> {
        let left = std::mem::take(&mut epoch.pot_left);
        self.pots = sub(self.pots, left)?;
        self.reserve = add(self.reserve, left)?;
        Ok(())
    }

    /// Pays out what was owed: takes all of `owed`.
    pub fn pay(&mut self, owed: &mut u64) -> Result<u64> {
        let amount = std::mem::take(owed);
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

    /// Moves stake of an operator into escrow.
    pub fn seize(&mut self, operator: &mut Operator, amount: u64) -> Result<()> {
        self.remove_stake(operator, amount)?;
        self.escrow = add(self.escrow, amount)?;
        Ok(())
    }

    /// Ends an escrow: `returned` of it to the operator's pool, the rest leaves the vault.
    pub fn release(&mut self, operator: &mut Operator, taken: u64, returned: u64) -> Result<u64> {
        self.escrow = sub(self.escrow, taken)?;
        self.add_stake(operator, returned)?;
        sub(taken, returned)
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

fn sum(parts: &[u64]) -> Result<u64> {
    parts.iter().try_fold(0, |sum, &part| add(sum, part))
}

fn add(a: u64, b: u64) -> Result<u64> {
    a.checked_add(b).ok_or_else(|| LedgerError::Overflow.into())
}

fn sub(a: u64, b: u64) -> Result<u64> {
    a.checked_sub(b).ok_or_else(|| LedgerError::Overflow.into())
}
