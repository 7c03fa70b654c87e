//! The pages show what the ledger and the index hold, safely.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use girder_explorer::{
    Explorer, WalletAccess,
    index::{Follower, Index},
    router,
};
use tower::ServiceExt;

use girder_sdk::{
    audit::audit,
    instructions,
    ledger::state::{Operator, Position},
    pda,
    rpc::Chain,
    transport,
};
use girder_tests::world::{SOL, STAKE, key};
use solana_signature::Signature;
use solana_signer::Signer;

use crate::{
    database::Database,
    world::{self, Life},
};

/// The explorer about a network that lived.
struct Site {
    router: axum::Router,
    _database: Database,
}

impl Site {
    /// A page's status, headers and text.
    async fn get(&self, path: &str) -> (StatusCode, axum::http::HeaderMap, String) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
    }

    /// What becomes of a transaction in base64.
    async fn send(&self, transaction: &str) -> (StatusCode, String) {
        let body = serde_json::json!({ "transaction": transaction }).to_string();
        let request = Request::post("/send").header("content-type", "application/json").body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        (parts.status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    async fn page(&self, path: &str) -> String {
        let (status, _, text) = self.get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {text}");
        text
    }
}

async fn site(life: &Life, ledger: Arc<dyn girder_explorer::Ledger>) -> Site {
    let database = Database::sqlite();
    let index: Index = database.index().await;
    Follower::new(&index, &life.world.ledger).round().await.unwrap();
    let wallets = WalletAccess::new("http://127.0.0.1:8081", Chain::Devnet).unwrap();
    let explorer = Explorer::new(ledger, index, Some(wallets));
    Site { router: router(Arc::new(explorer)), _database: database }
}

/// A network that lived, and the site about it.
async fn lived() -> (Life, Site) {
    let life = world::lived().unwrap();
    let site = site(&life, Arc::new(life.world.ledger.fork())).await;
    (life, site)
}

#[tokio::test]
async fn a_network_shows_its_rules_books_and_epochs() {
    let (life, site) = lived().await;
    let network = life.world.network.network;
    let list = site.page("/").await;
    assert!(list.contains(&format!("/network/{network}")), "{list}");
    let page = site.page(&format!("/network/{network}")).await;
    let checks = audit(&life.world.ledger.ledger().snapshot(network).unwrap());
    assert!(page.contains(&format!("All {} checks hold", checks.len())), "{page}");
    for text in
        ["Proofs", "until 10 min after the epoch&#39;s end", "<svg", &format!("/network/{network}/epoch/1"), "Set 1"]
    {
        let text = text.replace("&#39;", "'");
        assert!(page.contains(&text), "{text}: {page}");
    }
}

#[tokio::test]
async fn an_operator_and_its_epochs_show_what_the_events_said() {
    let (life, site) = lived().await;
    let (network, operator) = (life.world.network.network, life.world.operator);
    let stake = life.world.ledger.ledger().read::<Operator>(operator).unwrap().stake;
    assert!(stake < STAKE, "it was slashed");
    let page = site.page(&format!("/operator/{operator}")).await;
    for text in
        ["case opened", "contribution counted", "faulted", "harvested", "data-wallet", "data-chain=\"solana:devnet\""]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    let whole = stake / 1_000_000;
    assert!(page.contains(&format!("<dd>{whole}")), "{whole}: {page}");
    let page = site.page(&format!("/network/{network}/epoch/1")).await;
    assert!(page.contains("8,000") && page.contains(&format!("/operator/{operator}")), "{page}");
    let page = site.page(&format!("/wallet/{}", life.world.identity.pubkey())).await;
    assert!(page.contains(&format!("/operator/{operator}")) && page.contains("claimed"), "{page}");
}

#[tokio::test]
async fn a_slash_case_shows_its_evidence_and_its_deadline() {
    let (life, site) = lived().await;
    let page = site.page(&format!("/network/{}/cases", life.world.network.network)).await;
    assert!(page.contains(&format!("/case/{}", life.case)) && page.contains("equivocation"), "{page}");
    let page = site.page(&format!("/case/{}", life.case)).await;
    for text in ["Case of equivocation", "Two different digests", &life.device.to_string(), "can be overturned"] {
        assert!(page.contains(text), "{text}: {page}");
    }
}

#[tokio::test]
async fn a_proof_is_checked_again_step_by_step() {
    let (life, site) = lived().await;
    for (signature, kind) in life.counted.iter().zip(["Ed25519", "secp256r1"]) {
        let page = site.page(&format!("/transaction/{signature}")).await;
        assert!(page.contains("Every check holds."), "{page}");
        assert!(page.contains(kind) && page.contains("3 \u{2265} 2 of 3"), "{page}");
    }
    let page = site.page(&format!("/transaction/{}", life.failed)).await;
    assert!(page.contains("checks don't hold") && page.contains("sequence"), "{page}");
}

#[tokio::test]
async fn names_and_questions_are_never_markup() {
    let (life, site) = lived().await;
    for path in ["/".to_owned(), format!("/network/{}", life.world.network.network)] {
        let page = site.page(&path).await;
        assert!(page.contains("&lt;b&gt;smoke &amp; mirrors&lt;/b&gt;"), "{page}");
        assert!(!page.contains("<b>smoke"), "{page}");
    }
    let (status, headers, page) = site.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(!page.contains("<script>alert"), "{page}");
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(policy.contains("connect-src 'self' http://127.0.0.1:8081;"), "{policy}");
}

#[tokio::test]
async fn what_is_not_there_is_not_found_and_what_is_no_address_is_refused() {
    let (life, site) = lived().await;
    let stranger = key(99).pubkey();
    for (path, status) in [
        ("/nothing".to_owned(), StatusCode::NOT_FOUND),
        (format!("/network/{stranger}"), StatusCode::NOT_FOUND),
        (format!("/network/{}", life.world.operator), StatusCode::NOT_FOUND),
        ("/network/0OIl".to_owned(), StatusCode::BAD_REQUEST),
        (format!("/operator/{stranger}"), StatusCode::NOT_FOUND),
        (format!("/case/{stranger}"), StatusCode::NOT_FOUND),
        (format!("/network/{}/epoch/-1", life.world.network.network), StatusCode::BAD_REQUEST),
        (format!("/network/{}/epoch/{}", life.world.network.network, u64::MAX), StatusCode::NOT_FOUND),
        (format!("/transaction/{}", Signature::from([7; 64])), StatusCode::NOT_FOUND),
        ("/transaction/xyz".to_owned(), StatusCode::BAD_REQUEST),
        (format!("/operator/{}?before=1-2-3", life.world.operator), StatusCode::BAD_REQUEST),
    ] {
        let (found, _, page) = site.get(&path).await;
        assert_eq!(found, status, "{path}: {page}");
        assert!(page.contains("<!DOCTYPE html>"), "{path}");
    }
}

#[tokio::test]
async fn a_search_leads_to_the_page_of_what_was_found() {
    let (life, site) = lived().await;
    let network = life.world.network.network;
    for (question, page) in [
        (network.to_string(), format!("/network/{network}")),
        (life.world.operator.to_string(), format!("/operator/{}", life.world.operator)),
        (life.device.to_string(), format!("/operator/{}", life.world.operator)),
        (life.case.to_string(), format!("/case/{}", life.case)),
        (pda::epoch(network, 1).to_string(), format!("/network/{network}/epoch/1")),
        (life.failed.to_string(), format!("/transaction/{}", life.failed)),
        (life.world.identity.pubkey().to_string(), format!("/wallet/{}", life.world.identity.pubkey())),
    ] {
        let (status, headers, _) = site.get(&format!("/search?q=%20{question}")).await;
        assert_eq!((status, headers["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, page.as_str()));
    }
}

#[tokio::test]
async fn a_signed_transaction_is_sent_and_anything_else_is_not() {
    let (life, site) = lived().await;
    let world = &life.world;
    let us = world.identity.pubkey();
    world.ledger.ledger().airdrop(us, SOL).unwrap();
    let ledger = Arc::new(world.ledger.fork());
    let site = Site { router: self::site(&life, Arc::clone(&ledger) as Arc<_>).await.router, ..site };
    let unstake = instructions::unstake(&world.network, world.operator, us, 1_000);
    let hash = ledger.ledger().blockhash();
    let signed = transport::sign(&[unstake], &world.identity, &[], hash).unwrap();
    let (status, text) = site.send(&transport::to_base64(&signed).unwrap()).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    let position: Position = ledger.ledger().read(pda::position(world.operator, us)).unwrap();
    assert_eq!(position.unbonding_shares, 1_000);

    let other = transport::sign(&[], &world.identity, &[], hash).unwrap();
    for text in ["", "%%", &transport::to_base64(&other).unwrap()] {
        assert_eq!(site.send(text).await.0, StatusCode::BAD_REQUEST, "{text}");
    }
    assert_eq!(site.send(&"A".repeat(5_000)).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn an_actions_server_is_an_origin_and_nothing_else() {
    for url in
        ["", "127.0.0.1:8081", "ftp://h", "http://h/path", "http://h; script-src *", "http://u:p@h", "http://h?x"]
    {
        assert!(WalletAccess::new(url, Chain::Mainnet).is_err(), "{url:?}");
    }
}
