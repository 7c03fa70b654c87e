//! What the node does as a cluster does it: what the SDK, the explorer and the actions build on.

use std::time::Duration;

use futures::StreamExt;
use girder_sdk::{
    instructions as build, ledger,
    ledger::state::Operator,
    pda,
    rpc::CommitmentConfig,
    transport::{self, Transport},
};
use solana_keypair::Keypair;
use solana_pubsub_client::nonblocking::pubsub_client::PubsubClient;
use solana_rpc_client::{nonblocking::rpc_client::RpcClient, rpc_client::GetConfirmedSignaturesForAddress2Config};
use solana_rpc_client_api::{
    config::{RpcTransactionConfig, RpcTransactionLogsConfig, RpcTransactionLogsFilter},
    response::{RpcConfirmedTransactionStatusWithSignature, RpcSignatureResult},
};
use solana_signature::Signature;
use solana_signer::Signer;
use solana_transaction_status_client_types::{UiTransactionEncoding, option_serializer::OptionSerializer};

use crate::harness::{Node, SmallNetwork};

const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn nodes_run_side_by_side_and_know_nothing_of_each_other() {
    let (first, second) = (Node::start(), Node::start());
    assert_ne!(first.url(), second.url());
    let wallet = first.funded(3).await.pubkey();
    let balance = async |node: &Node| node.client().get_balance(&wallet).await.unwrap();
    assert_eq!(balance(&first).await, 3_000_000_000);
    assert_eq!(balance(&second).await, 0);
}

#[tokio::test]
async fn the_clock_moves_on_and_so_do_slots_and_block_times() {
    let node = Node::start();
    let before = node.ledger().clock().await.unwrap();
    node.warp(86_400);
    let after = node.ledger().clock().await.unwrap();
    let passed = after.unix_timestamp - before.unix_timestamp;
    assert!((86_400..86_430).contains(&passed), "{passed} s");
    // 5 slots a second; the second that had begun counts in part.
    assert!(after.slot - before.slot >= 86_399 * 5, "{} slots", after.slot - before.slot);

    node.funded(1).await;
    let slot = node.client().get_slot().await.unwrap();
    let time = node.client().get_block_time(slot).await.unwrap();
    assert!((time - after.unix_timestamp).abs() < 60, "block time {time}, clock {}", after.unix_timestamp);
}

#[tokio::test]
async fn a_time_without_a_second_is_refused() {
    let refused = std::panic::catch_unwind(|| Node::start().warp(0)).unwrap_err();
    let said = refused.downcast_ref::<String>().unwrap();
    assert!(said.contains("by a second at least"), "{said}");
}

#[tokio::test]
async fn accounts_are_found_by_how_they_begin() {
    let node = Node::with_programs();
    let network = SmallNetwork::found(&node).await;
    let workers = [network.worker(1_000_000).await, network.worker(2_000_000).await];
    let found = transport::fetch_all::<Operator>(&network.ledger, network.addresses.network).await.unwrap();
    let mut expected = workers.map(|worker| worker.operator);
    expected.sort();
    assert_eq!(found.iter().map(|(address, _)| *address).collect::<Vec<_>>(), expected);
    assert!(
        transport::fetch_all::<Operator>(&network.ledger, pda::books(network.addresses.network))
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_simulation_needs_no_signature_and_changes_nothing() {
    let node = Node::with_programs();
    let network = SmallNetwork::found(&node).await;
    let (identity, founder) = (Keypair::new(), network.founder.pubkey());
    let own = identity.pubkey();
    let register = build::register_operator(&network.addresses, founder, own, 0, own);
    let unsigned =
        transport::unsigned(std::slice::from_ref(&register), founder, network.ledger.latest_blockhash().await.unwrap());
    let tried = network.ledger.simulate(&unsigned.unwrap()).await.unwrap();
    assert!(tried.compute_units > 1_000 && !tried.events.is_empty(), "{tried:?}");
    let operator = pda::operator(network.addresses.network, own);
    assert!(network.ledger.account(&operator).await.unwrap().is_none());

    let done = network.send(&[register], &[&identity]).await;
    assert_eq!(format!("{:?}", done.events), format!("{:?}", tried.events));
}

#[tokio::test]
async fn a_transaction_is_recorded_with_what_it_called() {
    let node = Node::with_programs();
    let network = SmallNetwork::found(&node).await;
    network.worker(1_000_000).await;
    let client = node.client();
    let newest = client.get_signatures_for_address(&network.addresses.network).await.unwrap();
    assert!(newest.len() > 5, "{} signatures", newest.len());
    assert!(newest.is_sorted_by(|newer, older| newer.slot >= older.slot), "{newest:?}");

    let two = page(&client, &network, None, None, 2).await;
    assert_eq!(two, signatures(&newest)[..2]);
    let older = page(&client, &network, Some(two[1]), None, 2).await;
    assert_eq!(older, signatures(&newest)[2..4]);
    let newer = page(&client, &network, None, Some(older[0]), 100).await;
    assert_eq!(newer, two);

    for encoding in [UiTransactionEncoding::Base64, UiTransactionEncoding::Json] {
        let config = RpcTransactionConfig {
            encoding: Some(encoding),
            max_supported_transaction_version: Some(0),
            ..RpcTransactionConfig::default()
        };
        let record = client.get_transaction_with_config(&two[0], config).await.unwrap();
        let OptionSerializer::Some(inner) = record.transaction.meta.unwrap().inner_instructions else {
            panic!("no inner instructions in {encoding:?}");
        };
        assert!(!inner.is_empty() && record.block_time.is_some(), "{encoding:?}");
    }
    let receipt = network.ledger.receipt(&two[0]).await.unwrap();
    assert!(!receipt.events.is_empty(), "{receipt:?}");
}

async fn page(
    client: &RpcClient,
    network: &SmallNetwork,
    before: Option<Signature>,
    until: Option<Signature>,
    limit: usize,
) -> Vec<Signature> {
    let config = GetConfirmedSignaturesForAddress2Config { before, until, limit: Some(limit), commitment: None };
    let found = client.get_signatures_for_address_with_config(&network.addresses.network, config).await.unwrap();
    signatures(&found)
}

fn signatures(found: &[RpcConfirmedTransactionStatusWithSignature]) -> Vec<Signature> {
    found.iter().map(|one| one.signature.parse().unwrap()).collect()
}

#[tokio::test]
async fn who_subscribes_hears_of_slots_signatures_and_logs() {
    let node = Node::with_programs();
    let network = SmallNetwork::found(&node).await;
    let pubsub = PubsubClient::new(node.websocket_url()).await.unwrap();
    let (mut slots, _end_slots) = pubsub.slot_subscribe().await.unwrap();
    let filter = RpcTransactionLogsFilter::Mentions(vec![ledger::ID.to_string()]);
    let (mut logs, _end_logs) = pubsub
        .logs_subscribe(filter, RpcTransactionLogsConfig { commitment: Some(CommitmentConfig::confirmed()) })
        .await
        .unwrap();
    let first = tokio::time::timeout(PATIENCE, slots.next()).await.unwrap().unwrap();
    let second = tokio::time::timeout(PATIENCE, slots.next()).await.unwrap().unwrap();
    assert!(second.slot > first.slot);

    let own = Keypair::new();
    let register =
        build::register_operator(&network.addresses, network.founder.pubkey(), own.pubkey(), 0, own.pubkey());
    let hash = network.ledger.latest_blockhash().await.unwrap();
    let transaction = transport::sign(&[register], &network.founder, &[&own], hash).unwrap();
    let signature = transaction.signatures[0];
    let (mut outcomes, _end_outcomes) = pubsub.signature_subscribe(&signature, None).await.unwrap();
    network.ledger.submit(transaction).await.unwrap();
    let outcome = tokio::time::timeout(PATIENCE, outcomes.next()).await.unwrap().unwrap();
    assert!(matches!(outcome.value, RpcSignatureResult::ProcessedSignature(done) if done.err.is_none()));
    let log = tokio::time::timeout(PATIENCE, logs.next()).await.unwrap().unwrap().value;
    assert_eq!(log.signature, signature.to_string());
    assert!(log.logs.iter().any(|line| line.contains(&ledger::ID.to_string())), "{:?}", log.logs);
}
