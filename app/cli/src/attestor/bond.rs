//! An attestor's registration and bond.

use std::path::Path;

use anyhow::Result;
use girder_sdk::{
    amount, instructions,
    ledger::state::Attestor,
    pda, tokens,
    transport::{self, Transport},
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::cluster::{self, Session};

/// Registers an attestor, whose key signs that it agrees.
pub async fn register(session: &Session, network: Address, key: Option<&Path>) -> Result<()> {
    let (addresses, _) = transport::network(session.ledger(), network).await?;
    let key: Option<Keypair> = key.map(cluster::load_keypair).transpose()?;
    let authority = session.address()?;
    let attestor = key.as_ref().map_or(authority, Signer::pubkey);
    let register = instructions::register_attestor(&addresses, session.payer()?, authority, attestor);
    session.send(&[register], &key.iter().collect::<Vec<_>>()).await
}

/// Adds whole tokens of the actor's to a bond.
pub async fn post(session: &Session, network: Address, key: Address, amount: &str) -> Result<()> {
    let (addresses, account) = transport::network(session.ledger(), network).await?;
    let (owner, amount) = (session.address()?, amount::parse(amount, account.collateral_decimals)?);
    let source = addresses.collateral.account_of(owner);
    session.send(&[instructions::post_bond(&addresses, key, owner, source, amount)], &[]).await
}

/// Asks for a bond back.
pub async fn unbond(session: &Session, network: Address, key: Address) -> Result<()> {
    let (addresses, account) = transport::network(session.ledger(), network).await?;
    let attestor = read(session.ledger(), network, key).await?;
    let newest = account.attestor_set_version;
    let sealed = Some(newest).filter(|&version| version > 0);
    let draft = Some(attestor.set_version).filter(|&version| version > newest);
    session.send(&[instructions::unbond_attestor(&addresses, key, session.address()?, sealed, draft)], &[]).await
}

/// Pays a bond back to its owner's associated token account.
pub async fn withdraw(session: &Session, network: Address, key: Address) -> Result<()> {
    let (addresses, _) = transport::network(session.ledger(), network).await?;
    let Attestor { authority, rent_payer, .. } = read(session.ledger(), network, key).await?;
    let token = addresses.collateral;
    let steps = [
        tokens::create_account(&token, session.payer()?, authority),
        instructions::withdraw_bond(&addresses, key, token.account_of(authority), rent_payer),
    ];
    session.send(&steps, &[]).await
}

async fn read(ledger: &dyn Transport, network: Address, key: Address) -> Result<Attestor> {
    Ok(transport::fetch(ledger, pda::attestor(network, key)).await?)
}
