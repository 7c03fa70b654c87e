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

#[cfg(test)]
mod tests {
    use ledger::{Statement, VerdictStatement};

    use super::*;
    use crate::{Token, pda};

    const DOMAIN: Domain = Domain { program_id: [1; 32], network: [2; 32], instance: [3; 32] };
    const STATEMENT: Statement = Statement { epoch: 4, sequence: 5, class: 6, units: 7, evidence_hash: [8; 32] };
    const VERDICT: VerdictStatement = VerdictStatement { epoch: 4, evidence_hash: [8; 32], fraction_bps: 500 };

    fn address(byte: u8) -> Address {
        Address::new_from_array([byte; 32])
    }

    fn proof(evidence: DoubleStatement) -> DoubleStatementProof {
        DoubleStatementProof { key: address(7), set_version: 3, evidence, signatures: [[11; 64], [12; 64]] }
    }

    fn contributions(operators: [Address; 2], statements: [Statement; 2]) -> DoubleStatementProof {
        proof(DoubleStatement::Contributions { device: address(5), operators, statements })
    }

    fn verdicts(statements: [VerdictStatement; 2]) -> DoubleStatementProof {
        proof(DoubleStatement::Verdicts { operator: address(6), statements })
    }

    #[test]
    fn only_two_different_statements_on_one_subject_are_evidence() {
        let (one, other) = (address(6), address(9));
        let changed = Statement { units: 8, ..STATEMENT };
        for none in [
            contributions([one, one], [STATEMENT, STATEMENT]),
            contributions([one, one], [STATEMENT, Statement { epoch: 5, ..changed }]),
            contributions([one, other], [STATEMENT, Statement { sequence: 6, ..changed }]),
            verdicts([VERDICT, VERDICT]),
            verdicts([VERDICT, VerdictStatement { evidence_hash: [9; 32], ..VERDICT }]),
        ] {
            assert_eq!(none.digests(&DOMAIN), Err(ProofError::NoDoubleStatement), "{none:?}");
        }
        for evidence in [
            contributions([one, one], [STATEMENT, changed]),
            contributions([one, one], [STATEMENT, Statement { class: 7, ..STATEMENT }]),
            contributions([one, one], [STATEMENT, Statement { evidence_hash: [9; 32], ..STATEMENT }]),
            contributions([one, other], [STATEMENT, STATEMENT]),
            verdicts([VERDICT, VerdictStatement { epoch: 5, ..VERDICT }]),
            verdicts([VERDICT, VerdictStatement { fraction_bps: 501, ..VERDICT }]),
        ] {
            let [first, second] = evidence.digests(&DOMAIN).unwrap();
            assert_ne!(first, second);
        }
    }

    #[test]
    fn the_report_names_attestor_set_case_and_signatures() {
        let evidence = verdicts([VERDICT, VerdictStatement { epoch: 5, ..VERDICT }]);
        let token = Token::spl(address(4));
        let network = NetworkAddresses::derive(address(2), token, token, None, 1);
        let built = evidence.instructions(&network, &DOMAIN, address(9), 6).unwrap();
        let (signatures, report) = (&built[0].data, &built[1]);
        assert_eq!(signatures[0], 2);
        assert_eq!(signatures[30..][..64], [11; 64], "in the order of the statements");
        assert_eq!(report.data.last(), Some(&6));
        let subject = VERDICT.verdict(&address(6)).subject();
        let attestor = pda::attestor(network.network, address(7));
        let offence =
            girder_interface::offence::Offence::DoubleStatement { attestor: &attestor.to_bytes(), subject: &subject };
        for named in [attestor, pda::attestor_set(network.network, 3), pda::slash_case(network.network, &offence)] {
            assert!(report.accounts.iter().any(|meta| meta.pubkey == named && meta.is_writable));
        }
        let alone = verdicts([VERDICT, VERDICT]);
        assert!(alone.instructions(&network, &DOMAIN, address(9), 0).is_err());
    }
}
