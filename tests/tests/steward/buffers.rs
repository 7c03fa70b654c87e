//! Buffers: in nobody's hand but the stewardship's from before the proposal on.

use anchor_lang::solana_program::bpf_loader_upgradeable as loader;
use girder_sdk::steward::{buffer, events::StewardEvent, instructions as build, pda};
use girder_tests::assert_failed;
use solana_signer::Signer;
use steward::events;

use crate::{
    assert_refused,
    scene::{PROGRAM, Scene, event, next_program},
};

#[test]
fn a_buffer_that_somebody_can_still_change_is_not_proposed() {
    let scene = Scene::new();
    let next = next_program();
    let own = scene.buffer(scene.steward.pubkey(), &next);
    assert_refused!(scene.propose_buffer(own, &next), BufferNotHandedOver);
    let elsewhere = scene.buffer(scene.wallet().pubkey(), &next);
    assert_refused!(scene.propose_buffer(elsewhere, &next), BufferNotHandedOver);
}

#[test]
fn what_is_no_buffer_is_not_proposed() {
    let scene = Scene::new();
    for account in [scene.payer.pubkey(), scene.program, pda::program_data(scene.program), scene.stewardship] {
        assert_refused!(scene.propose_buffer(account, PROGRAM), NotABuffer);
    }
    // A buffer in all but its owner.
    let buffer = scene.buffer(scene.stewardship, PROGRAM);
    let mut account = scene.chain.find(&buffer).unwrap();
    account.owner = scene.payer.pubkey();
    scene.chain.set_account(buffer, account).unwrap();
    assert_refused!(scene.propose_buffer(buffer, PROGRAM), NotABuffer);

    let empty = scene.buffer(scene.stewardship, &[]);
    assert_refused!(scene.propose_buffer(empty, &[]), NotABuffer);
}

#[test]
fn a_buffer_that_was_handed_over_is_in_nobodys_hand() {
    let scene = Scene::new();
    let steward = scene.steward.pubkey();
    let buffer = scene.propose(&next_program());
    let before = scene.chain.find(&buffer).unwrap();

    let write = loader::write(&buffer, &steward, 0, vec![0; 8]);
    assert_failed!(scene.send(&[write], &[&scene.steward]), "Incorrect buffer authority provided");
    let take = loader::set_buffer_authority(&buffer, &steward, &steward);
    assert_failed!(scene.send(&[take], &[&scene.steward]), "Incorrect buffer authority provided");
    let close = loader::close(&buffer, &steward, &steward);
    assert_failed!(scene.send(&[close], &[&scene.steward]), "Incorrect authority provided");
    let deploy = loader::upgrade(&scene.program, &buffer, &steward, &steward);
    assert_failed!(scene.send(&[deploy], &[&scene.steward]), "Buffer and upgrade authority don't match");

    // As the stewardship, but without its signature.
    let mut write = loader::write(&buffer, &scene.stewardship, 0, vec![0; 8]);
    write.accounts[1].is_signer = false;
    assert_failed!(scene.send(&[write], &[]), "Buffer authority did not sign");
    let mut upgrade = loader::upgrade(&scene.program, &buffer, &scene.stewardship, &steward);
    upgrade.accounts[6].is_signer = false;
    assert_failed!(scene.send(&[upgrade], &[]), "Upgrade authority did not sign");
    assert_eq!(scene.chain.find(&buffer).unwrap(), before);
}

#[test]
fn no_other_buffer_than_the_proposed_one_is_executed_or_closed_in_its_place() {
    let scene = Scene::new();
    let next = next_program();
    let buffer = scene.propose(&next);
    let twin = scene.buffer(scene.stewardship, &next);
    scene.wait();
    assert_refused!(scene.execute(twin), WrongBuffer);
    assert_refused!(scene.cancel(&scene.steward, twin), WrongBuffer);
    scene.execute(buffer).unwrap();
    assert!(!scene.is_gone(twin));
}

#[test]
fn a_buffer_that_is_not_proposed_is_closed_by_the_steward() {
    let scene = Scene::new();
    let stray = scene.buffer(scene.stewardship, PROGRAM);
    let (stranger, destination) = (scene.wallet(), scene.wallet().pubkey());
    let steward = scene.steward.pubkey();
    let by_stranger = build::close_buffer(scene.program, stranger.pubkey(), stray, destination);
    assert_refused!(scene.send(&[by_stranger], &[&stranger]), WrongSteward);

    let close = build::close_buffer(scene.program, steward, stray, destination);
    let (held, before) = (scene.lamports(stray), scene.lamports(destination));
    let receipt = scene.send(std::slice::from_ref(&close), &[&scene.steward]).unwrap();
    let closed = events::BufferClosed { stewardship: scene.stewardship, buffer: stray, destination };
    assert_eq!(event(&receipt), StewardEvent::BufferClosed(closed));
    assert!(scene.is_gone(stray));
    assert_eq!(scene.lamports(destination), before + held);
    assert_refused!(scene.send(&[close], &[&scene.steward]), NotABuffer);
}

#[test]
fn the_proposed_buffer_is_not_closed_but_by_cancelling() {
    let scene = Scene::new();
    let buffer = scene.propose(&next_program());
    let stray = scene.buffer(scene.stewardship, PROGRAM);
    let steward = scene.steward.pubkey();
    let close = |buffer| build::close_buffer(scene.program, steward, buffer, steward);
    assert_refused!(scene.send(&[close(buffer)], &[&scene.steward]), BufferProposed);
    scene.send(&[close(stray)], &[&scene.steward]).unwrap();

    // Nor by naming another account in the proposal's place.
    let mut elsewhere = close(buffer);
    elsewhere.accounts[2].pubkey = steward;
    assert_failed!(scene.send(&[elsewhere], &[&scene.steward]), "ConstraintSeeds");
}

#[test]
fn only_buffers_of_the_stewardship_are_closed() {
    let scene = Scene::new();
    let steward = scene.steward.pubkey();
    let own = scene.buffer(steward, PROGRAM);
    let close = build::close_buffer(scene.program, steward, own, steward);
    assert_refused!(scene.send(&[close], &[&scene.steward]), BufferNotHandedOver);
    let data = build::close_buffer(scene.program, steward, pda::program_data(scene.program), steward);
    assert_refused!(scene.send(&[data], &[&scene.steward]), NotABuffer);
}

#[test]
fn a_buffers_bytes_are_those_of_the_programs_file() {
    let scene = Scene::new();
    let buffer = scene.propose(PROGRAM);
    let held = &scene.chain.find(&buffer).unwrap().data[37..];
    assert_eq!(held, PROGRAM);
    assert_eq!(buffer::hash(held), scene.upgrade().hash);
    use sha2::{Digest, Sha256};
    assert_eq!(scene.upgrade().hash, <[u8; 32]>::from(Sha256::digest(PROGRAM)));
}
