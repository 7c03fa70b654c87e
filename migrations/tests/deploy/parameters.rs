use girder_sdk::{
    ledger::state::{Network, ParameterChange},
    pda,
};

use crate::scene::{Scene, network, network_with, steps};

#[tokio::test]
async fn other_parameters_are_proposed_and_come_into_force_after_their_timelock() {
    let scene = Scene::with_ledger();
    scene.settle(&network()).await;
    let address = scene.network("local");
    let text = network_with("settle_tip = \"0.1\"", "settle_tip = \"0.2\"");
    let plan = scene.plan(&text).await.unwrap();
    assert!(steps(&plan)[0].ends_with("settle_tip 100000 -> 200000"), "{:?}", steps(&plan));

    let waiting = scene.settle(&text).await;
    let change: ParameterChange = scene.ledger.read(pda::parameter_change(address, 0)).unwrap();
    assert_eq!(waiting[0].from, Some(change.executable_from));
    scene.ledger.warp_to(change.executable_from);
    assert!(scene.settle(&text).await.is_empty());
    assert_eq!(scene.ledger.read::<Network>(address).unwrap().parameters.settle_tip, 200_000);
}

#[tokio::test]
async fn a_proposal_that_is_not_the_files_is_withdrawn() {
    let scene = Scene::with_ledger();
    scene.settle(&network()).await;
    scene.settle(&network_with("settle_tip = \"0.1\"", "settle_tip = \"0.2\"")).await;
    let other = network_with("settle_tip = \"0.1\"", "settle_tip = \"0.3\"");
    scene.settle(&other).await;
    let proposed = pda::parameter_change(scene.network("local"), 0);
    let change: ParameterChange = scene.ledger.read(proposed).unwrap();
    assert_eq!(change.parameters.settle_tip, 300_000);
    assert!(scene.settle(&network()).await.is_empty(), "the file says what is in force");
    assert_eq!(scene.ledger.find(&proposed), None);
}

#[tokio::test]
async fn what_nobody_can_change_is_named() {
    let scene = Scene::with_ledger();
    scene.settle(&network()).await;
    for (from, to, expected) in [
        ("shards = 2", "shards = 3", "shards is 2, the file says 3, and nobody can change it"),
        ("epoch = \"1m\"", "epoch = \"2m\"", "time.epoch is 60, the file says 120"),
        ("schedule = \"fixed\"", "schedule = \"vault_funded\"", "emission.schedule can't become vault_funded"),
        ("supply_cap = 10_000_000", "supply_cap = 10_000_001", "it can only fall"),
        ("supply_cap = 10_000_000", "supply_cap = 10_000_000\nrisks = [\"pausable\"]", "the bits of token.risks"),
        ("decimals = 6", "decimals = 5", "has 6 decimals, the file says 5"),
        ("appeal = \"2m\"", "appeal = \"30m\"", "the ledger would refuse the file's parameters"),
    ] {
        let said = scene.refusal(&network_with(from, to)).await;
        assert!(said.contains(expected), "{to}: {said}");
    }
}

#[tokio::test]
async fn parameters_that_break_a_relation_are_refused_before_anything_is_created() {
    let scene = Scene::with_ledger();
    let said = scene.refusal(&network_with("grace = \"10s\"", "grace = \"2m\"")).await;
    assert!(said.contains("the ledger would refuse its parameters"), "{said}");
}
