use girder_interface::{
    Domain, Hash,
    key::{DeviceKey, KeyKind},
};
use ledger::{SignatureIndices, Statement};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;

use super::ProofError;
use crate::{
    NetworkAddresses, Result,
    instructions::{self, Submission},
    pda, precompile,
    signer::{Attestation, DeviceSigner, SignatureBytes},
};

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

#[cfg(test)]
mod tests {
    use anchor_lang::{AnchorDeserialize, Discriminator};
    use ledger::instruction::SubmitContribution;
    use solana_keypair::Keypair;

    use super::*;
    use crate::{
        SdkError, Token,
        signer::{Ed25519Signer, Secp256r1Signer},
    };

    const DOMAIN: Domain = Domain { program_id: [1; 32], network: [2; 32], instance: [3; 32] };
    const STATEMENT: Statement = Statement { epoch: 4, sequence: 5, class: 6, units: 7, evidence_hash: [8; 32] };

    fn network() -> NetworkAddresses {
        let token = Token::spl(Address::new_unique());
        NetworkAddresses::derive(DOMAIN.network.into(), token, token, None, 1)
    }

    fn builder(device: &dyn DeviceSigner) -> ProofBuilder {
        ProofBuilder::new(&DOMAIN, Address::default(), device.key(), STATEMENT)
    }

    fn indices(submission: &Instruction) -> SignatureIndices {
        let mut arguments = &submission.data[SubmitContribution::DISCRIMINATOR.len()..];
        SubmitContribution::deserialize(&mut arguments).unwrap().indices
    }

    #[test]
    fn a_digest_means_nothing_elsewhere() {
        let device = Ed25519Signer::from_seed(&[9; 32].into());
        let here = builder(&device).digest();
        let domains = [
            Domain { program_id: [9; 32], ..DOMAIN },
            Domain { network: [9; 32], ..DOMAIN },
            Domain { instance: [9; 32], ..DOMAIN },
        ];
        for domain in domains {
            let there = ProofBuilder::new(&domain, Address::default(), device.key(), STATEMENT).digest();
            assert_ne!(here, there);
        }
    }

    #[test]
    fn signatures_are_where_the_submission_says() {
        let attestor = Keypair::new_from_array([7; 32]);
        let route = Route { attestor_set: Some(1), first_index: 2, ..Route::default() };
        let plain = Ed25519Signer::from_seed(&[9; 32].into());
        let proof = builder(&plain).sign(&plain).unwrap().attest(&attestor).unwrap().build().unwrap();
        let instructions = proof.instructions(&network(), route).unwrap();
        assert_eq!(instructions.len(), 2);
        assert_eq!(indices(&instructions[1]), SignatureIndices { ed25519: 2, secp256r1: 0 });

        let hardware = Secp256r1Signer::from_scalar(&[9; 32].into()).unwrap();
        let proof = builder(&hardware).sign(&hardware).unwrap().attest(&attestor).unwrap().build().unwrap();
        let instructions = proof.instructions(&network(), route).unwrap();
        assert_eq!(instructions[0].program_id, solana_sdk_ids::secp256r1_program::ID);
        assert_eq!(instructions[1].program_id, solana_sdk_ids::ed25519_program::ID);
        assert_eq!(indices(&instructions[2]), SignatureIndices { ed25519: 3, secp256r1: 2 });
    }

    #[test]
    fn a_verifiers_class_needs_no_attestors() {
        let hardware = Secp256r1Signer::from_scalar(&[9; 32].into()).unwrap();
        let proof = builder(&hardware).sign(&hardware).unwrap().build().unwrap();
        let route = Route { verifier: Some(Address::new_unique()), ..Route::default() };
        assert_eq!(proof.instructions(&network(), route).unwrap().len(), 2);
    }

    #[test]
    fn incomplete_and_contradictory_proofs_are_refused() {
        let (device, other) = (Ed25519Signer::from_seed(&[9; 32].into()), Ed25519Signer::from_seed(&[8; 32].into()));
        let attestor = Keypair::new_from_array([7; 32]);
        let refused = |result: Result<_>| match result {
            Err(SdkError::Proof(error)) => error,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(builder(&device).build().map(|_| ())), ProofError::DeviceSignatureMissing);
        assert_eq!(refused(builder(&device).sign(&other).map(|_| ())), ProofError::WrongSigner);
        let twice = builder(&device).attest(&attestor).unwrap().attest(&attestor);
        assert_eq!(refused(twice.map(|_| ())), ProofError::AttestedAlready { attestor: attestor.pubkey() });

        let crowd = (0..8).map(|number| Keypair::new_from_array([number; 32]));
        let proof = crowd.fold(builder(&device).sign(&device).unwrap(), |proof, key| proof.attest(&key).unwrap());
        let built = proof.build().unwrap().instructions(&network(), Route::default());
        assert_eq!(refused(built.map(|_| ())), ProofError::TooManySignatures { count: 9 });
    }
}
