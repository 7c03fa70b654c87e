//! Upgrades that are taken back: nothing stays behind.

use girder_sdk::steward::{events::StewardEvent, instructions as build, pda};
use solana_signer::Signer;
use steward::{
    events,
    state::{EXECUTABLE, WAIT},
};

use crate::{
    assert_refused,
    scene::{PROGRAM, Scene, event, next_program},
};

#[test]
fn the_steward_takes_an_upgrade_back_and_the_payer_gets_all_of_it() {
    let scene = Scene::new();
    let buffer = scene.propose(&next_program());
    let (proposal, payer) = (pda::upgrade(scene.stewardship), scene.payer.pubkey());
    let held = scene.lamports(buffer) + scene.lamports(proposal);
    let (before, hash) = (scene.lamports(payer), scene.upgrade().hash);
    let receipt = scene.cancel(&scene.steward, buffer).unwrap();
    let by = scene.steward.pubkey();
    let cancelled = events::UpgradeCancelled { stewardship: scene.stewardship, buffer, hash, by };
    assert_eq!(event(&receipt), StewardEvent::UpgradeCancelled(cancelled));
    assert!(scene.is_gone(buffer) && scene.is_gone(proposal));
    assert_eq!(scene.lamports(payer), before + held - receipt.fee);
    scene.chain.warp_by(WAIT);
    assert!(scene.execute(buffer).is_err());
    assert_eq!(scene.code(), PROGRAM);
}

#[test]
fn nobody_else_takes_an_upgrade_back_before_it_expired() {
    let scene = Scene::new();
    let buffer = scene.propose(&next_program());
    let stranger = scene.wallet();
    assert_refused!(scene.cancel(&stranger, buffer), WrongSteward);
    scene.wait();
    assert_refused!(scene.cancel(&stranger, buffer), WrongSteward);
    scene.execute(buffer).unwrap();
}

#[test]
fn what_a_proposal_held_goes_to_nobody_but_who_paid() {
    let scene = Scene::new();
    let buffer = scene.propose(&next_program());
    let (stranger, steward) = (scene.wallet(), scene.steward.pubkey());
    let cancel = build::cancel_upgrade(scene.program, steward, buffer, steward);
    assert_refused!(scene.send(&[cancel], &[&scene.steward]), WrongRentPayer);
    scene.wait();
    let execute = build::execute_upgrade(scene.program, buffer, stranger.pubkey());
    assert_refused!(scene.send(&[execute], &[]), WrongRentPayer);
    scene.chain.warp_by(EXECUTABLE);
    let cancel = build::cancel_upgrade(scene.program, stranger.pubkey(), buffer, stranger.pubkey());
    assert_refused!(scene.send(&[cancel], &[&stranger]), WrongRentPayer);
}

#[test]
fn after_a_cancelled_upgrade_the_next_one_waits_from_its_own_proposal_on() {
    let scene = Scene::new();
    let first = scene.propose(&next_program());
    scene.chain.warp_by(WAIT - 1);
    scene.cancel(&scene.steward, first).unwrap();
    let second = scene.propose(&next_program());
    scene.chain.warp_by(1);
    assert_refused!(scene.execute(second), TooEarly);
    scene.chain.warp_by(WAIT - 1);
    scene.execute(second).unwrap();
}
