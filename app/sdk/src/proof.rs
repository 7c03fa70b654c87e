//! From statements to instructions: what is signed, who signs, and how the signatures reach the program.
//!
//! A builder knows the statement and its digest and collects signatures over it, in this process or from anywhere; what it
//! builds holds everything that the program needs. Each `instructions` takes `first_index`, the position in the transaction
//! at which they will begin, because the program finds signatures by their instruction's index.

use girder_interface::{
    Domain, Hash,
    key::{DeviceKey, KeyKind},
    registration::Registration,
};
use ledger::{Equivocation, SignatureIndices, Statement};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;

use crate::{
    NetworkAddresses, Result,
    instructions::{self, NewDevice, Submission},
    pda, precompile,
    signer::{Attestation, DeviceSigner, SignatureBytes},
};

/// Why there is no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The device did not sign.
    #[error("the device's signature is missing")]
    DeviceSignatureMissing,
    /// A signer that is not the device.
    #[error("the signer's key is not the device's")]
    WrongSigner,
    /// One attestor twice.
    #[error("attestor {attestor} signed already")]
    AttestedAlready {
        /// Whose second signature it is.
        attestor: Address,
    },
    /// More than a transaction takes.
    #[error("{count} signatures are more than a transaction may hold")]
    TooManySignatures {
        /// How many there are.
        count: usize,
    },
    /// Not two different statements for one slot.
    #[error("the two statements are equal or about different (epoch, sequence)")]
    NoEquivocation,
    /// The instructions would begin beyond the reach of an index.
    #[error("the signatures would be beyond instruction 255 of the transaction")]
    IndexOutOfRange,
}

/// Collects the signatures of a contribution.
#[derive(Clone, Debug)]
pub struct ProofBuilder {
    operator: Address,
    device: Address,
    key: DeviceKey,
    statement: Statement,
    digest: Hash,
    device_signature: Option<SignatureBytes>,
    attestations: Vec<Attestation>,
}

impl ProofBuilder {
    /// A statement about the device with this key, of this operator.
    pub fn new(domain: &Domain, operator: Address, key: DeviceKey, statement: Statement) -> Self {
        let device = pda::device(domain.network.into(), &key);
        let digest = statement.contribution(&operator, &device).digest(domain);
        Self { operator, device, key, statement, digest, device_signature: None, attestations: Vec::new() }
    }

    /// The 32 bytes that the device and the attestors sign.
    pub fn digest(&self) -> Hash {
        self.digest
    }

    /// Signs with the device's key.
    pub fn sign(self, device: &dyn DeviceSigner) -> Result<Self> {
        if device.key() != self.key {
            return Err(ProofError::WrongSigner.into());
        }
        let signature = device.sign(&self.digest)?;
        Ok(self.device_signature(signature))
    }

    /// Takes the device's signature from elsewhere.
    pub fn device_signature(mut self, signature: SignatureBytes) -> Self {
        self.device_signature = Some(signature);
        self
    }

    /// Signs with an attestor's key.
    pub fn attest(self, attestor: &dyn Signer) -> Result<Self> {
        let attestation = Attestation::sign(attestor, &self.digest)?;
        self.attestation(attestation)
    }

    /// Takes an attestor's signature from elsewhere.
    pub fn attestation(mut self, attestation: Attestation) -> Result<Self> {
        let attestor = attestation.attestor;
        if self.attestations.iter().any(|other| other.attestor == attestor) {
            return Err(ProofError::AttestedAlready { attestor }.into());
        }
        self.attestations.push(attestation);
        Ok(self)
    }

    /// The proof, once the device has signed. Whether the attestors suffice is the network's to say.
    pub fn build(self) -> Result<Proof> {
        Ok(Proof {
            operator: self.operator,
            device: self.device,
            key: self.key,
            statement: self.statement,
            digest: self.digest,
            device_signature: self.device_signature.ok_or(ProofError::DeviceSignatureMissing)?,
            attestations: self.attestations,
        })
    }
}

/// A signed contribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The operator.
    pub operator: Address,
    /// The device.
    pub device: Address,
    /// The device's key.
    pub key: DeviceKey,
    /// What was signed.
    pub statement: Statement,
    /// The digest that was signed.
    pub digest: Hash,
    /// The device's signature.
    pub device_signature: SignatureBytes,
    /// The attestors' signatures.
    pub attestations: Vec<Attestation>,
}

/// How a proof gets to the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// The number of the shard that counts it: any; senders spread over them.
    pub shard: u8,
    /// The version of the attestor set in force in the statement's epoch; not needed where the class has a verifier.
    pub attestor_set: Option<u64>,
    /// The authority of the class's verifier program; needed where the class has one.
    pub verifier: Option<Address>,
    /// The index in the transaction at which the instructions begin.
    pub first_index: u8,
}

impl Proof {
    /// One precompile instruction (two for a secp256r1 device with attestors), then `submit_contribution`.
    pub fn instructions(&self, network: &NetworkAddresses, route: Route) -> Result<Vec<Instruction>> {
        let attestors = self.attestations.iter().map(|by| (by.attestor.as_ref(), by.signature));
        let device = (self.key.as_bytes(), self.device_signature);
        let kind = self.key.kind();
        let first = route.first_index;
        let mut signatures = Vec::with_capacity(3);
        let indices = match self.key {
            DeviceKey::Ed25519(_) => {
                let all: Vec<_> = std::iter::once(device).chain(attestors).collect();
                signatures.push(precompile::one_message(kind, &self.digest, &all)?);
                SignatureIndices { ed25519: first, secp256r1: 0 }
            }
            DeviceKey::Secp256r1(_) => {
                signatures.push(precompile::one_message(kind, &self.digest, &[device])?);
                let all: Vec<_> = attestors.collect();
                if !all.is_empty() {
                    signatures.push(precompile::one_message(KeyKind::Ed25519, &self.digest, &all)?);
                }
                let ed25519 = first.checked_add(1).ok_or(ProofError::IndexOutOfRange)?;
                SignatureIndices { ed25519, secp256r1: first }
            }
        };
        let submission = Submission {
            operator: self.operator,
            device: self.device,
            shard: route.shard,
            attestor_set: route.attestor_set,
            verifier: route.verifier,
            statement: self.statement,
            indices,
        };
        signatures.push(instructions::submit_contribution(network, &submission));
        Ok(signatures)
    }
}

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

/// A device's two different statements for one epoch and sequence.
#[derive(Clone, Debug)]
pub struct EquivocationReport<'a> {
    first: &'a Proof,
    second: &'a Proof,
}

impl<'a> EquivocationReport<'a> {
    /// Two proofs by one device. Only the device's signatures are evidence: attestors are not needed.
    pub fn new(first: &'a Proof, second: &'a Proof) -> Result<Self> {
        let (a, b) = (&first.statement, &second.statement);
        let one_slot = a.epoch == b.epoch && a.sequence == b.sequence;
        if !one_slot || first.digest == second.digest || first.device != second.device {
            return Err(ProofError::NoEquivocation.into());
        }
        Ok(Self { first, second })
    }

    /// The precompile instruction, then `report_equivocation`. Signed by `reporter`, who pays the case's rent.
    pub fn instructions(
        &self,
        network: &NetworkAddresses,
        reporter: Address,
        first_index: u8,
    ) -> Result<Vec<Instruction>> {
        let Self { first, second } = self;
        let signatures = [(&first.digest, first.device_signature), (&second.digest, second.device_signature)];
        let equivocation =
            Equivocation { first: first.statement, second: second.statement, signature_index: first_index };
        Ok(vec![
            precompile::one_key(&first.key, &signatures)?,
            instructions::report_equivocation(network, reporter, first.operator, first.device, equivocation),
        ])
    }
}
