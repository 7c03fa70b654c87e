//! Whose a stewardship is, and that nobody else can upgrade the program.

use anchor_lang::solana_program::bpf_loader_upgradeable as loader;
use girder_sdk::steward::{events::StewardEvent, instructions as build};
use girder_tests::assert_failed;
use solana_address::Address;
use solana_signer::Signer;
use steward::{events, state::Stewardship};

use crate::{
    assert_refused,
    scene::{Scene, event, next_program},
};

#[test]
fn a_programs_upgrade_authority_becomes_its_steward_and_the_stewardship_the_authority() {
    let scene = Scene::deployed();
    let steward = scene.steward.pubkey();
    assert_eq!(scene.upgrade_authority(), Some(steward));
    let receipt = scene.create().unwrap();

    assert_eq!(scene.upgrade_authority(), Some(scene.stewardship));
    let Stewardship { program, steward: named, pending_steward, rent_payer, version, .. } = scene.stewardship();
    assert_eq!((program, named, pending_steward), (scene.program, steward, Address::default()));
    assert_eq!((rent_payer, version), (scene.payer.pubkey(), 1));
    let created = events::StewardshipCreated { stewardship: scene.stewardship, program, steward };
    assert_eq!(event(&receipt), StewardEvent::StewardshipCreated(created));
}

#[test]
fn nobody_but_its_upgrade_authority_puts_a_program_into_stewardship() {
    let scene = Scene::deployed();
    let stranger = scene.wallet();
    let create = build::create_stewardship(scene.payer.pubkey(), stranger.pubkey(), scene.program);
    assert_refused!(scene.send(&[create], &[&stranger]), WrongAuthority);

    let mut create = build::create_stewardship(scene.payer.pubkey(), scene.steward.pubkey(), scene.program);
    create.accounts[1].is_signer = false;
    assert_failed!(scene.send(&[create], &[]), "AccountNotSigner");
    assert_eq!(scene.upgrade_authority(), Some(scene.steward.pubkey()));
    assert!(scene.is_gone(scene.stewardship));
}

#[test]
fn a_final_program_and_what_is_no_program_take_no_stewardship() {
    let scene = Scene::deployed();
    let steward = scene.steward.pubkey();
    let nothing = build::create_stewardship(scene.payer.pubkey(), steward, scene.payer.pubkey());
    assert_refused!(scene.send(&[nothing], &[&scene.steward]), ProgramFinal);

    let give_up = loader::set_upgrade_authority(&scene.program, &steward, None);
    scene.send(&[give_up], &[&scene.steward]).unwrap();
    assert_refused!(scene.create(), ProgramFinal);
}

#[test]
fn lamports_sent_ahead_do_not_keep_a_stewardship_from_being_created() {
    let scene = Scene::deployed();
    scene.chain.airdrop(scene.stewardship, 1_000_000).unwrap();
    scene.create().unwrap();
    assert_eq!(scene.upgrade_authority(), Some(scene.stewardship));
    assert_failed!(scene.create(), "already in use");
}

#[test]
fn the_former_authority_can_no_longer_upgrade_close_or_give_the_program_away() {
    let scene = Scene::new();
    let steward = scene.steward.pubkey();
    let buffer = scene.buffer(steward, &next_program());
    scene.chain.warp_by(1);
    let before = scene.code();

    let upgrade = loader::upgrade(&scene.program, &buffer, &steward, &steward);
    assert_failed!(scene.send(&[upgrade], &[&scene.steward]), "Incorrect upgrade authority provided");
    for after in [None, Some(&steward)] {
        let give = loader::set_upgrade_authority(&scene.program, &steward, after);
        assert_failed!(scene.send(&[give], &[&scene.steward]), "Incorrect upgrade authority provided");
    }
    let data = loader::get_program_data_address(&scene.program);
    let close = loader::close_any(&data, &steward, Some(&steward), Some(&scene.program));
    assert_failed!(scene.send(&[close], &[&scene.steward]), "Incorrect authority provided");
    assert_eq!(scene.code(), before);
}

#[test]
fn a_stewardship_changes_hands_in_two_steps() {
    let scene = Scene::new();
    let (old, new, stranger) = (scene.steward.pubkey(), scene.wallet(), scene.wallet());
    let by_stranger = build::offer_steward(scene.program, stranger.pubkey(), stranger.pubkey());
    assert_refused!(scene.send(&[by_stranger], &[&stranger]), WrongSteward);
    let accept = build::accept_steward(scene.program, new.pubkey());
    assert_refused!(scene.send(std::slice::from_ref(&accept), &[&new]), NoHandover);

    let receipt = scene.send(&[build::offer_steward(scene.program, old, new.pubkey())], &[&scene.steward]).unwrap();
    let (stewardship, after) = (scene.stewardship, new.pubkey());
    let offered = events::StewardOffered { stewardship, before: Address::default(), after };
    assert_eq!(event(&receipt), StewardEvent::StewardOffered(offered));
    assert_eq!((scene.stewardship().steward, scene.stewardship().pending_steward), (old, after));
    let taken = build::accept_steward(scene.program, stranger.pubkey());
    assert_refused!(scene.send(&[taken], &[&stranger]), NoHandover);

    let receipt = scene.send(std::slice::from_ref(&accept), &[&new]).unwrap();
    let accepted = events::StewardAccepted { stewardship, before: old, after };
    assert_eq!(event(&receipt), StewardEvent::StewardAccepted(accepted));
    assert_eq!((scene.stewardship().steward, scene.stewardship().pending_steward), (after, Address::default()));
    assert_refused!(scene.send(&[accept], &[&new]), NoHandover);
    let again = build::offer_steward(scene.program, old, old);
    assert_refused!(scene.send(&[again], &[&scene.steward]), WrongSteward);
}

#[test]
fn an_offer_is_withdrawn_by_the_zero_address() {
    let scene = Scene::new();
    let (steward, new) = (scene.steward.pubkey(), scene.wallet());
    for to in [new.pubkey(), Address::default()] {
        scene.send(&[build::offer_steward(scene.program, steward, to)], &[&scene.steward]).unwrap();
    }
    assert_refused!(scene.send(&[build::accept_steward(scene.program, new.pubkey())], &[&new]), NoHandover);
}
