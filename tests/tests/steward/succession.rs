//! The end of a stewardship: handed to another authority or given up, as slowly as an upgrade.

use anchor_lang::solana_program::bpf_loader_upgradeable as loader;
use girder_sdk::{
    Result,
    steward::{events::StewardEvent, instructions as build, pda},
    transport::Receipt,
};
use girder_tests::assert_failed;
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;
use steward::{
    events,
    state::{EXECUTABLE, Succession, WAIT, Window},
};

use crate::{
    assert_refused,
    scene::{Scene, event, next_program},
};

fn propose(scene: &Scene, successor: Address) -> Result<Receipt> {
    let propose = build::propose_succession(scene.payer.pubkey(), scene.steward.pubkey(), scene.program, successor);
    scene.send(&[propose], &[&scene.steward])
}

fn execute(scene: &Scene, successor: Option<&Keypair>) -> Result<Receipt> {
    let key = successor.map(|successor| successor.pubkey());
    let execute = build::execute_succession(scene.program, key, scene.payer.pubkey());
    scene.send(&[execute], successor.as_slice())
}

fn cancel(scene: &Scene, signer: &Keypair) -> Result<Receipt> {
    let cancel = build::cancel_succession(scene.program, signer.pubkey(), scene.payer.pubkey());
    scene.send(&[cancel], &[signer])
}

fn close(scene: &Scene) -> Result<Receipt> {
    scene.send(&[build::close_stewardship(scene.program, scene.payer.pubkey())], &[])
}

#[test]
fn a_successor_gets_the_upgrade_authority_when_the_wait_is_over() {
    let scene = Scene::new();
    let (successor, proposed_at) = (scene.wallet(), scene.now());
    let receipt = propose(&scene, successor.pubkey()).unwrap();
    let (executable_from, expires_at) = (proposed_at + WAIT, proposed_at + WAIT + EXECUTABLE);
    let (stewardship, program, key) = (scene.stewardship, scene.program, successor.pubkey());
    let window = Window { proposed_at, executable_from, expires_at };
    let Succession { bump, .. } = scene.succession();
    let rent_payer = scene.payer.pubkey();
    let expected = Succession { stewardship, successor: key, rent_payer, window, version: 1, bump };
    assert_eq!(scene.succession(), expected);
    let proposed = events::SuccessionProposed { stewardship, program, successor: key, executable_from, expires_at };
    assert_eq!(event(&receipt), StewardEvent::SuccessionProposed(proposed));

    scene.chain.warp_by(WAIT - 1);
    assert_refused!(execute(&scene, Some(&successor)), TooEarly);
    scene.chain.warp_by(1);
    assert_refused!(execute(&scene, Some(&scene.wallet())), WrongSuccessor);
    assert_refused!(execute(&scene, None), WrongSuccessor);
    let receipt = execute(&scene, Some(&successor)).unwrap();
    let executed = events::SuccessionExecuted { stewardship, program, successor: key };
    assert_eq!(event(&receipt), StewardEvent::SuccessionExecuted(executed));
    assert_eq!(scene.upgrade_authority(), Some(key));
    assert!(scene.is_gone(pda::succession(stewardship)));
}

#[test]
fn a_successor_must_sign() {
    let scene = Scene::new();
    let successor = scene.wallet();
    propose(&scene, successor.pubkey()).unwrap();
    scene.wait();
    let mut execute = build::execute_succession(scene.program, Some(successor.pubkey()), scene.payer.pubkey());
    execute.accounts[0].is_signer = false;
    assert_failed!(scene.send(&[execute], &[]), "AccountNotSigner");
}

#[test]
fn an_authority_that_is_given_up_is_nobodys_for_ever() {
    let scene = Scene::new();
    propose(&scene, Address::default()).unwrap();
    scene.wait();
    execute(&scene, None).unwrap();
    assert_eq!(scene.upgrade_authority(), None);
    let buffer = scene.propose(&next_program());
    scene.wait();
    assert_failed!(scene.execute(buffer), "Program not upgradeable");
    scene.cancel(&scene.steward, buffer).unwrap();
}

#[test]
fn a_succession_expires_and_is_cancelled_like_an_upgrade() {
    let scene = Scene::new();
    let (successor, stranger) = (scene.wallet(), scene.wallet());
    propose(&scene, successor.pubkey()).unwrap();
    assert_failed!(propose(&scene, stranger.pubkey()), "already in use");
    assert_refused!(cancel(&scene, &stranger), WrongSteward);
    cancel(&scene, &scene.steward).unwrap();
    assert!(scene.is_gone(pda::succession(scene.stewardship)));

    propose(&scene, successor.pubkey()).unwrap();
    scene.chain.warp_by(WAIT + EXECUTABLE - 1);
    assert_refused!(cancel(&scene, &stranger), WrongSteward);
    scene.chain.warp_by(1);
    assert_refused!(execute(&scene, Some(&successor)), TooLate);
    let receipt = cancel(&scene, &stranger).unwrap();
    let (successor, by) = (successor.pubkey(), stranger.pubkey());
    let cancelled = events::SuccessionCancelled { stewardship: scene.stewardship, successor, by };
    assert_eq!(event(&receipt), StewardEvent::SuccessionCancelled(cancelled));
    assert_eq!(scene.upgrade_authority(), Some(scene.stewardship));
}

#[test]
fn a_succession_executes_until_its_last_second() {
    let scene = Scene::new();
    let successor = scene.wallet();
    propose(&scene, successor.pubkey()).unwrap();
    scene.chain.warp_by(WAIT + EXECUTABLE - 1);
    execute(&scene, Some(&successor)).unwrap();
}

#[test]
fn nobody_but_the_steward_proposes_a_succession() {
    let scene = Scene::new();
    let stranger = scene.wallet();
    let key = stranger.pubkey();
    let propose = build::propose_succession(scene.payer.pubkey(), key, scene.program, key);
    assert_refused!(scene.send(&[propose], &[&stranger]), WrongSteward);
}

#[test]
fn a_stewardship_closes_when_it_holds_nothing_any_more() {
    let scene = Scene::new();
    let (successor, buffer) = (scene.wallet(), scene.propose(&next_program()));
    assert_refused!(close(&scene), StillHeld);
    propose(&scene, successor.pubkey()).unwrap();
    scene.wait();
    execute(&scene, Some(&successor)).unwrap();
    assert_refused!(close(&scene), ProposalOpen);
    scene.cancel(&scene.steward, buffer).unwrap();
    propose(&scene, successor.pubkey()).unwrap();
    assert_refused!(close(&scene), ProposalOpen);
    cancel(&scene, &scene.steward).unwrap();

    let wrong = build::close_stewardship(scene.program, successor.pubkey());
    assert_refused!(scene.send(&[wrong], &[]), WrongRentPayer);
    let (before, held) = (scene.lamports(scene.payer.pubkey()), scene.lamports(scene.stewardship));
    let receipt = close(&scene).unwrap();
    let closed = events::StewardshipClosed { stewardship: scene.stewardship, program: scene.program };
    assert_eq!(event(&receipt), StewardEvent::StewardshipClosed(closed));
    assert_eq!(scene.lamports(scene.payer.pubkey()), before + held - receipt.fee);
    assert!(scene.is_gone(scene.stewardship));

    // The successor may come back.
    let again = build::create_stewardship(scene.payer.pubkey(), successor.pubkey(), scene.program);
    scene.send(&[again], &[&successor]).unwrap();
    assert_eq!(scene.stewardship().steward, successor.pubkey());
}

#[test]
fn the_stewardship_of_a_program_that_its_successor_closed_is_closed_too() {
    let scene = Scene::new();
    let successor = scene.wallet();
    let key = successor.pubkey();
    propose(&scene, key).unwrap();
    scene.wait();
    execute(&scene, Some(&successor)).unwrap();
    let data = pda::program_data(scene.program);
    scene.send(&[loader::close_any(&data, &key, Some(&key), Some(&scene.program))], &[&successor]).unwrap();
    close(&scene).unwrap();
}
