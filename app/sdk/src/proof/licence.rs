use girder_interface::{Domain, Hash, key::DeviceKey, licence::Licence};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;

use crate::{NetworkAddresses, Result, instructions, precompile, signer::Attestation};

/// A licensor's word that a device may work in its region.
#[derive(Clone, Debug)]
pub struct LicenceBuilder {
    licence: Licence,
    digest: Hash,
}

impl LicenceBuilder {
    /// A licence that nobody signed yet.
    pub fn new(domain: &Domain, licence: Licence) -> Self {
        Self { licence, digest: licence.digest(domain) }
    }

    /// The 32 bytes that the licensor signs.
    pub fn digest(&self) -> Hash {
        self.digest
    }

    /// Signs as the licensor, and gives what [`signed`](Self::signed) does.
    pub fn sign(&self, licensor: &dyn Signer, network: &NetworkAddresses, first_index: u8) -> Result<Vec<Instruction>> {
        self.signed(&Attestation::sign(licensor, &self.digest)?, network, first_index)
    }

    /// The precompile instruction with the licensor's signature, then `license_device`. Signed by nobody in particular.
    pub fn signed(
        &self,
        signature: &Attestation,
        network: &NetworkAddresses,
        first_index: u8,
    ) -> Result<Vec<Instruction>> {
        let Licence { device, issued_at, expires_at, .. } = self.licence;
        let key = DeviceKey::Ed25519(signature.attestor.to_bytes());
        let precompile = precompile::one_key(&key, &[(&self.digest, signature.signature)])?;
        let device = Address::new_from_array(device);
        Ok(vec![precompile, instructions::license_device(network, device, issued_at, expires_at, first_index)])
    }
}
