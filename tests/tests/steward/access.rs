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
