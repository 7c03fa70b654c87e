use girder_sdk::{
    artifacts,
    governor::program as governor,
    steward::{
        self, buffer, instructions, pda,
        program::state::{EXECUTABLE, Stewardship, Upgrade, WAIT},
    },
};
use solana_signer::Signer;

use crate::scene::{SMALL, Scene, steps};

const SMALL_PROGRAM: &str = "[[program]]\nname = \"governor\"\nartifact = \"small.so\"";
const GOVERNOR: &str = "[[program]]\nname = \"governor\"";
const STEWARD: &str = "[[program]]\nname = \"steward\"\n";

fn in_stewardship(program: &str) -> String {
    format!("{STEWARD}{program}\ncustody = \"steward\"")
}

/// A cluster with another program where the governor belongs.
async fn scene(custody: &str) -> Scene {
    let scene = Scene::empty();
    scene.write("small.so", SMALL);
    scene.settle(&format!("{STEWARD}{SMALL_PROGRAM}\n{custody}")).await;
    scene
}

#[tokio::test]
async fn the_authority_upgrades_at_once_and_the_program_grows() {
    let scene = scene("").await;
    let plan = scene.plan(GOVERNOR).await.unwrap();
    assert!(steps(&plan).iter().any(|step| step.starts_with("extend")), "{:?}", steps(&plan));
    scene.settle(GOVERNOR).await;
    assert!(scene.program(governor::ID).await.is(artifacts::GOVERNOR));
    scene.settle(SMALL_PROGRAM).await;
    assert!(scene.program(governor::ID).await.is(SMALL), "and back");
}

#[tokio::test]
async fn a_final_program_and_one_of_somebody_else_are_not_upgraded() {
    let final_one = scene("custody = \"final\"").await;
    let said = final_one.refusal(GOVERNOR).await;
    assert!(said.contains("it is final and another program"), "{said}");

    let scene = scene("").await;
    let owner = scene.key("owner.json");
    let said = scene.refusal(&format!("{GOVERNOR}\nauthority = \"owner.json\"")).await;
    assert!(said.contains(&format!("{} may upgrade it, not {owner}", scene.payer.pubkey())), "{said}");
}

#[tokio::test]
async fn an_upgrade_by_the_steward_is_proposed_waits_and_is_executed_later() {
    let scene = scene("custody = \"steward\"").await;
    let text = in_stewardship(GOVERNOR);
    let waiting = scene.settle(&text).await;
    let proposed: Upgrade =
        steward::find(&scene.ledger, pda::upgrade(pda::stewardship(governor::ID))).await.unwrap().unwrap();
    assert_eq!(proposed.hash, buffer::hash(artifacts::GOVERNOR));
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].from, Some(proposed.window.executable_from));
    assert!(scene.program(governor::ID).await.is(SMALL));

    scene.ledger.warp_by(WAIT);
    assert!(scene.settle(&text).await.is_empty());
    assert!(scene.program(governor::ID).await.is(artifacts::GOVERNOR));
}

#[tokio::test]
async fn a_proposal_that_expired_is_made_again() {
    let scene = scene("custody = \"steward\"").await;
    let text = in_stewardship(GOVERNOR);
    let first = scene.settle(&text).await[0].from.unwrap();
    scene.ledger.warp_by(WAIT + EXECUTABLE);
    let again = scene.settle(&text).await[0].from.unwrap();
    assert!(again > first);
    scene.ledger.warp_by(WAIT);
    assert!(scene.settle(&text).await.is_empty());
    assert!(scene.program(governor::ID).await.is(artifacts::GOVERNOR));
}

#[tokio::test]
async fn a_proposal_of_another_program_is_named() {
    let scene = scene("custody = \"steward\"").await;
    scene.settle(&in_stewardship(GOVERNOR)).await;
    scene.write("small.so", &[SMALL, &[0, 1]].concat());
    let said = scene.refusal(&in_stewardship(SMALL_PROGRAM)).await;
    assert!(said.contains("an upgrade to another program is proposed"), "{said}");
}

#[tokio::test]
async fn the_stewardship_is_offered_to_an_address_and_taken_by_a_keypair() {
    let scene = scene("custody = \"steward\"").await;
    let (there, here) = (solana_address::Address::new_from_array([7; 32]), scene.key("steward.json"));
    let text = in_stewardship(SMALL_PROGRAM);
    let waiting = scene.settle(&format!("{text}\nsteward = \"{there}\"")).await;
    assert!(waiting[0].what.contains(&format!("{there} has to accept")), "{waiting:?}");

    assert!(scene.settle(&format!("{text}\nsteward = \"steward.json\"")).await.is_empty());
    let stewardship = pda::stewardship(governor::ID);
    let found: Stewardship = steward::find(&scene.ledger, stewardship).await.unwrap().unwrap();
    assert_eq!(found.steward, here);

    let offer = instructions::offer_steward(governor::ID, here, there);
    let refused = scene.ledger.execute(&[offer], &scene.payer, &[]);
    assert!(refused.is_err(), "the payer is the steward no more");
}
