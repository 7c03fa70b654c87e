//! The statement by which attestors find an operator at fault.

use crate::{Address, Domain, Hash, hash};

/// Says what is being signed and in which version of its layout.
pub const TAG: [u8; 16] = *b"girder:verdict:1";

/// Says that a subject is a verdict's.
pub const SUBJECT_TAG: [u8; 16] = *b"girder:subj:verd";

/// What the attestors in force in an epoch say an operator did in it, and what part of its stake that costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The Operator account.
    pub operator: Address,
    /// The epoch that it is about.
    pub epoch: u64,
    /// sha256 of the evidence, whose layout is the network's own business.
    pub evidence_hash: Hash,
    /// The part of the stake that it takes, in basis points: 1 to 10^4. The network's caps apply.
    pub fraction_bps: u64,
}

impl Verdict {
    /// The 32 bytes that the attestors sign.
    pub fn digest(&self, domain: &Domain) -> Hash {
        hash(&[
            &TAG,
            &domain.program_id,
            &domain.network,
            &domain.instance,
            &self.operator,
            &self.epoch.to_le_bytes(),
            &self.evidence_hash,
            &self.fraction_bps.to_le_bytes(),
        ])
    }

    /// What an attestor may sign one statement about.
    pub fn subject(&self) -> Hash {
        hash(&[&SUBJECT_TAG, &self.operator, &self.evidence_hash])
    }
}
