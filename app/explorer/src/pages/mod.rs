//! The pages.

mod access;
mod assets;
mod cases;
mod epoch;
mod error;
mod happened;
mod layout;
mod network;
mod networks;
mod operator;
mod parameters;
mod plot;
mod search;
mod send;
mod transaction;
mod wallet;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use girder_sdk::audit::Snapshot;
use solana_address::Address;

pub use self::access::{BadActions, WalletAccess};
use self::error::PageError;
use crate::{
    index::Index,
    ledger::{Ledger, Snapshots},
};

/// Bytes of a request's body at most: a transaction in base64 has fewer.
const MOST_BODY: usize = 4_096;

/// What the pages are made from.
pub struct Explorer {
    ledger: Arc<dyn Ledger>,
    index: Index,
    wallets: Option<WalletAccess>,
    snapshots: Snapshots,
}

type Shared = axum::extract::State<Arc<Explorer>>;
type Page = Result<maud::Markup, PageError>;

impl Explorer {
    /// Pages about a ledger and its index. Without access for wallets, the pages only show.
    pub fn new(ledger: Arc<dyn Ledger>, index: Index, wallets: Option<WalletAccess>) -> Self {
        Self { ledger, index, wallets, snapshots: Snapshots::default() }
    }

    async fn snapshot(&self, network: Address) -> Result<Arc<Snapshot>, PageError> {
        Ok(self.snapshots.of(self.ledger.as_ref(), &self.index, network).await?)
    }
}

/// The explorer's HTTP routes.
pub fn router(explorer: Arc<Explorer>) -> Router {
    Router::new()
        .route("/", get(networks::page))
        .route("/network/{address}", get(network::page))
        .route("/network/{address}/cases", get(cases::list))
        .route("/network/{address}/epoch/{index}", get(epoch::page))
        .route("/operator/{address}", get(operator::page))
        .route("/case/{address}", get(cases::page))
        .route("/transaction/{signature}", get(transaction::page))
        .route("/transaction/{signature}/status", get(transaction::status))
        .route("/wallet/{address}", get(wallet::page))
        .route("/search", get(search::find))
        .route("/send", post(send::send).layer(DefaultBodyLimit::max(MOST_BODY)))
        .route("/wallet.js", get(assets::script))
        .route("/style.css", get(assets::style))
        .route("/health", get(|| async { "ok" }))
        .fallback(|| async { PageError::missing("page", "this address") })
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&explorer), assets::guard))
        .with_state(explorer)
}

/// Reads an address from a path.
fn address(text: &str) -> Result<Address, PageError> {
    text.parse().map_err(|_| PageError::bad(text, "an address: 32 bytes in base58"))
}
