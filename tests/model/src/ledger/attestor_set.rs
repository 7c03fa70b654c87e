//! Attestor sets: who co-signs, and what they earn.

use girder_interface::limits::{MAX_ATTESTORS, MAX_EPOCHS_AHEAD};
use girder_sdk::ledger::error::LedgerError::*;

use super::{Account, AttestorKey, Ledger, Outcome, Refusal, Wallet, ensure, numbers, time};

/// A key of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The key.
    pub key: AttestorKey,
    /// Who is paid for it.
    pub payee: Wallet,
    /// What it weighs.
    pub weight: u64,
    /// Pay up to `checkpoint`.
    pub owed: u64,
    /// The set's pay per weight up to which `owed` counts.
    pub checkpoint: u128,
    /// Whether it was struck.
    pub struck: bool,
}

/// A set of attestors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttestorSet {
    /// Who paid the rent.
    pub rent_payer: Wallet,
    /// First epoch in force.
    pub from_epoch: u64,
    /// Last epoch in force.
    pub until_epoch: u64,
    /// Weight that proofs need.
    pub proof_threshold: u64,
    /// Weight that verdicts need.
    pub verdict_threshold: u64,
    /// Pay of one unit of weight since the beginning, with 64 binary places.
    pub pay_per_weight: u128,
    /// The keys.
    pub members: Vec<Member>,
    /// Whether it is no draft any more.
    pub sealed: bool,
}

impl AttestorSet {
    /// All weight, that of struck keys too.
    pub fn total_weight(&self) -> u64 {
        self.members.iter().map(|member| member.weight).sum()
    }

    /// Weight of the keys that were not struck.
    pub fn live_weight(&self) -> u64 {
        self.members.iter().filter(|member| !member.struck).map(|member| member.weight).sum()
    }

    /// The index of a key, struck or not.
    pub fn find(&self, key: AttestorKey) -> Outcome<usize> {
        self.members.iter().position(|member| member.key == key).ok_or(Refusal::Ledger(NotInSet))
    }

    /// Whether the key is in it and was not struck.
    pub fn is_live(&self, key: AttestorKey) -> bool {
        self.members.iter().any(|member| member.key == key && !member.struck)
    }

    /// Refuses an epoch in which it is not in force.
    pub fn check_in_force(&self, epoch: u64) -> Outcome {
        ensure(self.sealed, SetNotSealed)?;
        ensure((self.from_epoch..=self.until_epoch).contains(&epoch), SetNotInForce)
    }

    /// Refuses a set whose heaviest live keys, so many as fit, do not reach the threshold of proofs.
    pub fn check_quorum(&self, signers: usize) -> Outcome {
        let mut weights: Vec<u64> =
            self.members.iter().filter(|member| !member.struck).map(|member| member.weight).collect();
        weights.sort();
        let heaviest: u64 = weights.iter().rev().take(signers).sum();
        ensure(heaviest >= self.proof_threshold, QuorumTooWide)
    }

    /// Spreads pay over the live keys.
    pub fn distribute(&mut self, amount: u64) {
        if self.live_weight() > 0 {
            self.pay_per_weight = self.pay_per_weight.wrapping_add(numbers::each(amount, self.live_weight()));
        }
    }

    /// What a member may claim: nothing is added once it was struck.
    pub fn owed(&self, index: usize) -> Outcome<u64> {
        let member = &self.members[index];
        if member.struck {
            return Ok(member.owed);
        }
        let earned = numbers::times(member.weight, self.pay_per_weight.wrapping_sub(member.checkpoint))?;
        Ok(member.owed + earned)
    }

    /// Brings a member's pay up to date.
    fn accrue(&mut self, index: usize) -> Outcome {
        let owed = self.owed(index)?;
        let pay_per_weight = self.pay_per_weight;
        let member = &mut self.members[index];
        member.owed = owed;
        if !member.struck {
            member.checkpoint = pay_per_weight;
        }
        Ok(())
    }

    /// The members who sign, and their weight: all must be live and different.
    pub fn signers(&self, keys: &[AttestorKey]) -> Outcome<(Vec<usize>, u128)> {
        let (mut signers, mut weight) = (Vec::new(), 0);
        for &key in keys {
            ensure(self.is_live(key), NotInSet)?;
            let index = self.find(key)?;
            ensure(!signers.contains(&index), AttestorSignedTwice)?;
            signers.push(index);
            weight += u128::from(self.members[index].weight);
        }
        Ok((signers, weight))
    }

    /// Strikes a key, or takes it out of a draft: the last key moves to its place.
    pub(super) fn strike(&mut self, key: AttestorKey) -> Outcome {
        let index = self.find(key)?;
        if !self.sealed {
            self.members.swap_remove(index);
            return Ok(());
        }
        self.accrue(index)?;
        ensure(!self.members[index].struck, NotInSet)?;
        self.members[index].struck = true;
        Ok(())
    }
}

impl Ledger {
    /// An attestor set.
    pub fn set(&self, version: u64) -> Outcome<&AttestorSet> {
        self.sets.get(&version).ok_or(Refusal::Elsewhere)
    }

    /// Refuses a set that is handed in but does not exist.
    pub(super) fn set_if_given(&self, version: Option<u64>) -> Outcome {
        version.map_or(Ok(()), |version| self.set(version).map(|_| ()))
    }

    pub(super) fn set_mut(&mut self, version: u64) -> Outcome<&mut AttestorSet> {
        self.sets.get_mut(&version).ok_or(Refusal::Elsewhere)
    }

    /// Opens the draft of the next set at the address of `version`.
    pub fn create_attestor_set(&mut self, payer: Wallet, by: Wallet, version: u64) -> Outcome {
        self.check_authority(by)?;
        self.check_open()?;
        ensure(version == self.set_version + 1, WrongAddress)?;
        self.lamports.open(Account::Set(version), payer)?;
        let set = AttestorSet {
            rent_payer: payer,
            from_epoch: 0,
            until_epoch: 0,
            proof_threshold: 0,
            verdict_threshold: 0,
            pay_per_weight: 0,
            members: Vec::new(),
            sealed: false,
        };
        self.sets.insert(version, set);
        Ok(())
    }

    /// Adds an attestor to a draft.
    pub fn add_attestor(&mut self, by: Wallet, version: u64, key: AttestorKey, weight: u64) -> Outcome {
        self.set(version)?;
        let attestor = self.attestor(key)?.clone();
        self.check_authority(by)?;
        ensure(attestor.unbonding_from == 0, AttestorLeaving)?;
        ensure(attestor.slashed_statements == 0, AttestorAtFault)?;
        ensure(attestor.bond >= self.parameters.min_bond, BondTooSmall)?;
        let set = self.set_mut(version)?;
        ensure(!set.sealed, SetSealed)?;
        ensure(set.find(key).is_err(), DuplicateAttestor)?;
        ensure(weight > 0, BadWeight)?;
        ensure(set.members.len() < MAX_ATTESTORS, SetFull)?;
        ensure(set.total_weight().checked_add(weight).is_some(), BadWeight)?;
        let payee = attestor.authority;
        set.members.push(Member { key, payee, weight, owed: 0, checkpoint: 0, struck: false });
        self.attestor_mut(key)?.set_version = version;
        Ok(())
    }

    /// Makes a draft final. `predecessor`: the set that is handed in to end where this one begins.
    pub fn seal_attestor_set(
        &mut self,
        by: Wallet,
        version: u64,
        from_epoch: u64,
        thresholds: [u64; 2],
        predecessor: Option<u64>,
    ) -> Outcome {
        self.set(version)?;
        self.set_if_given(predecessor)?;
        self.check_authority(by)?;
        let next = time::next_epoch(&self.parameters, self.now);
        ensure(from_epoch >= next, EpochNotAhead)?;
        ensure(from_epoch <= next + MAX_EPOCHS_AHEAD, EpochTooFarAhead)?;
        let signers = self.attestors_per_statement();
        let [proof, verdict] = thresholds;
        let set = self.set_mut(version)?;
        ensure(!set.sealed, SetSealed)?;
        let total = u128::from(set.total_weight());
        ensure(2 * u128::from(proof) > total && u128::from(proof) <= total, BadProofThreshold)?;
        ensure(3 * u128::from(verdict) >= 2 * total && u128::from(verdict) <= total, BadVerdictThreshold)?;
        (set.from_epoch, set.until_epoch) = (from_epoch, u64::MAX);
        (set.proof_threshold, set.verdict_threshold) = (proof, verdict);
        set.sealed = true;
        set.check_quorum(signers)?;

        if self.set_version == 0 {
            self.first_attested_epoch = from_epoch;
        } else {
            let newest = self.set_version;
            ensure(predecessor.is_some(), SetNotInForce)?;
            // The draft can't be its own predecessor: it is borrowed already.
            ensure(predecessor != Some(version), SetNotInForce).map_err(|_| Refusal::Elsewhere)?;
            ensure(predecessor == Some(newest), SetNotInForce)?;
            let before = self.set_mut(newest)?;
            ensure(from_epoch > before.from_epoch, EpochNotAhead)?;
            before.until_epoch = from_epoch - 1;
        }
        self.set_version = version;
        Ok(())
    }

    /// Strikes a key from a set. `attestor`: the one that is handed in to show its fault.
    pub fn strike_attestor(
        &mut self,
        by: Wallet,
        version: u64,
        key: AttestorKey,
        attestor: Option<AttestorKey>,
    ) -> Outcome {
        let shown = attestor.map(|key| self.attestor(key).cloned()).transpose()?;
        let at_fault = attestor == Some(key) && shown.is_some_and(|shown| shown.slashed_statements > 0);
        let authority = self.authority;
        let set = self.set_mut(version)?;
        let payee = set.members[set.find(key)?].payee;
        ensure(by == authority || by == payee || at_fault, WrongAuthority)?;
        set.strike(key)
    }

    /// Pays what a member earned.
    pub fn claim_attestor_pay(&mut self, version: u64, key: AttestorKey, to: super::Purse) -> Outcome {
        self.set_mut(version)?;
        self.check_not_paused(girder_sdk::ledger::state::pause_subject::CLAIMS)?;
        let set = self.set_mut(version)?;
        let index = set.find(key)?;
        set.accrue(index)?;
        let (owed, payee) = (set.members[index].owed, set.members[index].payee);
        let amount = self.let_through(owed)?;
        self.set_mut(version)?.members[index].owed -= amount;
        self.pay_rewards(amount, payee, to)
    }
}
