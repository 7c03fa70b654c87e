//! A wallet delegates with nothing but what the Actions server hands it.

use girder_sdk::{
    ledger::state::Position,
    pda,
    transport::{self, Transport},
};
use serde_json::{Value, json};
use solana_keypair::Keypair;
use solana_rpc_client_api::client_error::reqwest;
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

use crate::harness::{Node, Output, Server, SmallNetwork, free_port, program};

#[tokio::test]
async fn a_wallet_delegates_by_the_transaction_that_the_server_hands_it() {
    let node = Node::with_programs();
    let network = SmallNetwork::found(&node).await;
    let operator = network.worker(1_000_000).await.operator;
    let wallet = node.funded(1).await;
    network.give(wallet.pubkey(), 5_000_000).await;

    let port = free_port();
    let address = format!("127.0.0.1:{port}");
    let _server = Server::start(program("girder-actions", ["--url", node.url(), "--listen", &address]), port);
    let action = format!("http://{address}/api/{}/operators/{operator}/delegate?amount=2.5", network.addresses.network);
    let answer = post(&action, &json!({ "account": wallet.pubkey().to_string() })).await;
    let handed = transport::from_base64(answer["transaction"].as_str().unwrap_or_else(|| panic!("{answer}"))).unwrap();
    network.ledger.submit(signed(handed, &wallet)).await.unwrap();

    let position = pda::position(operator, wallet.pubkey());
    let position: Position = transport::fetch(&network.ledger, position).await.unwrap();
    assert!(position.shares > 0);
}

#[test]
fn a_server_without_a_node_says_so_and_ends() {
    let nobody = format!("http://127.0.0.1:{}", free_port());
    let refusal = program("girder-actions", ["--url", &nobody]).refusal();
    assert!(refusal.contains("no RPC node answers"), "{refusal}");
}

/// Sends JSON, as a wallet's browser does; the answer as JSON.
async fn post(url: &str, body: &Value) -> Value {
    let request = reqwest::Client::new().post(url).header("content-type", "application/json").body(body.to_string());
    let text = request.send().await.unwrap().text().await.unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{url}: {error}: {text}"))
}

fn signed(mut transaction: VersionedTransaction, wallet: &Keypair) -> VersionedTransaction {
    transaction.signatures = vec![wallet.sign_message(&transaction.message.serialize())];
    transaction
}
