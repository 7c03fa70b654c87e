//! A wallet: asks the server, checks what it gets, signs and sends.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use girder_actions::{OriginSource, Server, Settings};
use girder_sdk::transport::{Receipt, from_base64};
use girder_tests::Ledger;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signature::Signature;
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;
use tower::ServiceExt;

use crate::shapes::{self, ActionGetResponse, ActionPostResponse};

pub const HOST: &str = "actions.example:8787";

/// What the cluster of the tests is called.
pub const BLOCKCHAIN: &str = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";

/// What was answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The body, of exactly this shape.
    pub fn exactly<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.json()))
    }

    /// The message of a refusal with this status.
    pub fn refusal(&self, status: StatusCode) -> String {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        self.exactly::<shapes::ActionError>().message
    }
}

/// A router that serves a test's ledger.
pub fn serve(ledger: &Ledger) -> Router {
    let settings = Settings {
        origin: OriginSource::default(),
        blockchain: BLOCKCHAIN.to_owned(),
        timeout: Duration::from_secs(10),
    };
    Server::new(ledger.chain.clone(), settings).router()
}

pub async fn ask(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

pub async fn get(router: &Router, path: &str) -> Answer {
    ask(router, Request::get(path).header("host", HOST).body(Body::empty()).unwrap()).await
}

/// The card at a path.
pub async fn card(router: &Router, path: &str) -> ActionGetResponse {
    let answer = get(router, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer.body));
    let card: ActionGetResponse = answer.exactly();
    card.check();
    card
}

pub async fn post_body(router: &Router, path: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post(path).header("host", HOST).header("content-type", "application/json");
    ask(router, request.body(body.into()).unwrap()).await
}

pub async fn post(router: &Router, path: &str, account: Address) -> Answer {
    post_body(router, path, json!({ "account": account.to_string() }).to_string()).await
}

/// Asks for a transaction, which needs this wallet's signature and no other.
pub async fn transaction(router: &Router, path: &str, wallet: &Keypair) -> (ActionPostResponse, VersionedTransaction) {
    let answer = post(router, path, wallet.pubkey()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer.body));
    let response: ActionPostResponse = answer.exactly();
    response.check();
    let transaction = from_base64(&response.transaction).unwrap();
    assert_eq!(transaction.signatures, [Signature::default()]);
    assert_eq!(transaction.message.static_account_keys()[0], wallet.pubkey());
    (response, transaction)
}

/// Asks for a transaction, signs and sends it; returns what the server said of it and what it did.
pub async fn act(ledger: &Ledger, router: &Router, path: &str, wallet: &Keypair) -> (String, Receipt) {
    let (response, unsigned) = transaction(router, path, wallet).await;
    let signed = VersionedTransaction::try_new(unsigned.message, &[wallet]).unwrap();
    (response.message, ledger.chain.execute_transaction(signed).unwrap())
}

/// The path of an operation in an operator's pool.
pub fn operation(ledger: &Ledger, operator: Address, rest: &str) -> String {
    format!("/api/{}/operators/{operator}/{rest}", ledger.network.network)
}
