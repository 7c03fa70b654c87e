//! How a network votes, and where a proposal stands.

use anyhow::Result;
use girder_sdk::{
    governor::{pda, read},
    json,
    transport::Transport,
};
use serde_json::{Value, json};
use solana_address::Address;

/// A network's governance as JSON, with the governor's address.
pub async fn governance(ledger: &dyn Transport, network: Address) -> Result<Value> {
    let mut shown = json::governance(&read::governance(ledger, network).await?);
    shown["governor"] = json!(pda::governor(network).to_string());
    Ok(shown)
}

/// A proposal as JSON, with where it stands now.
pub async fn proposal(ledger: &dyn Transport, address: Address) -> Result<Value> {
    let (found, instructions) = read::proposal(ledger, address).await?;
    Ok(json::proposal(&found, &instructions, ledger.clock().await?.unix_timestamp))
}
