use girder_interface::{Domain, Hash, key::DeviceKey};
use ledger::DoubleStatement;
use solana_address::Address;
use solana_instruction::Instruction;

use super::ProofError;
use crate::{
    NetworkAddresses, Result,
    instructions::{self, DoubleStatementReport},
    precompile,
    signer::SignatureBytes,
};

/// An attestor's two different statements on one subject, with its signatures of both.
#[derive(Clone, Debug)]
pub struct DoubleStatementProof {
    /// The attestor's key.
    pub key: Address,
    /// Version of the set in force in the first statement's epoch.
    pub set_version: u64,
    /// The statements.
    pub evidence: DoubleStatement,
    /// The signature of each.
    pub signatures: [SignatureBytes; 2],
}

impl DoubleStatementProof {
    /// What was signed, in the order of the statements; refuses statements that are one or on different subjects.
    pub fn digests(&self, domain: &Domain) -> Result<[Hash; 2], ProofError> {
        self.signed(domain).map(|(_, digests)| digests)
    }

    /// The precompile instruction, then `report_double_statement`. Signed by `reporter`, who pays the case's rent.
    pub fn instructions(
        &self,
        network: &NetworkAddresses,
        domain: &Domain,
        reporter: Address,
        first_index: u8,
    ) -> Result<Vec<Instruction>> {
        let (subject, [first, second]) = self.signed(domain)?;
        let Self { key, set_version, evidence, signatures: [one, other] } = *self;
        let signed = [(&first, one), (&second, other)];
        let report = DoubleStatementReport { key, set_version, subject, evidence, signature_index: first_index };
        Ok(vec![
            precompile::one_key(&DeviceKey::Ed25519(key.to_bytes()), &signed)?,
            instructions::report_double_statement(network, reporter, report),
        ])
    }

    fn signed(&self, domain: &Domain) -> Result<(Hash, [Hash; 2]), ProofError> {
        let pair = match &self.evidence {
            DoubleStatement::Contributions { device, operators: [first, second], statements: [one, other] } => {
                [one.contribution(first, device), other.contribution(second, device)]
                    .map(|statement| (statement.subject(), statement.digest(domain)))
            }
            DoubleStatement::Verdicts { operator, statements } => statements
                .map(|statement| statement.verdict(operator))
                .map(|verdict| (verdict.subject(), verdict.digest(domain))),
        };
        let [(subject, first), (other_subject, second)] = pair;
        if subject != other_subject || first == second {
            return Err(ProofError::NoDoubleStatement);
        }
        Ok((subject, [first, second]))
    }
}
