//! What changes an operator.

use anyhow::Result;
use girder_sdk::{
    NetworkAddresses, instructions,
    ledger::state::Operator,
    tokens,
    transport::{self, Transport},
};
use solana_address::Address;

use crate::cluster::Session;

/// Offers the authority.
pub async fn offer(session: &Session, operator: Address, to: Address) -> Result<()> {
    session.send(&[instructions::offer_operator_authority(operator, session.address()?, to)], &[]).await
}

/// Takes the authority over.
pub async fn accept(session: &Session, operator: Address) -> Result<()> {
    session.send(&[instructions::accept_operator_authority(operator, session.address()?)], &[]).await
}

/// Names the manager, or nobody.
pub async fn manager(session: &Session, operator: Address, manager: Option<Address>) -> Result<()> {
    let manager = manager.unwrap_or_default();
    session.send(&[instructions::set_operator_manager(operator, session.address()?, manager)], &[]).await
}

/// Names the payout wallet.
pub async fn payout(session: &Session, operator: Address, wallet: Address) -> Result<()> {
    session.send(&[instructions::set_payout_wallet(operator, session.address()?, wallet)], &[]).await
}

/// Changes the commission.
pub async fn commission(session: &Session, operator: Address, bps: u64) -> Result<()> {
    let (network, _) = read(session.ledger(), operator).await?;
    session.send(&[instructions::set_commission(&network, operator, session.address()?, bps)], &[]).await
}

/// Declares maintenance.
pub async fn maintenance(session: &Session, operator: Address, from_epoch: u64, epochs: u64) -> Result<()> {
    let (network, _) = read(session.ledger(), operator).await?;
    let signer = session.address()?;
    session.send(&[instructions::declare_maintenance(&network, operator, signer, from_epoch, epochs)], &[]).await
}

/// Pays the commission to the payout wallet's associated token account.
pub async fn claim_commission(session: &Session, operator: Address) -> Result<()> {
    let (network, account) = read(session.ledger(), operator).await?;
    let wallet = account.payout_wallet;
    let steps = [
        tokens::create_account(&network.reward, session.payer()?, wallet),
        instructions::claim_commission(&network, operator, network.reward.account_of(wallet)),
    ];
    session.send(&steps, &[]).await
}

/// Leaves jail.
pub async fn unjail(session: &Session, operator: Address) -> Result<()> {
    let (network, _) = read(session.ledger(), operator).await?;
    session.send(&[instructions::unjail(&network, operator, session.address()?)], &[]).await
}

/// Closes an empty operator; its rent goes to who paid it.
pub async fn close(session: &Session, operator: Address) -> Result<()> {
    let (network, Operator { identity, rent_payer, .. }) = read(session.ledger(), operator).await?;
    session.send(&[instructions::close_operator(&network, identity, session.address()?, rent_payer)], &[]).await
}

async fn read(ledger: &dyn Transport, address: Address) -> Result<(NetworkAddresses, Operator)> {
    let operator: Operator = transport::fetch(ledger, address).await?;
    let (network, _) = transport::network(ledger, operator.network).await?;
    Ok((network, operator))
}
