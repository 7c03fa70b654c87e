//! Headers, and what browsers ask before they ask.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use girder_tests::Ledger;

use crate::wallet::{Answer, BLOCKCHAIN, HOST, ask, get, post_body, serve};

fn check_headers(answer: &Answer) {
    assert_eq!(answer.headers["access-control-allow-origin"], "*");
    assert_eq!(answer.headers["x-action-version"], "2.4");
    assert_eq!(answer.headers["x-blockchain-ids"], BLOCKCHAIN);
}

#[tokio::test]
async fn pages_of_any_origin_may_ask() {
    let ledger = Ledger::new().build();
    let router = serve(&ledger);
    for path in [format!("/api/{}", ledger.network.network), "/actions.json".to_owned()] {
        for method in ["GET", "POST"] {
            let request = Request::options(&path)
                .header("host", HOST)
                .header("origin", "https://wallet.example")
                .header("access-control-request-method", method)
                .header("access-control-request-headers", "content-type,x-accept-action-version");
            let answer = ask(&router, request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::OK);
            check_headers(&answer);
            let list = |name: &str| answer.headers[name].to_str().unwrap().to_lowercase();
            for method in ["get", "post", "put", "options"] {
                assert!(list("access-control-allow-methods").contains(method));
            }
            for header in [
                "content-type",
                "authorization",
                "content-encoding",
                "accept-encoding",
                "x-accept-action-version",
                "x-accept-blockchain-ids",
            ] {
                assert!(list("access-control-allow-headers").contains(header), "{header}");
            }
        }
    }
}

#[tokio::test]
async fn every_answer_says_which_specification_and_cluster_it_is_of() {
    let ledger = Ledger::new().build();
    let router = serve(&ledger);
    for path in ["/actions.json", "/icon.svg", "/health", "/nowhere", "/api/x"] {
        let answer = get(&router, path).await;
        check_headers(&answer);
        let exposed = answer.headers["access-control-expose-headers"].to_str().unwrap().to_lowercase();
        assert!(exposed.contains("x-action-version") && exposed.contains("x-blockchain-ids"));
    }
    let path = format!("/api/{0}/operators/{0}/claim", ledger.network.network);
    check_headers(&post_body(&router, &path, "{").await);
}
