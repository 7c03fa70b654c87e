use girder_sdk::{
    Result,
    instructions::{self as build, VerdictAddresses},
    interface::offence::Offence,
    ledger::{DoubleStatement, VerdictStatement, state::Attestor},
    pda,
    proof::{DoubleStatementProof, VerdictSignatures},
    signer::Attestation,
    transport::Receipt,
};
use solana_address::Address;
use solana_signer::Signer;

use crate::{Ledger, TestAttestor, TestOperator};

impl Ledger {
    /// A verdict on evidence of its own number: this much of the stake, basis points.
    pub fn verdict_statement(&self, epoch: u64, evidence: u8, fraction_bps: u64) -> VerdictStatement {
        VerdictStatement { epoch, evidence_hash: [evidence; 32], fraction_bps }
    }

    /// A verdict about an operator, by the set in force in its epoch; nobody signed yet.
    pub fn verdict(&self, operator: &TestOperator, statement: VerdictStatement) -> VerdictSignatures {
        let set = self.set_at(statement.epoch).unwrap();
        VerdictSignatures::new(&self.domain, operator.address, set, statement)
    }

    /// Adds signatures of the attestors of these numbers to a verdict, in one transaction paid by the harness.
    pub fn sign_verdict(&self, verdict: &VerdictSignatures, attestors: &[usize]) -> Result<Receipt> {
        let sign = |signed: VerdictSignatures, &number: &usize| signed.attest(&self.attestors[number].key).unwrap();
        let signed = attestors.iter().fold(verdict.clone(), sign);
        self.send(&signed.instructions(&self.network, self.payer.pubkey(), 0)?, &[])
    }

    /// Opens a case by a verdict, as the harness's payer, who paid the verdict's rent.
    pub fn slash_by_verdict(&self, verdict: &VerdictAddresses) -> Result<Receipt> {
        let payer = self.payer.pubkey();
        self.send(&[build::slash_by_verdict(&self.network, payer, verdict, payer)], &[])
    }

    /// Lets all attestors sign a verdict and opens its case; returns where that is.
    pub fn condemn(&self, operator: &TestOperator, statement: VerdictStatement) -> Address {
        let verdict = self.verdict(operator, statement);
        let all: Vec<usize> = (0..self.attestors.len()).collect();
        self.sign_verdict(&verdict, &all).unwrap();
        self.slash_by_verdict(verdict.verdict()).unwrap();
        self.verdict_case(operator, &statement)
    }

    /// Where the case of a verdict is.
    pub fn verdict_case(&self, operator: &TestOperator, statement: &VerdictStatement) -> Address {
        let (operator, evidence_hash) = (operator.address.to_bytes(), &statement.evidence_hash);
        pda::slash_case(self.network.network, &Offence::Verdict { operator: &operator, evidence_hash })
    }

    /// An attestor's signatures of two statements.
    pub fn double_statement(&self, attestor: &TestAttestor, evidence: DoubleStatement) -> DoubleStatementProof {
        let epoch = match &evidence {
            DoubleStatement::Contributions { statements: [first, _], .. } => first.epoch,
            DoubleStatement::Verdicts { statements: [first, _], .. } => first.epoch,
        };
        let (key, set_version) = (attestor.key.pubkey(), self.set_at(epoch).unwrap());
        let unsigned = DoubleStatementProof { key, set_version, evidence, signatures: [[0; 64]; 2] };
        let sign = |digest| Attestation::sign(&attestor.key, &digest).unwrap().signature;
        DoubleStatementProof { signatures: unsigned.digests(&self.domain).unwrap().map(sign), ..unsigned }
    }

    /// An attestor's two verdicts on one evidence, about one operator and epoch.
    pub fn two_verdicts(&self, attestor: &TestAttestor, epoch: u64, evidence: u8) -> DoubleStatementProof {
        let statements = [100, 200].map(|fraction| self.verdict_statement(epoch, evidence, fraction));
        let operator = Address::new_from_array([9; 32]);
        self.double_statement(attestor, DoubleStatement::Verdicts { operator, statements })
    }

    /// Opens a case against an attestor, as the harness's payer.
    pub fn report_double_statement(&self, proof: &DoubleStatementProof) -> Result<Receipt> {
        self.send(&proof.instructions(&self.network, &self.domain, self.payer.pubkey(), 0)?, &[])
    }

    /// Where the case of a double statement is.
    pub fn double_statement_case(&self, proof: &DoubleStatementProof) -> Address {
        let subject = match &proof.evidence {
            DoubleStatement::Contributions { device, operators: [operator, _], statements: [first, _] } => {
                first.contribution(operator, device).subject()
            }
            DoubleStatement::Verdicts { operator, statements: [first, _] } => first.verdict(operator).subject(),
        };
        let attestor = pda::attestor(self.network.network, proof.key).to_bytes();
        pda::slash_case(self.network.network, &Offence::DoubleStatement { attestor: &attestor, subject: &subject })
    }

    /// The Attestor account.
    pub fn attestor_account(&self, attestor: &TestAttestor) -> Attestor {
        self.chain.read(pda::attestor(self.network.network, attestor.key.pubkey())).unwrap()
    }
}
