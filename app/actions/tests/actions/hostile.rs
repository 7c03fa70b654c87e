//! Requests that are wrong, by mistake or on purpose.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use girder_tests::{Ledger, TestOperator};
use serde_json::json;
use solana_signer::Signer;

use crate::wallet::{ask, get, operation, post, post_body, serve};

fn scene() -> (Ledger, TestOperator) {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(10_000_000).build();
    (ledger, operator)
}

#[tokio::test]
async fn addresses_that_are_none_are_named() {
    let (ledger, operator) = scene();
    let router = serve(&ledger);
    let network = ledger.network.network;
    for (path, text) in [
        ("/api/0OIl".to_owned(), "0OIl"),
        (format!("/api/{network}x"), "x` is no address of a network"),
        (format!("/api/{network}/operators/abc"), "`abc` is no address of an operator"),
        (format!("/api/{network}/proposals/%3Cscript%3E/vote"), "`<script>` is no address of a proposal"),
    ] {
        let refused = get(&router, &path).await.refusal(StatusCode::BAD_REQUEST);
        assert!(refused.contains(text), "{refused}");
    }
    let path = operation(&ledger, operator.address, "claim");
    for account in ["", "me", "0OIl", "11111111111111111111111111111111111111111111"] {
        let answer = post_body(&router, &path, json!({ "account": account }).to_string()).await;
        let refused = answer.refusal(StatusCode::BAD_REQUEST);
        assert!(refused.starts_with(&format!("`{account}` is no address of a wallet")), "{refused}");
    }
}

#[tokio::test]
async fn accounts_that_are_something_else_are_refused() {
    let (ledger, operator) = scene();
    let router = serve(&ledger);
    let (network, nobody) = (ledger.network.network, ledger.keypair().pubkey());
    get(&router, &format!("/api/{nobody}")).await.refusal(StatusCode::NOT_FOUND);
    get(&router, &format!("/api/{}", operator.address)).await.refusal(StatusCode::BAD_REQUEST);
    get(&router, &format!("/api/{}", ledger.network.collateral.mint)).await.refusal(StatusCode::BAD_REQUEST);
    get(&router, &format!("/api/{network}/operators/{network}")).await.refusal(StatusCode::BAD_REQUEST);
    get(&router, &format!("/api/{network}/proposals/{network}/vote")).await.refusal(StatusCode::BAD_REQUEST);

    let other = ledger.neighbour();
    let path = format!("/api/{}/operators/{}/delegate?amount=1", other.network.network, operator.address);
    let refused = post(&router, &path, ledger.wallet().pubkey()).await.refusal(StatusCode::BAD_REQUEST);
    assert!(refused.contains("is in another network"), "{refused}");
}

#[tokio::test]
async fn amounts_that_are_none_are_named() {
    let (ledger, operator) = scene();
    let (router, wallet) = (serve(&ledger), ledger.wallet());
    for amount in
        ["-1", "0", "NaN", "Infinity", "1e3", "0x10", "1.0000001", "184467440737096", "99999999999999999999999"]
    {
        for place in ["delegate", "unstake"] {
            let path = operation(&ledger, operator.address, &format!("{place}?amount={amount}"));
            let refused = post(&router, &path, wallet.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
            assert!(refused.contains(&format!("`{amount}`")), "{refused}");
        }
    }
    for rest in ["delegate", "delegate?amount=", "unstake", "delegate?amount=1&percent=1", "cancel-unstake?ticket=256"]
    {
        let path = operation(&ledger, operator.address, rest);
        post(&router, &path, wallet.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn bodies_that_are_none_are_refused() {
    let (ledger, operator) = scene();
    let router = serve(&ledger);
    let path = operation(&ledger, operator.address, "claim");
    for (body, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("{", StatusCode::BAD_REQUEST),
        ("[]", StatusCode::UNPROCESSABLE_ENTITY),
        ("{}", StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"account": 7}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"account": "x", "data": 7}"#, StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        post_body(&router, &path, body).await.refusal(status);
    }
    let large = json!({ "account": "1".repeat(20_000) }).to_string();
    post_body(&router, &path, large).await.refusal(StatusCode::PAYLOAD_TOO_LARGE);
    let untyped = Request::post(&path).header("host", "actions.example").body(Body::from("{}")).unwrap();
    ask(&router, untyped).await.refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn what_is_not_served_has_the_shape_of_an_error_too() {
    let (ledger, operator) = scene();
    let router = serve(&ledger);
    get(&router, "/").await.refusal(StatusCode::NOT_FOUND);
    get(&router, &operation(&ledger, operator.address, "steal")).await.refusal(StatusCode::BAD_REQUEST);
    let network = format!("/api/{}", ledger.network.network);
    post(&router, &network, operator.address).await.refusal(StatusCode::METHOD_NOT_ALLOWED);
    let nameless = Request::get(&network).body(Body::empty()).unwrap();
    ask(&router, nameless).await.refusal(StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_the_user_filled_in_may_come_in_the_body() {
    let (ledger, operator) = scene();
    let router = serve(&ledger);
    let wallet = ledger.wallet();
    ledger.give(&ledger.network.collateral, wallet.pubkey(), 1_000_000);
    let path = operation(&ledger, operator.address, "delegate");
    let body =
        |amount| json!({ "type": "transaction", "account": wallet.pubkey().to_string(), "data": { "amount": amount } });
    let answer = post_body(&router, &path, body("0.5").to_string()).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.json()["message"].as_str().unwrap().starts_with("Delegate 0.5"));
}
