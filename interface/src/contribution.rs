//! The statement a device and its attestors sign: what the device contributed in an epoch so far.

use crate::{Address, Domain, Hash, hash};

/// Says what is being signed and in which version of its layout.
pub const TAG: [u8; 16] = *b"girder:contrib:1";

/// Says that a subject is a contribution's.
pub const SUBJECT_TAG: [u8; 16] = *b"girder:subj:cont";

/// A device's total contribution in one epoch, up to the moment of signing.
///
/// Totals, not increments: only the newest statement matters, so a lost or overtaken one costs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The Operator account that owns the device.
    pub operator: Address,
    /// The Device account.
    pub device: Address,
    /// The epoch in which the work was done.
    pub epoch: u64,
    /// Rises strictly per (device, epoch); the signing time in milliseconds since 1970, so that a signer restored
    /// from a backup does not reuse one.
    pub sequence: u64,
    /// The class of the contribution: an index into the network's Classes account.
    pub class: u16,
    /// Total units of that class in that epoch so far.
    pub units: u64,
    /// sha256 of the evidence behind the statement, whose layout is the class's own business.
    pub evidence_hash: Hash,
}

impl Contribution {
    /// The 32 bytes that the device and the attestors sign.
    pub fn digest(&self, domain: &Domain) -> Hash {
        hash(&[
            &TAG,
            &domain.program_id,
            &domain.network,
            &domain.instance,
            &self.operator,
            &self.device,
            &self.epoch.to_le_bytes(),
            &self.sequence.to_le_bytes(),
            &self.class.to_le_bytes(),
            &self.units.to_le_bytes(),
            &self.evidence_hash,
        ])
    }
    /// What a signer may sign one statement about: the device, the epoch and the sequence.
    pub fn subject(&self) -> Hash {
        hash(&[&SUBJECT_TAG, &self.device, &self.epoch.to_le_bytes(), &self.sequence.to_le_bytes()])
    }
}
