//! Headers that the specification wants on every answer.

use axum::{
    Router,
    http::{HeaderName, HeaderValue, Method, header},
};
use tower_http::{
    cors::{Any, CorsLayer},
    set_header::SetResponseHeaderLayer,
};

use crate::spec::VERSION;

const ACTION_VERSION: HeaderName = HeaderName::from_static("x-action-version");
const BLOCKCHAIN_IDS: HeaderName = HeaderName::from_static("x-blockchain-ids");

/// Lets pages of any origin ask, and says which specification and which cluster this is.
pub fn add(router: Router, blockchain: &str) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::OPTIONS])
        .allow_headers([
            header::CONTENT_TYPE,
            header::AUTHORIZATION,
            header::CONTENT_ENCODING,
            header::ACCEPT_ENCODING,
            HeaderName::from_static("x-accept-action-version"),
            HeaderName::from_static("x-accept-blockchain-ids"),
            ACTION_VERSION,
            BLOCKCHAIN_IDS,
        ])
        .expose_headers([ACTION_VERSION, BLOCKCHAIN_IDS]);
    let version = SetResponseHeaderLayer::overriding(ACTION_VERSION, HeaderValue::from_static(VERSION));
    // An identifier that is no header value is none of a cluster: it's left out.
    let blockchain = HeaderValue::from_str(blockchain).ok();
    let blockchain = SetResponseHeaderLayer::overriding(BLOCKCHAIN_IDS, move |_: &_| blockchain.clone());
    router.layer(cors).layer(version).layer(blockchain)
}
