//! A verdict's life.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use girder_interface::offence::Offence;
use girder_sdk::{
    NetworkAddresses, instructions,
    ledger::{
        VerdictStatement,
        state::{self, Operator},
    },
    pda,
    signer::Attestation,
    transport::{self, Transport},
};
use sha2::{Digest, Sha256};
use solana_address::Address;

use crate::{cluster::Session, proof::set_in_force, verdict_file::Verdict};

/// A verdict about an operator. `(epoch, fraction)`: what it is about, and which part of the stake it takes, basis points.
pub async fn draft(
    ledger: &dyn Transport,
    operator: Address,
    (epoch, fraction_bps): (u64, u64),
    evidence: &Path,
) -> Result<Verdict> {
    let content = fs::read(evidence).with_context(|| format!("the evidence `{}` can't be read", evidence.display()))?;
    let network = transport::fetch::<Operator>(ledger, operator).await?.network;
    let (_, account) = transport::network(ledger, network).await?;
    let statement = VerdictStatement { epoch, evidence_hash: Sha256::digest(content).into(), fraction_bps };
    Ok(Verdict { network, domain: account.domain(&network), operator, statement })
}

/// Adds signatures, and pays the rent of a verdict that is new.
pub async fn sign(session: &Session, verdict: &Verdict, attestations: Vec<Attestation>) -> Result<()> {
    let (addresses, set_version) = read(session.ledger(), verdict).await?;
    let mut signatures = verdict.signatures(set_version);
    for attestation in attestations {
        signatures = signatures.attestation(attestation)?;
    }
    session.send(&signatures.instructions(&addresses, session.payer()?, 0)?, &[]).await?;
    session.tell("Verdict", pda::verdict(verdict.network, &verdict.digest()))
}

/// Opens the verdict's case.
pub async fn slash(session: &Session, verdict: &Verdict) -> Result<()> {
    let (addresses, set_version) = read(session.ledger(), verdict).await?;
    let address = pda::verdict(verdict.network, &verdict.digest());
    let signed: state::Verdict = transport::fetch(session.ledger(), address).await?;
    let signatures = verdict.signatures(set_version);
    let reporter = session.address()?;
    let slash = instructions::slash_by_verdict(&addresses, reporter, signatures.verdict(), signed.rent_payer);
    session.send(&[slash], &[]).await?;
    let (operator, evidence_hash) = (verdict.operator.to_bytes(), &verdict.statement.evidence_hash);
    session.tell("Case", pda::slash_case(verdict.network, &Offence::Verdict { operator: &operator, evidence_hash }))
}

/// Closes a verdict that came to nothing.
pub async fn close(session: &Session, address: Address) -> Result<()> {
    let verdict: state::Verdict = transport::fetch(session.ledger(), address).await?;
    let (addresses, account) = transport::network(session.ledger(), verdict.network).await?;
    let digest = verdict.statement().digest(&account.domain(&verdict.network));
    session.send(&[instructions::close_verdict(&addresses, &digest, verdict.rent_payer)], &[]).await
}

/// The network's addresses, and the attestor set that decides.
async fn read(ledger: &dyn Transport, verdict: &Verdict) -> Result<(NetworkAddresses, u64)> {
    let network = verdict.network;
    let (addresses, account) = transport::network(ledger, network).await?;
    ensure!(account.domain(&network) == verdict.domain, "the verdict is of another instance of the network {network}");
    Ok((addresses, set_in_force(ledger, network, verdict.statement.epoch).await?))
}
