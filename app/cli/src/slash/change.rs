//! What ends a case.

use anyhow::Result;
use girder_sdk::{
    NetworkAddresses, instructions,
    ledger::state::{ReportTicket, SlashCase},
    tokens, transport,
};
use solana_address::Address;

use crate::cluster::Session;

/// Overturns a case.
pub async fn overturn(session: &Session, address: Address) -> Result<()> {
    let (network, case) = read(session, address).await?;
    session.send(&[instructions::overturn_slash(&network, session.address()?, case.offender, address)], &[]).await
}

/// Executes a case; a bounty goes to its recipient's associated token account.
pub async fn execute(session: &Session, address: Address) -> Result<()> {
    let (network, case) = read(session, address).await?;
    let recipient = Some(case.bounty_recipient).filter(|&recipient| recipient != Address::default());
    let token = network.collateral;
    let mut steps = Vec::new();
    if let Some(recipient) = recipient {
        steps.push(tokens::create_account(&token, session.payer()?, recipient));
    }
    let destination = recipient.map(|recipient| token.account_of(recipient));
    steps.push(instructions::execute_slash(&network, case.offender, address, destination));
    session.send(&steps, &[]).await
}

/// Closes a decided case.
pub async fn close(session: &Session, address: Address) -> Result<()> {
    let (network, case) = read(session, address).await?;
    session.send(&[instructions::close_slash_case(&network, address, case.rent_payer)], &[]).await
}

/// Closes a ticket that is of no use any more.
pub async fn close_ticket(session: &Session, address: Address) -> Result<()> {
    let ticket: ReportTicket = transport::fetch(session.ledger(), address).await?;
    let (network, _) = transport::network(session.ledger(), ticket.network).await?;
    session.send(&[instructions::close_report_ticket(&network, &ticket.hash, ticket.rent_payer)], &[]).await
}

async fn read(session: &Session, address: Address) -> Result<(NetworkAddresses, SlashCase)> {
    let case: SlashCase = transport::fetch(session.ledger(), address).await?;
    let (network, _) = transport::network(session.ledger(), case.network).await?;
    Ok((network, case))
}
