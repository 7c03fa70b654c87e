use girder_sdk::{
    artifacts,
    governor::program as governor,
    ledger,
    steward::{self, pda, program::state::Stewardship},
};
use solana_account::Account;
use solana_signer::Signer;

use crate::scene::{LOCAL, SMALL, Scene, steps};

#[tokio::test]
async fn the_example_deploys_everything_and_a_second_time_nothing() {
    let scene = Scene::empty();
    let plan = scene.plan(LOCAL).await.unwrap();
    assert_eq!(plan.steps[0].subject, "steward", "whoever holds the others comes first");
    assert!(plan.waiting.is_empty(), "{:?}", plan.waiting);
    assert!(scene.settle(LOCAL).await.is_empty());

    for (address, code) in [
        (steward::program::ID, artifacts::STEWARD),
        (ledger::ID, artifacts::LEDGER),
        (governor::ID, artifacts::GOVERNOR),
    ] {
        assert!(scene.program(address).await.is(code));
    }
    assert_eq!(scene.program(steward::program::ID).await.authority, None);
    assert_eq!(scene.program(governor::ID).await.authority, Some(scene.payer.pubkey()));
    let stewardship = pda::stewardship(ledger::ID);
    assert_eq!(scene.program(ledger::ID).await.authority, Some(stewardship));
    let there: Stewardship = steward::find(&scene.ledger, stewardship).await.unwrap().unwrap();
    assert_eq!(there.steward, scene.payer.pubkey());
    scene.ledger.snapshot(scene.network("local")).unwrap();
}

#[tokio::test]
async fn no_lamports_stay_behind_in_buffers() {
    let scene = Scene::empty();
    scene.settle("[[program]]\nname = \"governor\"").await;
    let buffer = steward::buffer::address(scene.payer.pubkey(), artifacts::GOVERNOR).unwrap();
    assert_eq!(scene.ledger.find(&buffer), None);
}

#[tokio::test]
async fn another_authority_deploys_and_the_payer_only_pays() {
    let scene = Scene::empty();
    let owner = scene.key("owner.json");
    let text = "[[program]]\nname = \"governor\"\nauthority = \"owner.json\"\nmost_bytes = 400_000";
    scene.settle(text).await;
    let program = scene.program(governor::ID).await;
    assert_eq!((program.authority, program.code.len()), (Some(owner), 400_000));
}

#[tokio::test]
async fn a_room_that_the_program_does_not_fit_is_refused() {
    let scene = Scene::empty();
    for most in [artifacts::GOVERNOR.len() - 1, 10 * 1_024 * 1_024] {
        let said = scene.refusal(&format!("[[program]]\nname = \"governor\"\nmost_bytes = {most}")).await;
        assert!(said.contains(&format!("most_bytes is {most}")), "{said}");
    }
}

#[tokio::test]
async fn somebody_who_sends_lamports_to_a_buffer_stops_nothing() {
    let scene = Scene::empty();
    let buffer = steward::buffer::address(scene.payer.pubkey(), artifacts::GOVERNOR).unwrap();
    scene.ledger.airdrop(buffer, 1_000_000).unwrap();
    scene.settle("[[program]]\nname = \"governor\"").await;
    assert!(scene.program(governor::ID).await.is(artifacts::GOVERNOR));
}

#[tokio::test]
async fn a_closed_program_is_refused() {
    let scene = Scene::empty();
    scene.write("small.so", SMALL);
    let text = "[[program]]\nname = \"governor\"\nartifact = \"small.so\"";
    scene.settle(text).await;
    let data = pda::program_data(governor::ID);
    scene.ledger.set_account(data, Account::default()).unwrap();
    let said = scene.refusal(text).await;
    assert!(said.contains("was closed"), "{said}");
    assert!(steps(&scene.plan("").await.unwrap()).is_empty(), "a program that is not named is left alone");
}
