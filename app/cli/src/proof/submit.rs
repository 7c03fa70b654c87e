//! Submitting a proof.

use anyhow::{Context, Result, ensure};
use girder_sdk::{
    ledger::state::AttestorSet,
    proof::Route,
    transport::{self, Transport},
};
use solana_address::Address;

use super::Submit;
use crate::{
    attest,
    statement::{self, Verified},
};

/// Submits a statement with the signatures that it needs.
pub async fn submit(options: &Submit) -> Result<()> {
    let Verified { network, domain, epoch, mut proof, .. } = statement::load(&options.statement)?;
    let digest = proof.digest();
    for path in &options.attestation {
        proof = proof.attestation(attest::load(path, &digest)?)?;
    }
    for path in &options.attestor {
        proof = proof.attestation(attest::sign(path, &digest)?)?;
    }
    let (proof, session) = (proof.build()?, options.sending.open()?);
    let (addresses, account) = transport::network(session.ledger(), network).await?;
    ensure!(account.domain(&network) == domain, "the statement is of another instance of the network {network}");
    // Any shard will do: devices spread over them.
    let shard = proof.device.to_bytes().first().copied().unwrap_or(0) % addresses.shards.max(1);
    let attestor_set = Some(set_in_force(session.ledger(), network, epoch).await?);
    let route = Route { shard, attestor_set, ..Route::default() };
    session.send(&proof.instructions(&addresses, route)?, &[]).await
}

/// The version of the attestor set whose signatures count in an epoch.
pub async fn set_in_force(ledger: &dyn Transport, network: Address, epoch: u64) -> Result<u64> {
    let sets: Vec<(Address, AttestorSet)> = transport::fetch_all(ledger, network).await?;
    let in_force = |set: &AttestorSet| set.sealed == 1 && (set.from_epoch..=set.until_epoch).contains(&epoch);
    let found = sets.iter().find(|(_, set)| in_force(set));
    found.map(|(_, set)| set.set_version).with_context(|| format!("no attestor set is in force in epoch {epoch}"))
}
