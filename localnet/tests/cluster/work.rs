//! From a statement to tokens.

use girder_sdk::{events::LedgerEvent, instructions as build, tokens, transport::Transport};
use solana_signer::Signer;

use crate::harness::{Node, SmallNetwork};

/// Collateral for far more than the device contributes, base units.
const STAKE: u64 = 1_000_000_000;

#[tokio::test]
async fn work_is_proven_settled_harvested_and_paid_on_a_node() {
    let node = Node::with_programs();
    let network = SmallNetwork::found(&node).await;
    let worker = network.worker(STAKE).await;
    let (addresses, owner) = (&network.addresses, worker.identity.pubkey());

    node.warp_to(network.start_of(0)).await;
    let proven = network.prove(&worker, 0, 1, 1_000).await;
    assert!(proven.events.iter().any(|event| matches!(event, LedgerEvent::ContributionCounted(_))), "{proven:?}");

    node.warp_to(network.settle_time(0)).await;
    network.send(&[build::settle_epoch(addresses, 0, network.founder.pubkey(), Some(1), None)], &[]).await;
    node.warp_to(network.harvest_time(0)).await;
    network.send(&[build::harvest(addresses, worker.operator, 0)], &[]).await;

    let account = addresses.reward.account_of(owner);
    network.send(&[build::claim(addresses, worker.operator, owner, account)], &[]).await;
    let holding = network.ledger.account(&account).await.unwrap().unwrap();
    let paid = tokens::decode_holding(account, &holding).unwrap().amount;
    // 1 reward a credit, the class's weight is 1, and shares are paid rounded down.
    assert!((999..=1_000).contains(&paid), "{paid}");
}
