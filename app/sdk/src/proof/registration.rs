use girder_interface::{Domain, Hash, registration::Registration};
use solana_address::Address;
use solana_instruction::Instruction;

use super::ProofError;
use crate::{
    NetworkAddresses, Result,
    instructions::{self, NewDevice},
    precompile,
    signer::{DeviceSigner, SignatureBytes},
};

/// A device key's consent to belong to an operator.
#[derive(Clone, Debug)]
pub struct RegistrationBuilder {
    device: NewDevice,
    digest: Hash,
    signature: Option<SignatureBytes>,
}

impl RegistrationBuilder {
    /// The consent of this device's key.
    pub fn new(domain: &Domain, device: NewDevice) -> Self {
        let NewDevice { operator, key, class, region } = device;
        let digest = Registration { operator: operator.to_bytes(), class, region, key }.digest(domain);
        Self { device, digest, signature: None }
    }

    /// The 32 bytes that the device signs.
    pub fn digest(&self) -> Hash {
        self.digest
    }

    /// Signs with the device's key.
    pub fn sign(self, device: &dyn DeviceSigner) -> Result<Self> {
        if device.key() != self.device.key {
            return Err(ProofError::WrongSigner.into());
        }
        let signature = device.sign(&self.digest)?;
        Ok(self.signature(signature))
    }

    /// Takes the device's signature from elsewhere.
    pub fn signature(mut self, signature: SignatureBytes) -> Self {
        self.signature = Some(signature);
        self
    }

    /// The precompile instruction, then `register_device`. Signed by `payer` and `signer`, the operator's authority or
    /// manager.
    pub fn register(
        &self,
        network: &NetworkAddresses,
        payer: Address,
        signer: Address,
        first_index: u8,
    ) -> Result<Vec<Instruction>> {
        let register = instructions::register_device(network, payer, signer, &self.device, first_index);
        Ok(vec![self.precompile()?, register])
    }

    /// The precompile instruction, then `rotate_device` from the device `predecessor`. Signed as
    /// [`register`](Self::register).
    pub fn rotate(
        &self,
        network: &NetworkAddresses,
        payer: Address,
        signer: Address,
        predecessor: Address,
        first_index: u8,
    ) -> Result<Vec<Instruction>> {
        let rotate = instructions::rotate_device(network, payer, signer, predecessor, &self.device, first_index);
        Ok(vec![self.precompile()?, rotate])
    }

    fn precompile(&self) -> Result<Instruction> {
        let signature = self.signature.ok_or(ProofError::DeviceSignatureMissing)?;
        Ok(precompile::one_key(&self.device.key, &[(&self.digest, signature)])?)
    }
}
