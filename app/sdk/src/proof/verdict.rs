use girder_interface::{Domain, Hash, key::KeyKind};
use ledger::VerdictStatement;
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;

use super::ProofError;
use crate::{
    NetworkAddresses, Result,
    instructions::{self, VerdictAddresses},
    precompile,
    signer::Attestation,
};

/// Collects attestors' signatures of a verdict. A quorum may take several transactions: each takes what it has.
#[derive(Clone, Debug)]
pub struct VerdictSignatures {
    verdict: VerdictAddresses,
    attestations: Vec<Attestation>,
}

impl VerdictSignatures {
    /// A verdict about an operator. `set_version`: the attestor set in force in the statement's epoch.
    pub fn new(domain: &Domain, operator: Address, set_version: u64, statement: VerdictStatement) -> Self {
        let digest = statement.verdict(&operator).digest(domain);
        let verdict = VerdictAddresses { operator, set_version, statement, digest };
        Self { verdict, attestations: Vec::new() }
    }

    /// The 32 bytes that the attestors sign.
    pub fn digest(&self) -> Hash {
        self.verdict.digest
    }

    /// The verdict and where it is.
    pub fn verdict(&self) -> &VerdictAddresses {
        &self.verdict
    }

    /// Signs with an attestor's key.
    pub fn attest(self, attestor: &dyn Signer) -> Result<Self> {
        let attestation = Attestation::sign(attestor, &self.verdict.digest)?;
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

    /// The precompile instruction, then `sign_verdict`. Signed by `payer`, who pays the rent of a verdict that is new.
    pub fn instructions(
        &self,
        network: &NetworkAddresses,
        payer: Address,
        first_index: u8,
    ) -> Result<Vec<Instruction>> {
        let signatures: Vec<_> =
            self.attestations.iter().map(|found| (found.attestor.as_ref(), found.signature)).collect();
        Ok(vec![
            precompile::one_message(KeyKind::Ed25519, &self.verdict.digest, &signatures)?,
            instructions::sign_verdict(network, payer, &self.verdict, first_index),
        ])
    }
}
