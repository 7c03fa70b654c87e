//! Registering an operator.

use anyhow::Result;
use girder_sdk::{instructions, ledger::state::invitation, pda, transport};
use solana_address::Address;

use crate::cluster::Session;

/// Registers the actor as an operator; where operators are invited, the network's authority signs too.
pub async fn register(session: &Session, network: Address, commission: u64, payout: Option<Address>) -> Result<()> {
    let (addresses, account) = transport::network(session.ledger(), network).await?;
    let (payer, identity) = (session.payer()?, session.address()?);
    let payout = payout.unwrap_or(identity);
    let register = if account.parameters.invited_operators == invitation::INVITED {
        instructions::invite_operator(&addresses, payer, identity, account.authority, commission, payout)
    } else {
        instructions::register_operator(&addresses, payer, identity, commission, payout)
    };
    session.send(&[register], &[]).await?;
    session.tell("Operator", pda::operator(network, identity))
}
