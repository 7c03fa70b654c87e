//! When a statement is taken, and what of it counts.

use girder_sdk::{
    Result,
    instructions::{self as build, Submission},
    ledger::state::{Device, Operator, Shard},
    pda,
    transport::Receipt,
};
use girder_tests::{
    Ledger, assert_refused, class,
    program::{
        SignatureIndices, Statement,
        error::LedgerError,
        state::{Classes, device_state},
    },
};
use solana_signer::Signer;

use crate::scene::Scene;

fn at(scene: &Scene, time: i64, epoch: u64) -> Result<Receipt> {
    scene.ledger.chain.warp_to(time);
    scene.ledger.prove(&scene.device, epoch, 1)
}

fn credit(scene: &Scene, epoch: u64) -> u64 {
    let slot = scene.ledger.operator_account(&scene.operator).ring[epoch as usize % 32];
    assert!(slot.epoch == epoch || slot.credit == 0);
    slot.credit
}

#[test]
fn proofs_are_taken_from_the_epochs_first_second_to_the_last_of_its_grace() {
    let scene = Scene::new();
    for epoch in [1, 2, 5] {
        let (start, end) = (scene.ledger.start(epoch), scene.ledger.settle_time(epoch));
        assert_eq!(end, scene.ledger.start(epoch) + 1_500);
        assert_refused!(at(&scene, start - 1, epoch), LedgerError::OutsideProofWindow);
        at(&scene, start, epoch).unwrap();
        at(&scene, end - 1, epoch).unwrap();
        assert_refused!(at(&scene, end, epoch), LedgerError::OutsideProofWindow);
    }
}

#[test]
fn nothing_is_proven_before_genesis() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    let scene = Scene { ledger, operator, device };
    assert_refused!(at(&scene, scene.ledger.parameters.genesis - 1, 0), LedgerError::OutsideProofWindow);
    at(&scene, scene.ledger.parameters.genesis, 0).unwrap();
}

#[test]
fn epochs_that_no_clock_reaches_are_refused_not_overflowed() {
    let scene = Scene::new();
    for epoch in [u64::MAX, i64::MAX as u64, i64::MAX as u64 / 1_000, i64::MAX as u64 / 1_000 - 10_000_000] {
        assert_refused!(scene.ledger.prove(&scene.device, epoch, 1), LedgerError::OutsideProofWindow);
    }
}

#[test]
fn a_settled_epoch_stays_closed_even_if_the_clock_goes_back() {
    let scene = Scene::new();
    scene.ledger.settle_up_to(1);
    assert_refused!(at(&scene, scene.ledger.settle_time(1) - 1, 1), LedgerError::EpochSettled);
    assert_refused!(at(&scene, scene.ledger.start(1), 1), LedgerError::EpochSettled);
    at(&scene, scene.ledger.start(2), 2).unwrap();
}

#[test]
fn a_jailed_operator_proves_nothing_with_any_device_until_it_is_out() {
    let ledger = Ledger::new().parameters(|parameters| parameters.jail_after = 1).build();
    let scene = Scene::on(ledger);
    let ledger = &scene.ledger;
    let other = ledger.device(&scene.operator);
    let (first, second) = ledger.equivocate(&other, 1);
    ledger.prove(&scene.device, 1, 1).unwrap();
    ledger.report(&first, &second).unwrap();
    assert_refused!(ledger.prove(&scene.device, 1, 2), LedgerError::Jailed);

    ledger.overturn(&other).unwrap();
    ledger.prove(&scene.device, 1, 2).unwrap();
}

#[test]
fn a_retired_device_proves_nothing_not_even_for_the_epoch_in_grace() {
    let scene = Scene::new();
    scene.ledger.enter_epoch(2);
    scene.ledger.prove(&scene.device, 1, 1).unwrap();
    let signer = scene.operator.identity.pubkey();
    let retire = build::retire_device(&scene.ledger.network, scene.operator.address, signer, scene.device.address);
    scene.ledger.send(&[retire], &[&scene.operator.identity]).unwrap();
    assert_refused!(scene.ledger.prove(&scene.device, 1, 2), LedgerError::DeviceNotActive);
    assert_refused!(scene.ledger.prove(&scene.device, 2, 2), LedgerError::DeviceNotActive);
}

#[test]
fn a_key_that_signed_two_statements_is_dead_even_if_the_case_is_overturned() {
    let scene = Scene::new();
    let (first, second) = scene.ledger.equivocate(&scene.device, 1);
    scene.ledger.report(&first, &second).unwrap();
    assert_refused!(scene.ledger.prove(&scene.device, 1, 1), LedgerError::DeviceNotActive);
    scene.ledger.overturn(&scene.device).unwrap();
    assert_refused!(scene.ledger.prove(&scene.device, 1, 1), LedgerError::DeviceNotActive);
}

#[test]
fn a_new_device_earns_from_the_epoch_after_its_registration() {
    let scene = Scene::new();
    let ledger = &scene.ledger;
    ledger.chain.warp_to(ledger.start(2));
    let early = ledger.device(&scene.operator);
    ledger.chain.warp_to(ledger.end(2) - 1);
    let late = ledger.device(&scene.operator);
    for device in [early, late] {
        assert_eq!(ledger.device_account(&device).first_epoch, 3);
        ledger.chain.warp_to(ledger.end(2) - 1);
        assert_refused!(ledger.prove(&device, 2, 1), LedgerError::DeviceTooNew);
        ledger.chain.warp_to(ledger.start(3));
        assert_refused!(ledger.prove(&device, 2, 1), LedgerError::DeviceTooNew);
        ledger.prove(&device, 3, 1).unwrap();
    }
}

#[test]
fn a_statement_is_about_the_devices_class() {
    let ledger = Ledger::new().classes(&[class(10_000), class(20_000)]).build();
    let scene = Scene::on(ledger);
    let other = Statement { class: 1, ..scene.statement() };
    assert_refused!(scene.ledger.submit(&scene.ledger.attested(&scene.device, other)), LedgerError::WrongClass);
    let none = Statement { class: 2, ..scene.statement() };
    assert_refused!(scene.ledger.submit(&scene.ledger.attested(&scene.device, none)), LedgerError::NoSuchClass);
}

#[test]
fn a_retired_class_is_refused_from_its_first_epoch_on_and_taken_before() {
    let scene = Scene::new();
    let retire = build::retire_class(&scene.ledger.network, scene.ledger.authority.pubkey(), 0, 3);
    scene.ledger.send(&[retire], &[&scene.ledger.authority]).unwrap();
    at(&scene, scene.ledger.end(2) - 1, 2).unwrap();
    at(&scene, scene.ledger.start(3), 2).unwrap();
    assert_refused!(at(&scene, scene.ledger.start(3), 3), LedgerError::ClassRetired);
    assert_refused!(at(&scene, scene.ledger.start(4), 4), LedgerError::ClassRetired);
}

#[test]
fn a_sequence_rises_strictly_within_an_epoch_and_starts_anew_in_each() {
    let scene = Scene::new();
    let prove = |epoch, sequence| {
        let statement = Statement { epoch, sequence, ..scene.statement() };
        scene.ledger.submit(&scene.ledger.attested(&scene.device, statement))
    };
    assert_refused!(prove(1, 0), LedgerError::OldSequence);
    prove(1, 100).unwrap();
    assert_refused!(prove(1, 99), LedgerError::OldSequence);
    let error = prove(1, 100).unwrap_err();
    assert_eq!(error.refusal().unwrap().values, Some(("100".to_owned(), "100".to_owned())));

    scene.ledger.enter_epoch(2);
    prove(2, 5).unwrap();
    assert_refused!(prove(1, 100), LedgerError::OldSequence);
    prove(1, 101).unwrap();
    assert_refused!(prove(2, 5), LedgerError::OldSequence);
    prove(2, u64::MAX).unwrap();
    assert_refused!(prove(2, u64::MAX), LedgerError::OldSequence);
    scene.ledger.enter_epoch(3);
    prove(3, 1).unwrap();
}

#[test]
fn units_reach_the_classes_limit_and_not_one_more() {
    let scene = Scene::new();
    let error = scene.ledger.prove(&scene.device, 1, 10_001).unwrap_err();
    assert_eq!(error.refusal().unwrap().values, Some(("10001".to_owned(), "10000".to_owned())));
    assert_refused!(scene.ledger.prove(&scene.device, 1, u64::MAX), LedgerError::TooManyUnits);
    scene.ledger.prove(&scene.device, 1, 10_000).unwrap();
    assert_eq!(credit(&scene, 1), 10_000);
}

#[test]
fn units_are_totals_so_only_what_is_new_counts() {
    let scene = Scene::new();
    let prove = |units| scene.ledger.prove(&scene.device, 1, units).unwrap();
    for (total, expected) in [(0, 0), (100, 100), (250, 250), (250, 250), (120, 250), (0, 250), (300, 300)] {
        prove(total);
        assert_eq!(credit(&scene, 1), expected, "after a total of {total}");
    }
    let shard: Shard = scene.ledger.chain.read(pda::shard(scene.ledger.network.network, 0)).unwrap();
    assert_eq!((shard.ring[1].epoch, shard.ring[1].credit), (1, 300));
    let slot = scene.ledger.device_account(&scene.device).slots[1];
    assert_eq!((slot.epoch, slot.units, slot.credit), (1, 300, 300));
}

#[test]
fn proofs_out_of_order_cost_and_gain_nothing() {
    let scene = Scene::new();
    let [early, middle, newest] = [100, 200, 300]
        .map(|units| scene.ledger.attested(&scene.device, scene.ledger.statement(&scene.device, 1, units)));
    scene.ledger.submit(&middle).unwrap();
    assert_refused!(scene.ledger.submit(&early), LedgerError::OldSequence);
    scene.ledger.submit(&newest).unwrap();
    assert_refused!(scene.ledger.submit(&middle), LedgerError::OldSequence);
    assert_eq!(credit(&scene, 1), 300);
}

#[test]
fn two_epochs_are_counted_apart_while_one_is_in_grace() {
    let scene = Scene::new();
    scene.ledger.prove(&scene.device, 1, 10).unwrap();
    scene.ledger.enter_epoch(2);
    scene.ledger.prove(&scene.device, 2, 7).unwrap();
    scene.ledger.prove(&scene.device, 1, 15).unwrap();
    scene.ledger.prove(&scene.device, 2, 9).unwrap();
    assert_eq!((credit(&scene, 1), credit(&scene, 2)), (15, 9));
}

/// The lie that each step of the order tells, undone one after the other: what remains decides.
#[test]
fn the_first_failure_in_the_documented_order_decides() {
    let scene = Scene::with_weights(&[1, 1], 2);
    let (ledger, device) = (&scene.ledger, scene.device.address);
    let operator = scene.operator.address;
    let shard = pda::shard(ledger.network.network, 0);
    let statement = Statement { units: 10_001, sequence: 50, ..scene.statement() };
    let full = ledger.attested(&scene.device, statement);
    let submission = Submission {
        operator,
        device,
        shard: 0,
        attestor_set: Some(1),
        verifier: None,
        statement,
        indices: SignatureIndices { ed25519: 1, secp256r1: 0 },
    };
    // The named index is the call's own.
    let bad = vec![ledger.submission(&full)[0].clone(), build::submit_contribution(&ledger.network, &submission)];
    let submit = || ledger.send(&bad, &[]);

    ledger.chain.warp_to(ledger.settle_time(1));
    ledger.edit(shard, |shard: &mut Shard| {
        shard.next_epoch = 2;
        shard.ring[1] = bytemuck::cast([33u64, 1]);
    });
    ledger.edit(operator, |operator: &mut Operator| {
        operator.jailed_until = i64::MAX;
        (operator.ring[1].epoch, operator.ring[1].credit) = (33, 1);
    });
    ledger.edit(device, |device: &mut Device| {
        device.state = device_state::RETIRED;
        device.first_epoch = 2;
        device.class = 1;
        (device.slots[1].epoch, device.slots[1].sequence) = (1, 50);
    });
    ledger.edit(ledger.network.classes, |classes: &mut Classes| {
        classes.classes[0].retired_from = 1;
    });

    assert_refused!(submit(), LedgerError::OutsideProofWindow);
    ledger.enter_epoch(1);
    assert_refused!(submit(), LedgerError::EpochSettled);
    ledger.edit(shard, |shard: &mut Shard| shard.next_epoch = 1);
    assert_refused!(submit(), LedgerError::Jailed);
    ledger.edit(operator, |operator: &mut Operator| operator.jailed_until = 0);
    assert_refused!(submit(), LedgerError::DeviceNotActive);
    ledger.edit(device, |device: &mut Device| device.state = device_state::ACTIVE);
    assert_refused!(submit(), LedgerError::DeviceTooNew);
    ledger.edit(device, |device: &mut Device| device.first_epoch = 1);
    assert_refused!(submit(), LedgerError::WrongClass);
    ledger.edit(device, |device: &mut Device| device.class = 0);
    assert_refused!(submit(), LedgerError::ClassRetired);
    ledger.edit(ledger.network.classes, |classes: &mut Classes| classes.classes[0].retired_from = 2);
    assert_refused!(submit(), LedgerError::OldSequence);
    ledger.edit(device, |device: &mut Device| device.slots[1].sequence = 49);
    assert_refused!(submit(), LedgerError::TooManyUnits);
    ledger.edit(ledger.network.classes, |classes: &mut Classes| classes.classes[0].limit = 10_001);
    assert_refused!(submit(), LedgerError::NotPrecompile);
    // The signatures are right from here on.
    assert_refused!(ledger.submit(&full), LedgerError::HarvestFirst);
    ledger.edit(operator, |operator: &mut Operator| operator.ring[1].credit = 0);
    assert_refused!(ledger.submit(&full), LedgerError::SettleFirst);
    ledger.edit(shard, |shard: &mut Shard| shard.ring[1].credit = 0);
    ledger.submit(&full).unwrap();
    assert_eq!(credit(&scene, 1), 10_001);
}

#[test]
fn a_refused_proof_changes_nothing() {
    let scene = Scene::new();
    scene.ledger.prove(&scene.device, 1, 100).unwrap();
    let shard = pda::shard(scene.ledger.network.network, 0);
    let accounts = [scene.operator.address, scene.device.address, shard];
    let before = accounts.map(|address| scene.ledger.chain.find(&address));
    scene.ledger.prove(&scene.device, 1, 10_001).unwrap_err();
    scene.submit_by(&[0]).unwrap_err();
    assert_eq!(accounts.map(|address| scene.ledger.chain.find(&address)), before);
}

#[test]
fn accounts_of_a_neighbour_are_refused() {
    let ledger = Ledger::new().build();
    let neighbour = ledger.neighbour();
    let stranger = neighbour.operator().stake(1_000).build();
    let foreign = neighbour.device(&stranger);
    let scene = Scene::on(ledger);
    let (ours, theirs) = (scene.ledger.network, neighbour.network);
    let proof = scene.ledger.attested(&scene.device, scene.statement());
    let call = scene.ledger.submission(&proof);
    for (account, other, error) in [
        (ours.classes, theirs.classes, LedgerError::WrongNetwork),
        (pda::attestor_set(ours.network, 1), pda::attestor_set(theirs.network, 1), LedgerError::WrongNetwork),
        (scene.operator.address, stranger.address, LedgerError::WrongNetwork),
        (scene.device.address, foreign.address, LedgerError::WrongOperator),
        (pda::shard(ours.network, 0), pda::shard(theirs.network, 0), LedgerError::WrongNetwork),
        (ours.network, theirs.network, LedgerError::WrongNetwork),
    ] {
        let swapped = girder_tests::with_account(call[1].clone(), account, other);
        assert_refused!(scene.ledger.send(&[call[0].clone(), swapped], &[]), error);
    }
    scene.ledger.send(&call, &[]).unwrap();
}
