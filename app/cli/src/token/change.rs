//! What moves tokens.

use anyhow::Result;
use girder_sdk::{amount, tokens};
use solana_address::Address;

use super::Kind;
use crate::cluster::Session;

/// Sends whole tokens of the actor's to a wallet.
pub async fn send(session: &Session, kind: &Kind, amount: &str, wallet: Address) -> Result<()> {
    let (owner, amount) = (session.address()?, amount::parse(amount, kind.decimals)?);
    let [from, to] = [owner, wallet].map(|holder| kind.token.account_of(holder));
    let steps = [
        tokens::create_account(&kind.token, session.payer()?, wallet),
        tokens::transfer(&kind.token, kind.decimals, owner, from, to, amount)?,
    ];
    session.send(&steps, &[]).await
}
