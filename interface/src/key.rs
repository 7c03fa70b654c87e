//! Device keys of the two kinds that Solana's precompiles verify.

use crate::{Hash, hash};

/// The signature scheme of a device key.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Ed25519: software and most embedded signers.
    Ed25519 = 0,
    /// ECDSA on P-256 with low s (SIMD-0075): hardware secure elements.
    Secp256r1 = 1,
}

impl KeyKind {
    /// Bytes of a public key: 32, or 33 for a compressed curve point.
    pub const fn key_length(self) -> usize {
        match self {
            Self::Ed25519 => 32,
            Self::Secp256r1 => 33,
        }
    }

    /// The kind with this number, if there is one.
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Ed25519),
            1 => Some(Self::Secp256r1),
            _ => None,
        }
    }

    /// This kind's bit in a class's set of allowed kinds.
    pub const fn bit(self) -> u8 {
        match self {
            Self::Ed25519 => 1,
            Self::Secp256r1 => 2,
        }
    }
}

/// A device's public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceKey {
    /// The 32 bytes of an Ed25519 key.
    Ed25519([u8; 32]),
    /// The 33 bytes of a compressed P-256 point.
    Secp256r1([u8; 33]),
}

impl DeviceKey {
    /// The key of this kind in a padded field, if the number names a kind and the padding is zero.
    pub fn from_padded(kind: u8, padded: &[u8; 33]) -> Option<Self> {
        match KeyKind::from_number(kind)? {
            KeyKind::Ed25519 => match padded {
                [key @ .., 0] => Some(Self::Ed25519(*key)),
                _ => None,
            },
            KeyKind::Secp256r1 => Some(Self::Secp256r1(*padded)),
        }
    }

    /// The signature scheme.
    pub const fn kind(&self) -> KeyKind {
        match self {
            Self::Ed25519(_) => KeyKind::Ed25519,
            Self::Secp256r1(_) => KeyKind::Secp256r1,
        }
    }

    /// The key's bytes, 32 or 33.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Ed25519(key) => key,
            Self::Secp256r1(key) => key,
        }
    }

    /// The key in a field of fixed size, an Ed25519 key followed by one zero.
    pub fn padded(&self) -> [u8; 33] {
        match self {
            Self::Ed25519(key) => {
                let mut padded = [0; 33];
                for (to, from) in padded.iter_mut().zip(key) {
                    *to = *from;
                }
                padded
            }
            Self::Secp256r1(key) => *key,
        }
    }

    /// The key hash in the seeds of its Device account: sha256 of the kind's number and the padded key.
    pub fn hash(&self) -> Hash {
        hash(&[&[self.kind() as u8], &self.padded()])
    }
}
