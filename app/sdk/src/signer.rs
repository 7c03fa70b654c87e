//! Keys that sign statements: devices of both kinds, and attestors.
//!
//! No type here shows its secret in `Debug`, and each wipes it from memory when dropped.

use std::fmt;

use girder_interface::{Hash, key::DeviceKey};
use p256::ecdsa::{Signature as EcdsaSignature, SigningKey, signature::Signer as _};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;
use zeroize::Zeroizing;

/// The 64 bytes of a signature of either kind.
pub type SignatureBytes = [u8; 64];

/// Why a key did not sign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The secret is no key.
    #[error("the secret is not a valid key of its kind")]
    BadSecret,
    /// The signer refused or failed.
    #[error("the key did not sign: {0}")]
    Refused(String),
}

/// Signs digests with a device's key. Hardware (a secure element, a TPM) implements it beside the software keys below.
pub trait DeviceSigner: Send + Sync {
    /// The public key.
    fn key(&self) -> DeviceKey;

    /// Signs a digest: as Ed25519, or as ECDSA over the digest's sha256 with r and s big-endian and s in the lower half
    /// of the group's order.
    fn sign(&self, digest: &Hash) -> Result<SignatureBytes, SignError>;
}

/// An Ed25519 device key in memory.
pub struct Ed25519Signer(Keypair);

impl Ed25519Signer {
    /// The key of a Solana keypair.
    pub fn new(keypair: Keypair) -> Self {
        Self(keypair)
    }

    /// The key of a 32-byte seed.
    pub fn from_seed(seed: &Zeroizing<[u8; 32]>) -> Self {
        Self(Keypair::new_from_array(**seed))
    }
}

impl DeviceSigner for Ed25519Signer {
    fn key(&self) -> DeviceKey {
        DeviceKey::Ed25519(self.0.pubkey().to_bytes())
    }

    fn sign(&self, digest: &Hash) -> Result<SignatureBytes, SignError> {
        sign_ed25519(&self.0, digest)
    }
}

impl fmt::Debug for Ed25519Signer {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Ed25519Signer({})", self.0.pubkey())
    }
}

/// A P-256 device key in memory, as a secure element would hold it.
pub struct Secp256r1Signer {
    secret: SigningKey,
    key: [u8; 33],
}

impl Secp256r1Signer {
    /// The key of a 32-byte scalar, big-endian; refuses 0 and what exceeds the group's order.
    pub fn from_scalar(scalar: &Zeroizing<[u8; 32]>) -> Result<Self, SignError> {
        let secret = SigningKey::from_slice(scalar.as_slice()).map_err(|_| SignError::BadSecret)?;
        let point = secret.verifying_key().to_encoded_point(true);
        let key = point.as_bytes().try_into().map_err(|_| SignError::BadSecret)?;
        Ok(Self { secret, key })
    }
}

impl DeviceSigner for Secp256r1Signer {
    fn key(&self) -> DeviceKey {
        DeviceKey::Secp256r1(self.key)
    }

    fn sign(&self, digest: &Hash) -> Result<SignatureBytes, SignError> {
        let signature: EcdsaSignature =
            self.secret.try_sign(digest).map_err(|error| SignError::Refused(error.to_string()))?;
        Ok(signature.normalize_s().unwrap_or(signature).to_bytes().into())
    }
}

impl fmt::Debug for Secp256r1Signer {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Secp256r1Signer({})", hex(&self.key))
    }
}

/// An attestor's signature of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// The attestor's key.
    pub attestor: Address,
    /// Its signature.
    pub signature: SignatureBytes,
}

impl Attestation {
    /// Signs a digest as an attestor.
    pub fn sign(attestor: &dyn Signer, digest: &Hash) -> Result<Self, SignError> {
        Ok(Self { attestor: attestor.pubkey(), signature: sign_ed25519(attestor, digest)? })
    }
}

fn sign_ed25519(signer: &dyn Signer, digest: &Hash) -> Result<SignatureBytes, SignError> {
    let signature = signer.try_sign_message(digest).map_err(|error| SignError::Refused(error.to_string()))?;
    Ok(signature.into())
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::{VerifyingKey, signature::Verifier};

    use super::*;

    /// Half of P-256's group order, rounded down.
    const HALF_ORDER: [u8; 32] = [
        0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xde, 0x73,
        0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8,
    ];

    #[test]
    fn p256_signatures_verify_and_have_a_low_s() {
        let signer = Secp256r1Signer::from_scalar(&[5; 32].into()).unwrap();
        let key = VerifyingKey::from_sec1_bytes(signer.key().as_bytes()).unwrap();
        let mut flipped = 0;
        for number in 0..64 {
            let digest = [number; 32];
            let bytes = signer.sign(&digest).unwrap();
            assert!(bytes[32..] <= HALF_ORDER[..]);
            key.verify(&digest, &EcdsaSignature::from_slice(&bytes).unwrap()).unwrap();
            let plain: EcdsaSignature = signer.secret.sign(&digest);
            flipped += usize::from(plain.to_bytes()[..] != bytes);
        }
        assert!(flipped > 0, "no signature had a high s: nothing was tested");
    }

    #[test]
    fn ed25519_signatures_verify() {
        let signer = Ed25519Signer::from_seed(&[5; 32].into());
        let signature = solana_signature::Signature::from(signer.sign(&[6; 32]).unwrap());
        assert!(signature.verify(signer.key().as_bytes(), &[6; 32]));
    }

    #[test]
    fn scalars_outside_the_group_are_refused() {
        for scalar in [[0; 32], [0xff; 32]] {
            assert_eq!(Secp256r1Signer::from_scalar(&scalar.into()).unwrap_err(), SignError::BadSecret);
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let secret = [5; 32];
        let shown = [
            format!("{:?}", Ed25519Signer::from_seed(&secret.into())),
            format!("{:?}", Secp256r1Signer::from_scalar(&secret.into()).unwrap()),
        ];
        for text in shown {
            assert!(!text.contains(&hex(&secret)) && !text.contains("5, 5, 5"), "{text}");
        }
    }
}
