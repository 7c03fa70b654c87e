use anchor_lang::prelude::*;
use girder_interface::limits::MAX_ATTESTORS;

use super::Q64x64;
use crate::{
    error::{LedgerError, check, check_numbers},
    math::accumulator,
    precompile::Signatures,
};

/// A key of an attestor set.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// The Ed25519 key that signs.
    pub key: Pubkey,
    /// Who is paid for it.
    pub payee: Pubkey,
    /// What its signature weighs; also its part of the pay.
    pub weight: u64,
    /// Pay up to `checkpoint`, base units of the reward mint.
    pub owed: u64,
    /// The set's `pay_per_weight` up to which `owed` counts.
    pub checkpoint: Q64x64,
    /// 1 once the key was struck: it neither signs nor earns any more.
    pub struck: u64,
}

/// The attestors of a range of epochs. A draft until it is sealed; sealed, only striking keys and pay change it.
///
/// Seeds: `attestors`, network, version.
#[account(zero_copy)]
#[derive(Debug)]
pub struct AttestorSet {
    /// The network.
    pub network: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// Counts the network's sets from 1.
    pub set_version: u64,
    /// First epoch in which it is in force.
    pub from_epoch: u64,
    /// Last epoch in which it is in force; `u64::MAX` until a successor is sealed.
    pub until_epoch: u64,
    /// Weight that a contribution's attestors need: above half of `total_weight`.
    pub proof_threshold: u64,
    /// Weight that roots and verdicts need: at least two thirds of `total_weight`.
    pub verdict_threshold: u64,
    /// All weight. Struck keys count: striking never lowers what is needed.
    pub total_weight: u64,
    /// Pay per unit of weight since the set began.
    pub pay_per_weight: Q64x64,
    /// The keys; those from `count` on are zero.
    pub members: [Member; MAX_ATTESTORS],
    /// How many keys there are.
    pub count: u8,
    /// 1 once sealed.
    pub sealed: u8,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 4],
}

impl AttestorSet {
    /// The keys.
    pub fn members(&self) -> &[Member] {
        self.members.get(..usize::from(self.count)).unwrap_or_default()
    }

    /// The index of a key, struck or not.
    pub fn find(&self, key: &[u8]) -> Option<usize> {
        self.members().iter().position(|member| member.key.as_ref() == key)
    }

    /// The member of that index.
    pub fn member_mut(&mut self, index: usize) -> Result<&mut Member> {
        self.members.get_mut(index).ok_or_else(|| LedgerError::NotInSet.into())
    }

    /// Adds a key to a draft.
    pub fn add(&mut self, key: Pubkey, payee: Pubkey, weight: u64) -> Result<()> {
        check(self.sealed == 0, LedgerError::SetSealed)?;
        check(self.find(key.as_ref()).is_none(), LedgerError::DuplicateAttestor)?;
        check(weight > 0, LedgerError::BadWeight)?;
        let slot = self.members.get_mut(usize::from(self.count)).ok_or(LedgerError::SetFull)?;
        *slot = Member { key, payee, weight, ..Member::default() };
        self.count = self.count.checked_add(1).ok_or(LedgerError::Overflow)?;
        self.total_weight = self.total_weight.checked_add(weight).ok_or(LedgerError::BadWeight)?;
        Ok(())
    }

    /// Makes a draft final. `signers`: how many attestors a transaction holds.
    pub fn seal(
        &mut self,
        from_epoch: u64,
        proof_threshold: u64,
        verdict_threshold: u64,
        signers: usize,
    ) -> Result<()> {
        check(self.sealed == 0, LedgerError::SetSealed)?;
        let total = self.total_weight;
        check_numbers(
            u128::from(proof_threshold).saturating_mul(2) > total.into() && proof_threshold <= total,
            LedgerError::BadProofThreshold,
            proof_threshold,
            total,
        )?;
        check_numbers(
            u128::from(verdict_threshold).saturating_mul(3) >= u128::from(total).saturating_mul(2)
                && verdict_threshold <= total,
            LedgerError::BadVerdictThreshold,
            verdict_threshold,
            total,
        )?;
        self.from_epoch = from_epoch;
        self.until_epoch = u64::MAX;
        self.proof_threshold = proof_threshold;
        self.verdict_threshold = verdict_threshold;
        self.sealed = 1;
        self.check_quorum(signers)
    }

    /// Refuses a set whose `signers` heaviest keys do not reach the proof threshold.
    pub fn check_quorum(&self, signers: usize) -> Result<()> {
        let mut weights = [0u64; MAX_ATTESTORS];
        for (weight, member) in weights.iter_mut().zip(self.members().iter().filter(|member| member.struck == 0)) {
            *weight = member.weight;
        }
        weights.sort_unstable_by(|a, b| b.cmp(a));
        let heaviest = weights.iter().take(signers).fold(0u64, |sum, &weight| sum.saturating_add(weight));
        check_numbers(heaviest >= self.proof_threshold, LedgerError::QuorumTooWide, heaviest, self.proof_threshold)?;
        Ok(())
    }

    /// Refuses a set under which an epoch is not settled, or that owes a member pay. `last_epoch`: the network's last one.
    pub fn check_over(&mut self, next_epoch: u64, last_epoch: u64) -> Result<u64> {
        let last = self.until_epoch.min(last_epoch);
        check_numbers(next_epoch > last, LedgerError::SetNotOver, next_epoch, last)?;
        for index in 0..usize::from(self.count) {
            check(self.accrue(index)?.owed == 0, LedgerError::PayOwed)?;
        }
        Ok(last)
    }

    /// Refuses an epoch in which the set is not in force.
    pub fn check_in_force(&self, epoch: u64) -> Result<()> {
        check(self.sealed == 1, LedgerError::SetNotSealed)?;
        check(self.from_epoch <= epoch && epoch <= self.until_epoch, LedgerError::SetNotInForce)?;
        Ok(())
    }

    /// The members who signed this digest, a bit each, and their weight: from the signature `first` on all must be by
    /// different members that were not struck, none of which is the key `excluded`.
    pub fn signers(
        &self,
        signatures: &Signatures,
        first: usize,
        excluded: &[u8],
        digest: &[u8; 32],
    ) -> Result<(u32, u64)> {
        let (mut seen, mut weight) = (0u32, 0u64);
        for index in first..signatures.count() {
            let signature = signatures.get(index)?;
            check(signature.message == digest, LedgerError::WrongMessage)?;
            check(signature.key != excluded, LedgerError::AttestorSignedTwice)?;
            let number = self.find(signature.key).ok_or(LedgerError::NotInSet)?;
            let member = self.members().get(number).filter(|member| member.struck == 0).ok_or(LedgerError::NotInSet)?;
            let bit = 1u32.rotate_left(number as u32);
            check(seen & bit == 0, LedgerError::AttestorSignedTwice)?;
            seen |= bit;
            weight = weight.checked_add(member.weight).ok_or(LedgerError::Overflow)?;
        }
        Ok((seen, weight))
    }

    /// Weight of these members, as far as they were not struck.
    pub fn weight_of(&self, signers: u32) -> u64 {
        let signed = |&(index, _): &(usize, &Member)| signers & 1u32.rotate_left(index as u32) != 0;
        let live = self.members().iter().enumerate().filter(signed).filter(|(_, member)| member.struck == 0);
        live.fold(0, |sum, (_, member)| sum.saturating_add(member.weight))
    }

    /// Weight of the keys that were not struck.
    pub fn live_weight(&self) -> u64 {
        self.members()
            .iter()
            .filter(|member| member.struck == 0)
            .fold(0, |sum, member| sum.saturating_add(member.weight))
    }

    /// Distributes pay over the keys that were not struck.
    pub fn distribute(&mut self, amount: u64) {
        if let Some(per_weight) = accumulator::per_share(amount, self.live_weight()) {
            self.pay_per_weight = self.pay_per_weight.bits().wrapping_add(per_weight).into();
        }
    }

    /// Brings a member's `owed` up to date. A struck member's was when it was struck.
    pub fn accrue(&mut self, index: usize) -> Result<&mut Member> {
        let now = self.pay_per_weight;
        let member = self.member_mut(index)?;
        if member.struck == 0 {
            let earned = accumulator::earned(member.weight, member.checkpoint.bits(), now.bits())
                .ok_or(LedgerError::Overflow)?;
            member.owed = member.owed.checked_add(earned).ok_or(LedgerError::Overflow)?;
            member.checkpoint = now;
        }
        Ok(member)
    }

    /// Strikes a key: it keeps what it earned, and its weight stays in the total. From a draft it is simply removed.
    pub fn strike(&mut self, key: &Pubkey) -> Result<()> {
        let index = self.find(key.as_ref()).ok_or(LedgerError::NotInSet)?;
        if self.sealed == 0 {
            return self.remove(index);
        }
        let member = self.accrue(index)?;
        check(member.struck == 0, LedgerError::NotInSet)?;
        member.struck = 1;
        Ok(())
    }

    /// Strikes a key that may have been struck before; refuses one that is not in the set.
    pub fn ensure_struck(&mut self, key: &Pubkey) -> Result<()> {
        let member = self.members().iter().find(|member| member.key == *key).ok_or(LedgerError::NotInSet)?;
        if member.struck == 0 { self.strike(key) } else { Ok(()) }
    }

    fn remove(&mut self, index: usize) -> Result<()> {
        let last = usize::from(self.count).checked_sub(1).ok_or(LedgerError::NotInSet)?;
        let moved = std::mem::take(self.member_mut(last)?);
        let removed = if index == last { moved } else { std::mem::replace(self.member_mut(index)?, moved) };
        self.total_weight = self.total_weight.checked_sub(removed.weight).ok_or(LedgerError::Overflow)?;
        self.count = self.count.checked_sub(1).ok_or(LedgerError::Overflow)?;
        Ok(())
    }
}
