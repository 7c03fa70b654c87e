//! Two statements that one key signed, where only one may be: evidence that pays its reporter a bounty.

use std::path::Path;

use anyhow::{Result, ensure};
use girder_interface::{Domain, Hash, offence::Offence};
use girder_sdk::{
    NetworkAddresses,
    ledger::DoubleStatement,
    pda,
    proof::{DoubleStatementProof, EquivocationReport, Proof},
    signer::Attestation,
    transport::{self, Transport},
};
use solana_address::Address;
use solana_instruction::Instruction;

use crate::{attest, attested, proof::set_in_force, statement};

/// What a report shows, and the case that it opens.
pub struct Evidence {
    /// The network's addresses.
    pub network: NetworkAddresses,
    /// What names the offence.
    pub offence_id: Hash,
    /// What was signed.
    pub digests: [Hash; 2],
    /// The case.
    pub slash_case: Address,
    domain: Domain,
    shown: Shown,
}

enum Shown {
    Equivocation(Box<[Proof; 2]>),
    DoubleStatement(Box<DoubleStatementProof>),
}

/// A statement or a verdict with an attestor's signature, in files.
pub struct Signed<'a> {
    /// As `girder prove` or `girder verdict draft` writes it.
    pub statement: &'a Path,
    /// As `girder attest` writes it.
    pub attestation: &'a Path,
}

impl Evidence {
    /// Two statements of one device.
    pub async fn equivocation(ledger: &dyn Transport, first: &Path, second: &Path) -> Result<Self> {
        let [first, second] = [statement::load(first)?, statement::load(second)?];
        let (network, domain) = network(ledger, first.network, [first.domain, second.domain]).await?;
        let proofs = [first.proof.build()?, second.proof.build()?];
        let [one, other] = &proofs;
        EquivocationReport::new(one, other)?;
        Ok(Self {
            network,
            offence_id: Offence::Equivocation { device: &one.device.to_bytes() }.id(),
            digests: [one.digest, other.digest],
            slash_case: pda::equivocation_case(network.network, one.device),
            domain,
            shown: Shown::Equivocation(Box::new(proofs)),
        })
    }

    /// Two statements that one attestor signed.
    pub async fn double_statement(ledger: &dyn Transport, first: Signed<'_>, second: Signed<'_>) -> Result<Self> {
        let [one, other] = [attested::load(first.statement)?, attested::load(second.statement)?];
        let [signed, also_signed] =
            [attest::load(first.attestation, &one.digest())?, attest::load(second.attestation, &other.digest())?];
        let Attestation { attestor: key, .. } = signed;
        ensure!(key == also_signed.attestor, "two attestors signed them: {key} and {}", also_signed.attestor);
        let (network, domain) = network(ledger, one.network(), [one.domain(), other.domain()]).await?;
        let set_version = set_in_force(ledger, network.network, one.epoch()).await?;
        let (evidence, signatures) = (one.beside(other)?, [signed.signature, also_signed.signature]);
        let proof = DoubleStatementProof { key, set_version, evidence, signatures };
        let digests = proof.digests(&domain)?;
        let attestor = pda::attestor(network.network, key).to_bytes();
        let subject = subject(&evidence);
        let offence = Offence::DoubleStatement { attestor: &attestor, subject: &subject };
        Ok(Self {
            network,
            offence_id: offence.id(),
            digests,
            slash_case: pda::slash_case(network.network, &offence),
            domain,
            shown: Shown::DoubleStatement(Box::new(proof)),
        })
    }

    /// What reports it, first in its transaction. Signed by `reporter`, who pays the case's rent.
    pub fn report(&self, reporter: Address) -> Result<Vec<Instruction>> {
        Ok(match &self.shown {
            Shown::Equivocation(proofs) => {
                let [first, second] = proofs.as_ref();
                EquivocationReport::new(first, second)?.instructions(&self.network, reporter, 0)?
            }
            Shown::DoubleStatement(proof) => proof.instructions(&self.network, &self.domain, reporter, 0)?,
        })
    }
}

async fn network(ledger: &dyn Transport, network: Address, domains: [Domain; 2]) -> Result<(NetworkAddresses, Domain)> {
    let (addresses, account) = transport::network(ledger, network).await?;
    let domain = account.domain(&network);
    ensure!(domains == [domain; 2], "both must be of one instance of the network {network}");
    Ok((addresses, domain))
}

/// What both statements are about.
fn subject(evidence: &DoubleStatement) -> Hash {
    match evidence {
        DoubleStatement::Contributions { device, operators: [operator, _], statements: [first, _] } => {
            first.contribution(operator, device).subject()
        }
        DoubleStatement::Verdicts { operator, statements: [first, _] } => first.verdict(operator).subject(),
    }
}
