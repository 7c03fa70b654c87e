//! Takes a signed transaction from a wallet that only signs, and sends it to the cluster.

use axum::{Json, extract::State, http::StatusCode};
use girder_sdk::transport::from_base64;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::{PageError, Shared};

/// Transactions that are under way for visitors at the same time.
static ROOM: Semaphore = Semaphore::const_new(16);

/// A signed transaction.
#[derive(Deserialize)]
pub(super) struct Signed {
    transaction: String,
}

/// Sends it and waits until the ledger took it. Refuses what calls nothing of the ledger: this is no public RPC node.
pub(super) async fn send(
    State(explorer): Shared,
    Json(signed): Json<Signed>,
) -> Result<Json<Value>, (StatusCode, String)> {
    let transaction = from_base64(&signed.transaction).map_err(|error| PageError::from(error).plain())?;
    let ours = transaction.message.static_account_keys().contains(&girder_sdk::ledger::ID);
    if !ours {
        return Err(PageError::bad("the transaction", "one that calls the ledger").plain());
    }
    let busy = |_| (StatusCode::SERVICE_UNAVAILABLE, "too many transactions are under way; try again".to_owned());
    let _room = ROOM.try_acquire().map_err(busy)?;
    let receipt = explorer.ledger.submit(transaction).await.map_err(|error| PageError::from(error).plain())?;
    Ok(Json(json!({ "signature": receipt.signature.to_string() })))
}
