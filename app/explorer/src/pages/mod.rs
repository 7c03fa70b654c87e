//! The pages.

mod assets;
mod cases;
mod epoch;
mod error;
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
    http::Uri,
    routing::{get, post},
};
use girder_sdk::audit::Snapshot;
use solana_address::Address;

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
    actions: Option<String>,
    snapshots: Snapshots,
}

/// An Actions server's URL that is none.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no Actions server; give http:// or https://, its host, and its port")]
pub struct BadActions(String);

type Shared = axum::extract::State<Arc<Explorer>>;
type Page = Result<maud::Markup, PageError>;

impl Explorer {
    /// Pages about a ledger and its index. `actions`: where an Actions server answers, as wallets reach it; without it,
    /// the pages only show. Refuses what is not scheme, host and port of a web server.
    pub fn new(ledger: Arc<dyn Ledger>, index: Index, actions: Option<String>) -> Result<Self, BadActions> {
        let actions = actions.map(|url| origin(&url).ok_or(BadActions(url))).transpose()?;
        Ok(Self { ledger, index, actions, snapshots: Snapshots::default() })
    }

    async fn snapshot(&self, network: Address) -> Result<Arc<Snapshot>, PageError> {
        Ok(self.snapshots.of(self.ledger.as_ref(), network).await?)
    }
}

/// Scheme, host and port of a URL that has nothing else; a page's policy takes only these.
fn origin(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    let scheme = uri.scheme_str().filter(|scheme| ["http", "https"].contains(scheme))?;
    let plain = uri.path() == "/" && uri.query().is_none();
    let authority = uri.authority().filter(|authority| plain && !authority.as_str().contains('@'))?;
    Some(format!("{scheme}://{authority}"))
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
