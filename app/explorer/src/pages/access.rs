//! How a visitor's wallet acts.

use axum::http::Uri;
use girder_sdk::rpc::Chain;

/// The Actions server that builds transactions for visitors' wallets, and the chain that they sign for.
#[derive(Clone, Debug)]
pub struct WalletAccess {
    /// Scheme, host and port.
    pub(super) actions: String,
    pub(super) chain: Chain,
}

/// An Actions server's URL that is none.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no Actions server; give http:// or https://, its host, and its port")]
pub struct BadActions(String);

impl WalletAccess {
    /// `actions`: where an Actions server answers, as visitors' browsers reach it; `chain`: that of its ledger. Refuses what
    /// is not scheme, host and port of a web server.
    pub fn new(actions: &str, chain: Chain) -> Result<Self, BadActions> {
        let actions = origin(actions).ok_or_else(|| BadActions(actions.to_owned()))?;
        Ok(Self { actions, chain })
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
