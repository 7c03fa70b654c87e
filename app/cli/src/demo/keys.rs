//! The demo's keys and secrets, all made from its seed: the same seed and data give the same ledger.

use girder_sdk::signer::{DeviceSigner, Ed25519Signer, Secp256r1Signer};
use sha2::{Digest, Sha256};
use solana_keypair::Keypair;
use zeroize::Zeroizing;

use crate::network_file::KeyName;

/// Derives what the cast keeps secret.
#[derive(Clone, Copy, Debug)]
pub struct Secrets {
    seed: u64,
}

impl Secrets {
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// The key with which somebody signs transactions, or statements as an attestor.
    pub fn keypair(self, role: &str, name: &str) -> Keypair {
        Keypair::new_from_array(self.bytes(role, name))
    }

    /// What somebody draws challenges from.
    pub fn bytes(self, role: &str, name: &str) -> [u8; 32] {
        // Each part after its length: different names never make the same bytes.
        let parts: [&[u8]; 4] = [b"girder/demo/secret/v1", &self.seed.to_le_bytes(), role.as_bytes(), name.as_bytes()];
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        hasher.finalize().into()
    }

    /// The key of an operator's device.
    pub fn device(self, kind: KeyName, operator: &str) -> girder_sdk::Result<Box<dyn DeviceSigner>> {
        let secret = Zeroizing::new(self.bytes("device", operator));
        Ok(match kind {
            KeyName::Ed25519 => Box::new(Ed25519Signer::from_seed(&secret)),
            KeyName::Secp256r1 => Box::new(Secp256r1Signer::from_scalar(&secret)?),
        })
    }
}
