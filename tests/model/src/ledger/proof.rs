//! Proofs of contributions.

use girder_interface::limits::{CREDITS_PER_RATE, RING};
use girder_sdk::ledger::{error::LedgerError::*, state::pause_subject};

use super::{
    AttestorKey, Consent, Device, DeviceKey, DeviceSlot, DeviceState, Ledger, Outcome, Refusal, Slot, Wallet, ensure,
    numbers, time,
};

/// A shard's credit in one epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShardSlot {
    /// The epoch.
    pub epoch: u64,
    /// Credits counted in it.
    pub credit: u64,
}

/// A shard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Who paid the rent.
    pub rent_payer: Wallet,
    /// The next epoch to settle.
    pub next_epoch: u64,
    /// Epoch e is at e mod 32.
    pub ring: [ShardSlot; RING],
}

/// What a device says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Statement {
    /// The epoch.
    pub epoch: u64,
    /// The sequence.
    pub sequence: u64,
    /// The class.
    pub class: u16,
    /// Units in that epoch.
    pub units: u64,
    /// Every byte of the evidence's hash.
    pub evidence: u8,
}

/// A statement that is handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The operator.
    pub operator: Wallet,
    /// The device.
    pub device: DeviceKey,
    /// The attestor set that is handed in.
    pub set: Option<u64>,
    /// The shard that counts it.
    pub shard: u8,
    /// What is said.
    pub statement: Statement,
    /// The device's signature.
    pub signature: Consent,
    /// Who else signs.
    pub attestors: Vec<AttestorKey>,
    /// Whether the verifier program passes it on.
    pub vouched: bool,
}

/// Where an epoch is in a ring.
pub fn place(epoch: u64) -> usize {
    (epoch % RING as u64) as usize
}

impl Ledger {
    /// A shard.
    pub fn shard(&self, number: u8) -> Outcome<&Shard> {
        self.shards.get(&number).ok_or(Refusal::Elsewhere)
    }

    /// Counts what a device contributed.
    pub fn submit_contribution(&mut self, submission: &Submission) -> Outcome {
        let Submission { operator, device: key, statement, .. } = submission;
        submission.signature.check_valid()?;
        if submission.vouched && statement.evidence == 0 {
            return Err(Refusal::Elsewhere);
        }
        self.set_if_given(submission.set)?;
        self.operator(*operator)?;
        let device = self.device(*key)?.clone();
        self.shard(submission.shard)?;
        let weight = self.class(statement.class)?.weight_at(statement.epoch);
        ensure(device.operator == *operator, WrongOperator)?;
        self.check_statement(submission, &device)?;
        self.check_epoch(statement.epoch)?;
        self.check_licence(&device, statement.epoch)?;
        self.check_signatures(submission)?;

        let slot = self.operators[operator].ring[place(statement.epoch)];
        ensure(!slot.is_due() || slot.epoch == statement.epoch, HarvestFirst)?;
        let shard_slot = self.shards[&submission.shard].ring[place(statement.epoch)];
        ensure(shard_slot.credit == 0 || shard_slot.epoch == statement.epoch, SettleFirst)?;
        let counted = if slot.epoch == statement.epoch { slot.credit } else { 0 };
        let room = self.room(*operator, counted).min(self.shard_room(shard_slot.credit));
        self.count(submission, weight, room);
        Ok(())
    }

    fn check_statement(&self, submission: &Submission, device: &Device) -> Outcome {
        let Submission { operator, statement, .. } = submission;
        let epoch = statement.epoch;
        let window = time::start(&self.parameters, epoch)..time::proofs_end(&self.parameters, epoch);
        let representable = time::seconds(window.start).is_ok();
        ensure(representable && window.contains(&i128::from(self.now)), OutsideProofWindow)?;
        ensure(epoch >= self.shards[&submission.shard].next_epoch, EpochSettled)?;
        self.check_not_paused(pause_subject::INTAKE)?;
        ensure(self.operators[operator].jailed_until == 0, Jailed)?;
        ensure(device.state == DeviceState::Active, DeviceNotActive)?;
        ensure(epoch >= device.first_epoch, DeviceTooNew)?;
        ensure(statement.class == device.class, WrongClass)?;
        let class = self.class(statement.class)?;
        ensure(epoch < class.retired_from, ClassRetired)?;
        let last = device.slots.iter().find(|slot| slot.epoch == epoch).map_or(0, |slot| slot.sequence);
        ensure(statement.sequence > last, OldSequence)?;
        ensure(statement.units <= class.terms.limit, TooManyUnits)
    }

    fn check_signatures(&self, submission: &Submission) -> Outcome {
        submission.signature.check(WrongDeviceKey)?;
        let attestors = &submission.attestors;
        let wide = submission.device.is_secp256r1();
        if self.class(submission.statement.class)?.terms.verified {
            // Beside an ed25519 device's signature nobody else's is taken.
            ensure(wide || attestors.is_empty(), MalformedSignatures)?;
            return ensure(submission.vouched, VerifierNeeded);
        }
        // Attestors of a secp256r1 device sign in an instruction of their own.
        let unsigned = wide && attestors.is_empty();
        ensure(!unsigned, NotPrecompile)?;
        let set = self.set(submission.set.ok_or(Refusal::Ledger(SetNotInForce))?)?;
        set.check_in_force(submission.statement.epoch)?;
        let own = (submission.device == DeviceKey::ATTESTORS).then_some(AttestorKey(0));
        let own = attestors.iter().position(|&key| Some(key) == own).unwrap_or(attestors.len());
        let (_, weight) = set.signers(&attestors[..own])?;
        ensure(own == attestors.len(), AttestorSignedTwice)?;
        ensure(weight >= u128::from(set.proof_threshold), BelowThreshold)
    }

    /// Credits that an operator's collateral still covers.
    fn room(&self, operator: Wallet, credit: u64) -> u64 {
        let covered = self.pool(operator).covered(self.parameters.leverage_bps);
        let limit = numbers::floor(covered, CREDITS_PER_RATE, self.parameters.collateral_per_million_credits);
        u64::try_from(limit).unwrap_or(u64::MAX).saturating_sub(credit)
    }

    /// Credits that a shard still takes: all shards together stay within 64 bits.
    fn shard_room(&self, credit: u64) -> u64 {
        (u64::MAX / self.parameters.shards).saturating_sub(credit)
    }

    fn count(&mut self, submission: &Submission, weight: u64, room: u64) {
        let Submission { statement, .. } = submission;
        let epoch = statement.epoch;
        let device = self.devices.get_mut(&submission.device).expect("checked");
        let slot = &mut device.slots[(epoch % 2) as usize];
        if slot.epoch != epoch {
            *slot = DeviceSlot { epoch, ..DeviceSlot::default() };
        }
        let new = statement.units.saturating_sub(slot.units);
        let units = room.checked_div(weight).map_or(0, |fitting| new.min(fitting));
        let credit = units * weight;
        slot.sequence = statement.sequence;
        slot.units += units;
        slot.credit += credit;
        let slot = &mut self.operators.get_mut(&submission.operator).expect("checked").ring[place(epoch)];
        if slot.epoch != epoch {
            *slot = Slot { epoch, ..Slot::default() };
        }
        slot.credit += credit;
        let slot = &mut self.shards.get_mut(&submission.shard).expect("checked").ring[place(epoch)];
        slot.epoch = epoch;
        slot.credit += credit;
    }
}
