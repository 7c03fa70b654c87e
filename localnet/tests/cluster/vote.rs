//! The stake of a network decides what its authority does, by `girder vote` alone.

use std::fs;

use girder_sdk::{governor::pda, ledger::state::Network, transport};

use crate::harness::{Output, Scene};

const DAY: i64 = 86_400;

#[tokio::test]
async fn a_proposal_that_passed_makes_the_governor_the_networks_authority() {
    let scene = Scene::new().await;
    let network = scene.network.addresses.network;
    let (identity, own) = scene.wallet("operator.json", 1_000).await;
    let founder = scene.write_key("founder.json", &scene.network.founder);
    let operator = scene.join(identity, &own);
    let governor = pda::governor(network);
    scene.girder(&founder, &format!("vote create {network} --days 1 --quorum 1000 --threshold 1000000")).json();
    scene.girder(&founder, &format!("network offer-role {network} authority --to {governor}")).json();

    let accept = format!("network accept-role {network} authority --unsigned --from {governor}");
    fs::write(scene.file("why.md"), "Let those who stake decide.").unwrap();
    scene.girder(&own, &format!("vote draft {network} --description why.md")).json();
    let proposal = pda::proposal(network, identity, 0);
    scene.network.ledger.airdrop(&governor, 1_000_000_000).await.unwrap();
    let printed = scene.offline(&accept).args(["--url", scene.node.url()]).text();
    scene.girder(&own, &format!("vote add {proposal} --transaction {printed}")).json();
    scene.node.warp(1);
    scene.girder(&own, &format!("vote open {proposal} --operator {operator}")).json();
    scene.girder(&own, &format!("vote cast {proposal} yes --operator {operator}")).json();
    let early = scene.girder(&own, &format!("vote execute {proposal}")).refusal();
    assert!(early.contains("too early"), "{early}");
    scene.girder(&own, &format!("stake unstake {operator} --all")).refusal();

    scene.node.warp(DAY + 1);
    scene.girder(&own, &format!("vote execute {proposal}")).json();
    let account: Network = transport::fetch(&scene.network.ledger, network).await.unwrap();
    assert_eq!(account.authority, governor);
    scene.girder(&founder, &format!("network retire {network} --from-epoch 5000")).refusal();

    scene.girder(&founder, &format!("vote close-record {proposal} --operator {operator} --owner {identity}")).json();
    scene.girder(&founder, &format!("vote close {proposal}")).json();
}
