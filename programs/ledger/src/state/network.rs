use anchor_lang::prelude::*;
use girder_interface::{Domain, seeds};

use super::{PAUSE_SUBJECTS, Parameters, Pause, check_before, check_key};
use crate::error::{LedgerError, check, check_numbers};

/// Numbers of the roles that are handed over in two steps.
pub mod network_role {
    /// Runs the network.
    pub const AUTHORITY: u8 = 0;
    /// Pauses.
    pub const GUARDIAN: u8 = 1;
}

/// One DePIN: who runs it, its mints and vaults, and its parameters. Written by control instructions only, so that
/// paths that move tokens share it read-only. It is also the authority of its vaults and of a minted reward.
///
/// Seeds: `network`, creator, name.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Network {
    /// Who created it: part of the address, without further rights.
    pub creator: Pubkey,
    /// May seal attestor sets, strike attestors, change classes, propose parameters, name the guardian and overturn slash
    /// cases. Trusted with forgiving. Any key: a wallet, or the address of a program that decides by its own rules.
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
    /// What it runs by.
    pub parameters: Parameters,
    /// Version of the newest sealed attestor set; 0 before the first.
    pub attestor_set_version: u64,
    /// First epoch in which an attestor set is in force; `u64::MAX` before one is sealed.
    pub first_attested_epoch: u64,
    /// Whom the authority is offered to; zero: nobody.
    pub pending_authority: Pubkey,
    /// May pause intake, settlement and claims, each for a while; zero: nobody.
    pub guardian: Pubkey,
    /// Whom the guardian's role is offered to; zero: nobody.
    pub pending_guardian: Pubkey,
    /// The newest pause of each [`pause_subject`](super::pause_subject).
    pub pauses: [Pause; PAUSE_SUBJECTS],
    /// Counts changes of the parameters and handovers of the authority: what was proposed before is dead.
    pub parameters_version: u64,
    /// Evidence is taken about epochs from this one on: that about earlier ones was old when the parameters last changed, and
    /// doesn't come back with a longer evidence age.
    pub first_evidence_epoch: u64,
    /// The epoch from which on it is retired; `u64::MAX`: no end is announced.
    pub retired_from: u64,
    /// Decimals of the reward mint.
    pub reward_decimals: u8,
    /// Decimals of the collateral mint.
    pub collateral_decimals: u8,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// What its mints may do to holders: bits of the interface's `mint_risk`. Fixed.
    pub mint_risks: u8,
    /// Zero.
    pub reserved: [u8; 3],
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

    /// The key in a role, and the one that it is offered to.
    pub fn role_mut(&mut self, role: u8) -> Result<(&mut Pubkey, &mut Pubkey)> {
        match role {
            network_role::AUTHORITY => Ok((&mut self.authority, &mut self.pending_authority)),
            network_role::GUARDIAN => Ok((&mut self.guardian, &mut self.pending_guardian)),
            _ => Err(LedgerError::NoSuchRole.into()),
        }
    }

    /// Refuses what the guardian paused: one of [`pause_subject`](super::pause_subject).
    pub fn check_not_paused(&self, subject: u8, now: i64) -> Result<()> {
        let pause = self.pauses.get(usize::from(subject)).ok_or(LedgerError::NoSuchPauseSubject)?;
        pause.check_over(now)
    }

    /// Refuses evidence about an epoch that has not begun or in which the network is retired, from `E(epoch) + G + A` on, and
    /// about one that was old before.
    pub fn check_evidence(&self, epoch: u64, now: i64) -> Result<()> {
        let begun = self.parameters.schedule().epoch_at(now).is_some_and(|current| epoch <= current);
        check(begun, LedgerError::EvidenceAhead)?;
        self.check_epoch(epoch)?;
        let first = self.first_evidence_epoch;
        check_numbers(epoch >= first, LedgerError::EvidenceClosed, epoch, first)?;
        check_before(now, self.parameters.evidence_end(epoch)?)
    }

    /// Whether rewards and collateral are one token.
    pub fn is_one_mint(&self) -> bool {
        self.reward_mint == self.collateral_mint
    }

    /// Gives a network of an old layout values of what is new under which nothing changes.
    pub fn complete(&mut self) {
        self.parameters.complete();
        self.retired_from = u64::MAX;
    }

    /// Puts other parameters in force.
    pub fn change_parameters(&mut self, parameters: &Parameters, now: i64) -> Result<()> {
        let old_since = self.parameters.epoch_whose_evidence_ends_after(now);
        self.first_evidence_epoch = self.first_evidence_epoch.max(old_since);
        self.parameters = *parameters;
        self.end_proposals()
    }

    /// Makes whatever was proposed for the parameters dead.
    pub fn end_proposals(&mut self) -> Result<()> {
        self.parameters_version = self.parameters_version.checked_add(1).ok_or(LedgerError::Overflow)?;
        Ok(())
    }

    /// Whether the network is retired: the last of its epochs is over.
    pub fn is_retired(&self, now: i64) -> bool {
        self.parameters.schedule().epoch_at(now).is_some_and(|epoch| epoch >= self.retired_from)
    }

    /// Refuses what comes in once the network is retired.
    pub fn check_open(&self, now: i64) -> Result<()> {
        self.check_epoch(self.parameters.schedule().epoch_at(now).unwrap_or(0))
    }

    /// Refuses an epoch that the network does not have: it is retired by then.
    pub fn check_epoch(&self, epoch: u64) -> Result<()> {
        check_numbers(epoch < self.retired_from, LedgerError::NetworkRetired, epoch, self.retired_from)
    }

    /// Refuses commitments to evidence once there is no epoch left that it could be about.
    pub fn check_evidence_ahead(&self, now: i64) -> Result<()> {
        self.check_epoch(self.parameters.epoch_whose_evidence_ends_after(now))
    }

    /// Refuses while an epoch of the network is not settled: all of them once it is retired.
    pub fn check_over(&self, next_epoch: u64) -> Result<()> {
        check_numbers(next_epoch >= self.retired_from, LedgerError::NetworkNotOver, next_epoch, self.retired_from)
    }

    /// The wallet whose token accounts get what the network leaves behind: the treasury, or else the authority.
    pub fn heir(&self) -> Pubkey {
        if self.treasury == Pubkey::default() { self.authority } else { self.treasury }
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
