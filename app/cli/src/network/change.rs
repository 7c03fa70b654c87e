//! What changes a network.

use anyhow::Result;
use girder_sdk::{amount, instructions, ledger::state::ParameterChange, pda, tokens, transport};
use solana_address::Address;

use crate::cluster::Session;

/// Adds whole tokens of the actor's to the reserve.
pub async fn fund(session: &Session, network: Address, amount: &str) -> Result<()> {
    let (addresses, account) = transport::network(session.ledger(), network).await?;
    let (owner, amount) = (session.address()?, amount::parse(amount, account.reward_decimals)?);
    session.send(&[instructions::fund(&addresses, owner, addresses.reward.account_of(owner), amount)], &[]).await
}

/// Pauses one of `pause_subject`, or ends its pause.
pub async fn pause(session: &Session, network: Address, subject: u8, seconds: i64) -> Result<()> {
    let (addresses, _) = transport::network(session.ledger(), network).await?;
    session.send(&[instructions::pause(&addresses, session.address()?, subject, seconds)], &[]).await
}

/// Offers one of `network_role`, or withdraws the offer.
pub async fn offer_role(session: &Session, network: Address, role: u8, to: Option<Address>) -> Result<()> {
    let offer = instructions::offer_network_role(network, session.address()?, role, to.unwrap_or_default());
    session.send(&[offer], &[]).await
}

/// Takes one of `network_role` over.
pub async fn accept_role(session: &Session, network: Address, role: u8) -> Result<()> {
    session.send(&[instructions::accept_network_role(network, role, session.address()?)], &[]).await
}

/// Puts the proposed parameters in force.
pub async fn execute_parameters(session: &Session, network: Address) -> Result<()> {
    let (addresses, account) = transport::network(session.ledger(), network).await?;
    let version = account.parameters_version;
    let rent_payer = proposal(session, network, version).await?.rent_payer;
    session.send(&[instructions::execute_parameters(&addresses, session.address()?, version, rent_payer)], &[]).await
}

/// Withdraws proposed parameters, by default those that could still be put in force.
pub async fn close_parameter_change(session: &Session, network: Address, version: Option<u64>) -> Result<()> {
    let (addresses, account) = transport::network(session.ledger(), network).await?;
    let version = version.unwrap_or(account.parameters_version);
    let rent_payer = proposal(session, network, version).await?.rent_payer;
    let close = instructions::close_parameter_change(&addresses, session.address()?, version, rent_payer);
    session.send(&[close], &[]).await
}

/// Announces the end.
pub async fn retire(session: &Session, network: Address, from_epoch: u64) -> Result<()> {
    let (addresses, _) = transport::network(session.ledger(), network).await?;
    session.send(&[instructions::retire_network(&addresses, session.address()?, from_epoch)], &[]).await
}

/// Closes the network; what is left goes to its heir's associated token accounts, what its vaults withheld of transfers to the
/// mint.
pub async fn close(session: &Session, network: Address) -> Result<()> {
    let (addresses, account) = transport::network(session.ledger(), network).await?;
    let (payer, heir, tokens) = (session.payer()?, account.heir(), [addresses.reward, addresses.collateral]);
    let [reward, collateral] = tokens.map(|token| tokens::create_account(&token, payer, heir));
    let destinations = tokens.map(|token| token.account_of(heir));
    let mut steps = vec![reward, collateral];
    steps.extend(tokens::harvest_withheld_fees_of_vaults(session.ledger(), &addresses).await?);
    steps.push(instructions::close_network(&addresses, account.rent_payer, destinations));
    session.send(&steps, &[]).await
}

async fn proposal(session: &Session, network: Address, version: u64) -> Result<ParameterChange> {
    Ok(transport::fetch(session.ledger(), pda::parameter_change(network, version)).await?)
}
