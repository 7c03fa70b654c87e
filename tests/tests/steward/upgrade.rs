//! Upgrades: proposed, waited for, executed by anybody.

use anchor_lang::solana_program::bpf_loader_upgradeable::UpgradeableLoaderState;
use girder_sdk::steward::{buffer, events::StewardEvent, instructions as build, pda};
use girder_tests::assert_failed;
use solana_signer::Signer;
use steward::{
    events,
    state::{EXECUTABLE, Upgrade, WAIT, Window},
};

use crate::{
    assert_refused,
    scene::{PROGRAM, Scene, event, next_program},
};

#[test]
fn a_program_becomes_what_was_proposed_when_the_wait_is_over() {
    let scene = Scene::new();
    let next = next_program();
    let buffer = scene.buffer(scene.stewardship, &next);
    let proposed_at = scene.now();
    let receipt = scene.propose_buffer(buffer, &next).unwrap();
    let (executable_from, expires_at) = (proposed_at + WAIT, proposed_at + WAIT + EXECUTABLE);
    let window = Window { proposed_at, executable_from, expires_at };
    let (stewardship, program) = (scene.stewardship, scene.program);
    let (hash, bytes) = (buffer::hash(&next), next.len() as u64);
    let Upgrade { bump, .. } = scene.upgrade();
    let rent_payer = scene.payer.pubkey();
    let expected = Upgrade { stewardship, buffer, rent_payer, hash, window, version: 1, bump };
    assert_eq!(scene.upgrade(), expected);
    let proposed = events::UpgradeProposed { stewardship, program, buffer, hash, bytes, executable_from, expires_at };
    assert_eq!(event(&receipt), StewardEvent::UpgradeProposed(proposed));
    assert_eq!(scene.code(), PROGRAM);

    scene.wait();
    let held = scene.lamports(buffer) + scene.lamports(pda::upgrade(stewardship));
    let before = scene.lamports(rent_payer);
    let receipt = scene.execute(buffer).unwrap();
    assert_eq!(scene.code(), next);
    assert_eq!(scene.upgrade_authority(), Some(stewardship));
    let executed = events::UpgradeExecuted { stewardship, program, hash, bytes };
    assert_eq!(event(&receipt), StewardEvent::UpgradeExecuted(executed));
    assert!(scene.is_gone(buffer) && scene.is_gone(pda::upgrade(stewardship)));
    assert_eq!(scene.lamports(rent_payer), before + held - receipt.fee);
}

#[test]
fn a_program_is_upgraded_again_and_again() {
    let scene = Scene::new();
    for program in [&next_program(), PROGRAM, &next_program()] {
        let buffer = scene.propose(program);
        scene.wait();
        scene.execute(buffer).unwrap();
        assert_eq!(scene.code(), program);
    }
}

#[test]
fn nobody_but_the_steward_proposes() {
    let scene = Scene::new();
    let (next, stranger) = (next_program(), scene.wallet());
    let buffer = scene.buffer(scene.stewardship, &next);
    let (payer, hash) = (scene.payer.pubkey(), buffer::hash(&next));
    let propose = build::propose_upgrade(payer, stranger.pubkey(), scene.program, buffer, hash);
    assert_refused!(scene.send(&[propose], &[&stranger]), WrongSteward);
    let mut propose = build::propose_upgrade(payer, scene.steward.pubkey(), scene.program, buffer, hash);
    propose.accounts[1].is_signer = false;
    assert_failed!(scene.send(&[propose], &[]), "AccountNotSigner");
}

#[test]
fn a_hash_that_is_not_the_buffers_is_refused() {
    let scene = Scene::new();
    let buffer = scene.buffer(scene.stewardship, &next_program());
    assert_refused!(scene.propose_buffer(buffer, PROGRAM), HashMismatch);
    let mut longer = next_program();
    longer.push(0);
    assert_refused!(scene.propose_buffer(buffer, &longer), HashMismatch);
}

#[test]
fn bytes_that_changed_after_all_are_refused_when_executed() {
    let scene = Scene::new();
    let buffer = scene.propose(&next_program());
    let mut account = scene.chain.find(&buffer).unwrap();
    *account.data.last_mut().unwrap() ^= 1;
    scene.chain.set_account(buffer, account).unwrap();
    scene.wait();
    assert_refused!(scene.execute(buffer), HashMismatch);
    assert_eq!(scene.code(), PROGRAM);
}

#[test]
fn there_is_one_proposal_at_a_time() {
    let scene = Scene::new();
    scene.propose(&next_program());
    let other = scene.buffer(scene.stewardship, PROGRAM);
    assert_failed!(scene.propose_buffer(other, PROGRAM), "already in use");
}

#[test]
fn a_larger_program_waits_until_somebody_made_room() {
    let scene = Scene::new();
    let larger = [&next_program(), [0; 500].as_slice()].concat();
    let buffer = scene.propose(&larger);
    scene.wait();
    assert_refused!(scene.execute(buffer), ExtendFirst);

    let stranger = scene.wallet();
    let extend = buffer::extend_program(scene.program, stranger.pubkey(), 10_240);
    scene.send(&[extend], &[&stranger]).unwrap();
    assert_failed!(scene.execute(buffer), "Program was deployed in this block already");
    scene.chain.warp_by(1);
    scene.execute(buffer).unwrap();
    let room = PROGRAM.len() + 10_240;
    assert_eq!(scene.code(), [larger.clone(), vec![0; room - larger.len()]].concat());
}

#[test]
fn what_is_no_program_never_becomes_one() {
    let scene = Scene::new();
    let buffer = scene.propose(&[7; 1_000]);
    scene.wait();
    assert_failed!(scene.execute(buffer), "invalid account data for instruction");
    assert_eq!(scene.code(), PROGRAM);
    let (before, held) = (scene.lamports(scene.payer.pubkey()), scene.lamports(buffer));
    scene.chain.warp_by(EXECUTABLE);
    scene.cancel(&scene.wallet(), buffer).unwrap();
    assert!(scene.lamports(scene.payer.pubkey()) > before + held - 20_000);
}

#[test]
fn an_upgrade_outlives_its_steward() {
    let scene = Scene::new();
    let (next, new) = (next_program(), scene.wallet());
    let buffer = scene.propose(&next);
    let offer = build::offer_steward(scene.program, scene.steward.pubkey(), new.pubkey());
    scene.send(&[offer, build::accept_steward(scene.program, new.pubkey())], &[&scene.steward, &new]).unwrap();
    assert_refused!(scene.cancel(&scene.steward, buffer), WrongSteward);
    scene.wait();
    scene.execute(buffer).unwrap();
    assert_eq!(scene.code(), next);
    assert_eq!(scene.program_data().data.len(), UpgradeableLoaderState::size_of_programdata(next.len()));
}
