//! From an address or a signature to its page.

use axum::{
    extract::{Query, State},
    response::Redirect,
};
use girder_sdk::accounts::AnyAccount;
use serde::Deserialize;
use solana_address::Address;
use solana_signature::Signature;

use super::{PageError, Shared};

/// What is looked for.
#[derive(Deserialize)]
pub(super) struct Question {
    #[serde(default)]
    q: String,
}

pub(super) async fn find(State(explorer): Shared, Query(question): Query<Question>) -> Result<Redirect, PageError> {
    let text = question.q.trim();
    if let Ok(signature) = text.parse::<Signature>() {
        return Ok(Redirect::to(&format!("/transaction/{signature}")));
    }
    let address: Address = text.parse().map_err(|_| PageError::bad(text, "an address or a signature in base58"))?;
    let account = explorer.ledger.account(&address).await?;
    let decoded = account.and_then(|account| AnyAccount::decode_account(&account).ok());
    let page = match decoded {
        Some(AnyAccount::Network(_)) => format!("/network/{address}"),
        Some(AnyAccount::Operator(_)) => format!("/operator/{address}"),
        Some(AnyAccount::SlashCase(_)) => format!("/case/{address}"),
        Some(AnyAccount::Position(position)) => format!("/wallet/{}", position.owner),
        Some(AnyAccount::Device(device)) => format!("/operator/{}", device.operator),
        Some(AnyAccount::Epoch(epoch)) => format!("/network/{}/epoch/{}", epoch.network, epoch.index),
        Some(AnyAccount::Books(account)) => format!("/network/{}", account.network),
        Some(AnyAccount::Classes(account)) => format!("/network/{}", account.network),
        Some(AnyAccount::AttestorSet(account)) => format!("/network/{}", account.network),
        Some(AnyAccount::Attestor(account)) => format!("/network/{}", account.network),
        Some(AnyAccount::Shard(account)) => format!("/network/{}", account.network),
        _ => format!("/wallet/{address}"),
    };
    Ok(Redirect::to(&page))
}
