use anchor_lang::prelude::*;
use girder_interface::{Domain, seeds};

use super::{Parameters, check_key};
use crate::error::LedgerError;

/// One DePIN: who runs it, its mints and vaults, and its parameters. Written by control instructions only, so that
/// paths that move tokens share it read-only. It is also the authority of its vaults and of a minted reward.
///
/// Seeds: `network`, creator, name.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Network {
    /// Who created it: part of the address, without further rights.
    pub creator: Pubkey,
    /// May seal attestor sets, strike attestors, change classes and overturn slash cases. Trusted with forgiving.
    pub authority: Pubkey,
    /// What operators are paid in.
    pub reward_mint: Pubkey,
    /// What operators stake and attestors bond.
    pub collateral_mint: Pubkey,
    /// Holds reserve, pots and what is owed.
    pub reward_vault: Pubkey,
    /// Holds stake, escrow and bonds.
    pub stake_vault: Pubkey,
    /// The wallet whose token accounts get slashed collateral; zero: it is burned.
    pub treasury: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// The newest slot hash at the creation; part of every digest.
    pub instance: [u8; 32],
    /// UTF-8, padded with zeros.
    pub name: [u8; 32],
    /// What it was set up with.
    pub parameters: Parameters,
    /// Version of the newest sealed attestor set; 0 before the first.
    pub attestor_set_version: u64,
    /// First epoch in which an attestor set is in force; `u64::MAX` before one is sealed.
    pub first_attested_epoch: u64,
    /// Decimals of the reward mint.
    pub reward_decimals: u8,
    /// Decimals of the collateral mint.
    pub collateral_decimals: u8,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 4],
}

impl Network {
    /// Where signatures for this network, at this address, are valid.
    pub fn domain(&self, address: &Pubkey) -> Domain {
        Domain { program_id: crate::ID.to_bytes(), network: address.to_bytes(), instance: self.instance }
    }

    /// Refuses anybody but the authority.
    pub fn check_authority(&self, signer: &Pubkey) -> Result<()> {
        check_key(signer, &self.authority, LedgerError::WrongAuthority)
    }

    /// Refuses any account but the reward vault.
    pub fn check_reward_vault(&self, vault: &AccountInfo) -> Result<()> {
        check_key(vault.key, &self.reward_vault, LedgerError::WrongVault)
    }

    /// Refuses any account but the stake vault.
    pub fn check_stake_vault(&self, vault: &AccountInfo) -> Result<()> {
        check_key(vault.key, &self.stake_vault, LedgerError::WrongVault)
    }

    /// The seeds with which the network signs for its vaults and mint. `bump` is a borrow of one byte that the caller
    /// holds.
    pub fn signer_seeds<'a>(&'a self, bump: &'a [u8; 1]) -> [&'a [u8]; 4] {
        [seeds::NETWORK, self.creator.as_ref(), &self.name, bump]
    }
}
