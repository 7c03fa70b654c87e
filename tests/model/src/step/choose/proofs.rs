//! Proofs.

use girder_interface::limits::{ATTESTORS_WITH_ED25519, ATTESTORS_WITH_SECP256R1};

use super::Chooser;
use crate::{
    ledger::{AttestorKey, DeviceKey, Ledger, Statement, Submission, Wallet, time},
    step::Step,
};

impl Chooser<'_> {
    pub(super) fn submit_contribution(&mut self) -> Step {
        let (operator, device) = self.able_device();
        let statement = self.statement(device);
        let in_force = self.set_in_force(statement.epoch);
        let attestors = self.quorum(in_force, device);
        let verified = self.ledger.class(statement.class).is_ok_and(|class| class.terms.verified);
        let vouched = verified != self.odd();
        let attestors = if verified && !self.odd() { Vec::new() } else { attestors };
        let shard = self.bytes.byte() % (self.ledger.parameters.shards as u8);
        let shard = if self.odd() { shard + 1 } else { shard };
        Step::SubmitContribution(Submission {
            operator,
            device,
            set: self.mostly_set(in_force),
            shard,
            statement,
            signature: self.consent(),
            attestors,
            vouched,
        })
    }

    /// A device that may prove something now, mostly, with its operator.
    fn able_device(&mut self) -> (Wallet, DeviceKey) {
        let ledger = self.ledger;
        let able = |key: DeviceKey| {
            let device = &ledger.devices[&key];
            let begun = time::epoch_at(&ledger.parameters, ledger.now).is_some_and(|now| now >= device.first_epoch);
            begun && device.last_epoch == u64::MAX && ledger.operators[&device.operator].jailed_until == 0
        };
        let fitting: Vec<_> = ledger.devices.keys().copied().filter(|&key| able(key)).collect();
        if fitting.is_empty() || self.odd() {
            return self.active_device();
        }
        let device = self.bytes.pick(&fitting).expect("not empty");
        (ledger.devices[&device].operator, device)
    }

    /// What a device says, mostly something new about an epoch that is open.
    pub(super) fn statement(&mut self, key: DeviceKey) -> Statement {
        let ledger = self.ledger;
        let device = ledger.devices.get(&key);
        let late = i128::from(ledger.now) < time::proofs_end(&ledger.parameters, self.current().saturating_sub(1));
        let epoch = if late && self.bytes.rarely(3) { self.current().saturating_sub(1) } else { self.current() };
        let epoch = self.epoch_near(epoch);
        let class = device.map_or(0, |device| device.class);
        let class = if self.odd() { self.class_number() } else { class };
        let last = device.map_or(0, |device| device.slots.iter().map(|slot| slot.sequence).max().unwrap_or(0));
        let sequence = match self.bytes.byte() {
            0..245 => last.saturating_add(1),
            245..250 => last,
            250..253 => 0,
            _ => self.bytes.number(),
        };
        let limit = ledger.class(class).map_or(1_000, |class| class.terms.limit);
        Statement { epoch, sequence, class, units: self.part(limit), evidence: self.bytes.byte() ^ 1 }
    }

    /// Attestors who together reach the threshold, mostly.
    fn quorum(&mut self, set: Option<u64>, device: DeviceKey) -> Vec<AttestorKey> {
        let fit = if device.is_secp256r1() { ATTESTORS_WITH_SECP256R1 } else { ATTESTORS_WITH_ED25519 };
        let mut keys = set.map_or(Vec::new(), |version| heaviest(self.ledger, version, device));
        keys.truncate(fit);
        match self.bytes.byte() {
            0..236 => {}
            236..242 => keys.truncate(1),
            242..246 => keys.clear(),
            246..251 => keys.splice(..keys.len().min(1), [self.attestor_key()]).for_each(drop),
            _ => keys.splice(..keys.len().min(1), keys.last().copied()).for_each(drop),
        }
        keys
    }
}

/// The live keys of a set, the heaviest first, without the device's own.
fn heaviest(ledger: &Ledger, version: u64, device: DeviceKey) -> Vec<AttestorKey> {
    let own = (device == DeviceKey::ATTESTORS).then_some(AttestorKey(0));
    let mut members: Vec<_> = ledger.sets[&version].members.iter().filter(|member| !member.struck).collect();
    members.sort_by_key(|member| std::cmp::Reverse(member.weight));
    members.iter().map(|member| member.key).filter(|key| Some(*key) != own).collect()
}
