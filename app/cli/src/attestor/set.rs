//! Sets of attestors, and what their members earn.

use anyhow::{Context, Result};
use girder_sdk::{
    NetworkAddresses,
    accounts::decode_account,
    instructions::{self, Seal},
    ledger::state::{Attestor, AttestorSet},
    pda, tokens, transport,
};
use solana_address::Address;

use crate::cluster::Session;

/// Opens the draft of the next set.
pub async fn create(session: &Session, network: Address) -> Result<()> {
    let (addresses, draft) = draft(session, network).await?;
    let create = instructions::create_attestor_set(&addresses, draft, session.payer()?, session.address()?);
    session.send(&[create], &[]).await
}

/// Adds an attestor to the draft.
pub async fn add(session: &Session, network: Address, key: Address, weight: u64) -> Result<()> {
    let (addresses, draft) = draft(session, network).await?;
    session.send(&[instructions::add_attestor(&addresses, draft, session.address()?, key, weight)], &[]).await
}

/// Makes the draft final.
pub async fn seal(session: &Session, network: Address, seal: Seal) -> Result<()> {
    let (addresses, draft) = draft(session, network).await?;
    session.send(&[instructions::seal_attestor_set(&addresses, draft, session.address()?, seal)], &[]).await
}

/// Strikes a key from a set; tells the ledger if it was slashed for a double statement.
pub async fn strike(session: &Session, network: Address, key: Address, set: Option<u64>) -> Result<()> {
    let (addresses, version) = sealed(session, network, set).await?;
    let attestor = session.ledger().account(&pda::attestor(network, key)).await?;
    let attestor: Option<Attestor> = attestor.as_ref().and_then(|account| decode_account(account).ok());
    let at_fault = attestor.is_some_and(|attestor| attestor.slashed_statements > 0);
    session.send(&[instructions::strike_attestor(&addresses, version, session.address()?, key, at_fault)], &[]).await
}

/// Pays what a member earned to its payee's associated token account.
pub async fn claim(session: &Session, network: Address, key: Address, set: Option<u64>) -> Result<()> {
    let (addresses, version) = sealed(session, network, set).await?;
    let set: AttestorSet = transport::fetch(session.ledger(), pda::attestor_set(network, version)).await?;
    let member = set.members().iter().find(|member| member.key == key);
    let payee = member.with_context(|| format!("{key} is not in the attestor set {version}"))?.payee;
    let steps = [
        tokens::create_account(&addresses.reward, session.payer()?, payee),
        instructions::claim_attestor_pay(&addresses, version, key, addresses.reward.account_of(payee)),
    ];
    session.send(&steps, &[]).await
}

/// Closes a set; its rent goes to who paid it.
pub async fn close(session: &Session, network: Address, version: u64) -> Result<()> {
    let (addresses, _) = transport::network(session.ledger(), network).await?;
    let set: AttestorSet = transport::fetch(session.ledger(), pda::attestor_set(network, version)).await?;
    session.send(&[instructions::close_attestor_set(&addresses, version, set.rent_payer)], &[]).await
}

/// The draft's version, whether it is open or not.
async fn draft(session: &Session, network: Address) -> Result<(NetworkAddresses, u64)> {
    let (addresses, account) = transport::network(session.ledger(), network).await?;
    Ok((addresses, account.attestor_set_version.saturating_add(1)))
}

/// The version named, or else the newest sealed one.
async fn sealed(session: &Session, network: Address, set: Option<u64>) -> Result<(NetworkAddresses, u64)> {
    let (addresses, account) = transport::network(session.ledger(), network).await?;
    Ok((addresses, set.unwrap_or(account.attestor_set_version)))
}
