//! Accounts of one stewardship are worth nothing to another, and every account is where it must be.

use girder_sdk::steward::{buffer, instructions as build, pda};
use girder_tests::assert_failed;
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{
    assert_refused,
    scene::{PROGRAM, Scene, next_program},
};

/// Two programs in stewardship on one chain.
fn two() -> (Scene, Scene) {
    let first = Scene::new();
    let program = Keypair::new();
    let second = Scene::on(first.chain.clone(), &first.payer, &first.wallet(), program.pubkey());
    let source = second.buffer(second.steward.pubkey(), PROGRAM);
    let deploy = anchor_lang::solana_program::bpf_loader_upgradeable::deploy_with_max_program_len(
        &second.payer.pubkey(),
        &second.program,
        &source,
        &second.steward.pubkey(),
        second.rent(36),
        PROGRAM.len(),
    );
    second.send(&deploy.unwrap(), &[&program, &second.steward]).unwrap();
    second.chain.warp_by(1);
    second.create().unwrap();
    (first, second)
}

#[test]
fn another_stewardships_proposal_upgrades_and_cancels_nothing_here() {
    let (first, second) = two();
    let buffer = second.propose(&next_program());
    let payer = first.payer.pubkey();
    first.wait();
    let mut execute = build::execute_upgrade(first.program, buffer, payer);
    execute.accounts[1].pubkey = pda::upgrade(second.stewardship);
    assert_refused!(first.send(&[execute], &[]), WrongStewardship);
    let mut cancel = build::cancel_upgrade(first.program, first.steward.pubkey(), buffer, payer);
    cancel.accounts[2].pubkey = pda::upgrade(second.stewardship);
    assert_refused!(first.send(&[cancel], &[&first.steward]), WrongStewardship);
    assert_eq!((first.code(), second.code()), (PROGRAM.to_vec(), PROGRAM.to_vec()));
    second.execute(buffer).unwrap();
}

#[test]
fn a_steward_has_no_say_about_another_program() {
    let (first, second) = two();
    let (steward, payer) = (first.steward.pubkey(), first.payer.pubkey());
    let buffer = second.buffer(second.stewardship, PROGRAM);
    let propose = build::propose_upgrade(payer, steward, second.program, buffer, buffer::hash(PROGRAM));
    assert_refused!(first.send(&[propose], &[&first.steward]), WrongSteward);
    let close = build::close_buffer(second.program, steward, buffer, steward);
    assert_refused!(first.send(&[close], &[&first.steward]), WrongSteward);
    assert_refused!(first.propose_buffer(buffer, PROGRAM), BufferNotHandedOver);
}

#[test]
fn every_account_of_an_upgrade_is_pinned() {
    let (first, second) = two();
    let buffer = first.propose(&next_program());
    first.wait();
    let replaced = |index: usize, by: Address| {
        let mut execute = build::execute_upgrade(first.program, buffer, first.payer.pubkey());
        execute.accounts[index].pubkey = by;
        first.send(&[execute], &[])
    };
    assert_refused!(replaced(2, second.program), WrongProgram);
    assert_refused!(replaced(3, pda::program_data(second.program)), WrongProgram);
    assert_failed!(replaced(6, first.steward.pubkey()), "ConstraintAddress");
    assert_failed!(replaced(7, first.steward.pubkey()), "ConstraintAddress");
    assert_failed!(replaced(8, first.steward.pubkey()), "ConstraintAddress");
    assert_failed!(replaced(9, first.steward.pubkey()), "ConstraintAddress");
    assert_eq!(first.code(), PROGRAM);
}

#[test]
fn every_account_of_a_succession_is_pinned() {
    let (first, second) = two();
    let payer = first.payer.pubkey();
    for scene in [&first, &second] {
        let give_up = build::propose_succession(payer, scene.steward.pubkey(), scene.program, Address::default());
        scene.send(&[give_up], &[&scene.steward]).unwrap();
    }
    first.wait();
    let replaced = |index: usize, by: Address| {
        let mut execute = build::execute_succession(first.program, None, payer);
        execute.accounts[index].pubkey = by;
        first.send(&[execute], &[])
    };
    assert_refused!(replaced(2, pda::succession(second.stewardship)), WrongStewardship);
    assert_refused!(replaced(3, pda::program_data(second.program)), WrongProgram);
    assert_refused!(replaced(4, first.steward.pubkey()), WrongRentPayer);
    assert_failed!(replaced(5, first.steward.pubkey()), "ConstraintAddress");
    let mut cancel = build::cancel_succession(first.program, first.steward.pubkey(), payer);
    cancel.accounts[2].pubkey = pda::succession(second.stewardship);
    assert_refused!(first.send(&[cancel], &[&first.steward]), WrongStewardship);
    let cancel = build::cancel_succession(first.program, first.steward.pubkey(), first.steward.pubkey());
    assert_refused!(first.send(&[cancel], &[&first.steward]), WrongRentPayer);
}

#[test]
fn a_stewardship_is_not_closed_by_showing_another_ones_accounts() {
    let (first, second) = two();
    let payer = first.payer.pubkey();
    let give_up = build::propose_succession(payer, second.steward.pubkey(), second.program, Address::default());
    second.send(&[give_up], &[&second.steward]).unwrap();
    first.propose(&next_program());
    second.wait();
    second.send(&[build::execute_succession(second.program, None, payer)], &[]).unwrap();
    let replaced = |index: usize, by: Address| {
        let mut close = build::close_stewardship(first.program, payer);
        close.accounts[index].pubkey = by;
        first.send(&[close], &[])
    };
    assert_refused!(replaced(3, pda::program_data(second.program)), WrongProgram);
    assert_failed!(replaced(1, pda::upgrade(second.stewardship)), "ConstraintSeeds");
    assert_failed!(replaced(2, pda::succession(second.stewardship)), "ConstraintSeeds");
    second.send(&[build::close_stewardship(second.program, payer)], &[]).unwrap();
    assert!(!first.is_gone(first.stewardship));
}

#[test]
fn an_account_of_another_type_or_program_is_no_stewardship() {
    let scene = Scene::new();
    let buffer = scene.propose(&next_program());
    let mut cancel = build::cancel_upgrade(scene.program, scene.steward.pubkey(), buffer, scene.payer.pubkey());
    cancel.accounts[1].pubkey = pda::upgrade(scene.stewardship);
    assert_failed!(scene.send(std::slice::from_ref(&cancel), &[&scene.steward]), "AccountDiscriminatorMismatch");
    cancel.accounts[1].pubkey = buffer;
    assert_failed!(scene.send(&[cancel], &[&scene.steward]), "AccountOwnedByWrongProgram");
}

#[test]
fn a_program_is_taken_into_stewardship_at_its_own_address_only() {
    let (first, second) = two();
    let (payer, steward) = (first.payer.pubkey(), first.steward.pubkey());
    let mut create = build::create_stewardship(payer, steward, first.program);
    create.accounts[2].pubkey = second.stewardship;
    assert_failed!(first.send(std::slice::from_ref(&create), &[&first.steward]), "ConstraintSeeds");
    let third = Scene::deployed();
    let mut create = build::create_stewardship(payer, third.steward.pubkey(), third.program);
    create.accounts[4].pubkey = pda::program_data(first.payer.pubkey());
    assert_failed!(third.send(&[create], &[&third.steward]), "ConstraintSeeds");
}
