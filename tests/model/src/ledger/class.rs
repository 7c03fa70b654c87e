//! Classes: what counts how much.

use girder_interface::limits::{ATTESTORS_WITH_ED25519, ATTESTORS_WITH_SECP256R1, MAX_CLASSES, MAX_DEVICE_CREDIT};
use girder_sdk::ledger::{error::LedgerError::*, state::Parameters};

use super::{Ledger, Outcome, Refusal, Wallet, ensure, time};

/// A class to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassTerms {
    /// Credits per unit.
    pub weight: u64,
    /// Most units of one device in one epoch.
    pub limit: u64,
    /// Credits that each device adds to its operator's floor.
    pub floor: u64,
    /// Bits of the key kinds.
    pub key_kinds: u8,
    /// Whether a verifier program vouches in place of attestors.
    pub verified: bool,
}

/// A class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// What it was added as, with the weight before `next_from`.
    pub terms: ClassTerms,
    /// The weight from `next_from` on.
    pub next_weight: u64,
    /// When that begins.
    pub next_from: u64,
    /// The first epoch that it takes no proofs for.
    pub retired_from: u64,
}

impl Class {
    /// Credits per unit in an epoch.
    pub fn weight_at(&self, epoch: u64) -> u64 {
        if epoch < self.next_from { self.terms.weight } else { self.next_weight }
    }

    /// Whether the last change of weight is in force at a time.
    fn changed(&self, parameters: &Parameters, now: i64) -> bool {
        time::epoch_at(parameters, now).is_some_and(|current| current >= self.next_from)
    }

    /// Until when evidence is taken about epochs before the last change.
    fn old_evidence_ends(&self, parameters: &Parameters) -> i128 {
        match self.next_from {
            0 => i128::from(i64::MIN),
            next => time::evidence_ends(parameters, next - 1),
        }
    }

    /// The highest weight that evidence may be about at a time.
    pub fn highest_weight(&self, parameters: &Parameters, now: i64) -> u64 {
        if !self.changed(parameters, now) {
            self.terms.weight
        } else if i128::from(now) >= self.old_evidence_ends(parameters) {
            self.next_weight
        } else {
            self.terms.weight.max(self.next_weight)
        }
    }
}

impl Ledger {
    /// The class of that number.
    pub fn class(&self, number: u16) -> Outcome<&Class> {
        self.classes.get(usize::from(number)).ok_or(Refusal::Ledger(NoSuchClass))
    }

    /// How many attestors sign a statement at most: fewer where a class that they sign for takes secp256r1 devices.
    pub fn attestors_per_statement(&self) -> usize {
        let wide = self.classes.iter().any(|class| !class.terms.verified && class.terms.key_kinds & 2 != 0);
        if wide { ATTESTORS_WITH_SECP256R1 } else { ATTESTORS_WITH_ED25519 }
    }

    /// Adds a class. `set`: the version of the attestor set that is handed in.
    pub fn add_class(&mut self, by: Wallet, terms: ClassTerms, set: Option<u64>) -> Outcome {
        self.set_if_given(set)?;
        self.check_authority(by)?;
        ensure((1..=3).contains(&terms.key_kinds), BadClass)?;
        ensure(terms.limit > 0, BadClass)?;
        check_credit(&terms, terms.weight)?;
        ensure(self.classes.len() < MAX_CLASSES, ClassesFull)?;
        let class = Class { terms, next_weight: terms.weight, next_from: 0, retired_from: u64::MAX };
        self.classes.push(class);
        if terms.key_kinds & 2 != 0 && self.set_version > 0 {
            ensure(set == Some(self.set_version), SetNotInForce)?;
            self.sets[&self.set_version].check_quorum(self.attestors_per_statement())?;
        }
        Ok(())
    }

    /// Changes a class's weight from an epoch on.
    pub fn reweight_class(&mut self, by: Wallet, number: u16, weight: u64, from_epoch: u64) -> Outcome {
        self.check_authority(by)?;
        let (parameters, now) = (self.parameters, self.now);
        let mut class = self.class(number)?.clone();
        ensure(from_epoch >= time::next_epoch(&parameters, now), EpochNotAhead)?;
        check_credit(&class.terms, weight)?;
        if class.changed(&parameters, now) {
            ensure(i128::from(now) >= class.old_evidence_ends(&parameters), ReweightTooSoon)?;
            class.terms.weight = class.next_weight;
        }
        class.next_weight = weight;
        class.next_from = from_epoch;
        self.classes[usize::from(number)] = class;
        Ok(())
    }

    /// Ends a class from an epoch on: one with a floor so far ahead that its devices can be retired in time.
    pub fn retire_class(&mut self, by: Wallet, number: u16, from_epoch: u64) -> Outcome {
        self.check_authority(by)?;
        let class = self.class(number)?;
        let notice = if class.terms.floor > 0 { self.parameters.downtime_epochs } else { 0 };
        ensure(from_epoch >= time::next_epoch(&self.parameters, self.now) + notice, EpochNotAhead)?;
        ensure(from_epoch < class.retired_from, ClassRetired)?;
        self.classes[usize::from(number)].retired_from = from_epoch;
        Ok(())
    }
}

/// What a device can earn in an epoch is bounded, and reaches the floor.
fn check_credit(terms: &ClassTerms, weight: u64) -> Outcome {
    let most = u128::from(terms.limit) * u128::from(weight);
    ensure((u128::from(terms.floor)..=u128::from(MAX_DEVICE_CREDIT)).contains(&most), BadClass)
}
