//! The table of classes: what may be added, and when a class may change.

use girder_tests::{
    Ledger, assert_refused, class,
    interface::{key::KeyKind, limits::MAX_DEVICE_CREDIT},
    program::{NewClass, error::LedgerError::*, state::Class},
    sdk::{
        Result,
        instructions::{self as build, Seal},
        ledger::state::Classes,
        transport::Receipt,
    },
};
use solana_keypair::Keypair;
use solana_signer::Signer;

fn add(ledger: &Ledger, class: NewClass, newest_set: Option<u64>) -> Result<Receipt> {
    let add = build::add_class(&ledger.network, ledger.authority.pubkey(), class, newest_set);
    ledger.send(&[add], &[&ledger.authority])
}

fn reweight(ledger: &Ledger, weight: u64, from_epoch: u64) -> Result<Receipt> {
    let reweight = build::reweight_class(&ledger.network, ledger.authority.pubkey(), 0, weight, from_epoch);
    ledger.send(&[reweight], &[&ledger.authority])
}

fn retire(ledger: &Ledger, class: u16, from_epoch: u64) -> Result<Receipt> {
    let retire = build::retire_class(&ledger.network, ledger.authority.pubkey(), class, from_epoch);
    ledger.send(&[retire], &[&ledger.authority])
}

fn table(ledger: &Ledger) -> Classes {
    ledger.chain.read(ledger.network.classes).unwrap()
}

fn first(ledger: &Ledger) -> Class {
    table(ledger).classes[0]
}

fn ed25519_only(limit: u64) -> NewClass {
    NewClass { key_kinds: KeyKind::Ed25519.bit(), ..class(limit) }
}

#[test]
fn a_class_needs_a_known_key_kind_a_limit_and_a_device_of_bounded_credit() {
    let ledger = Ledger::new().attestors(&[]).build();
    let wrong = [
        NewClass { key_kinds: 0, ..class(1) },
        NewClass { key_kinds: 4, ..class(1) },
        NewClass { key_kinds: 0xff, ..class(1) },
        class(0),
        class(MAX_DEVICE_CREDIT + 1),
        NewClass { weight: u64::MAX, ..class(u64::MAX) },
        NewClass { weight: 2, ..class(MAX_DEVICE_CREDIT / 2 + 1) },
    ];
    for class in wrong {
        assert_refused!(add(&ledger, class, None), BadClass);
    }
    add(&ledger, class(MAX_DEVICE_CREDIT), None).unwrap();
    add(&ledger, NewClass { weight: 2, ..class(MAX_DEVICE_CREDIT / 2) }, None).unwrap();
    add(&ledger, NewClass { weight: 0, ..ed25519_only(1) }, None).unwrap();
    assert_eq!(table(&ledger).count, 4, "with the one that was there");
}

#[test]
fn the_64th_class_fits_and_the_65th_does_not() {
    let ledger = Ledger::new().attestors(&[]).build();
    for limit in 2..=64 {
        add(&ledger, class(limit), None).unwrap();
    }
    assert_eq!((table(&ledger).count, table(&ledger).classes[63].limit), (64, 64));
    assert_refused!(add(&ledger, class(65), None), ClassesFull);
}

#[test]
fn only_the_authority_changes_classes() {
    let ledger = Ledger::new().build();
    let stranger = ledger.wallet();
    let (network, key) = (&ledger.network, stranger.pubkey());
    let signed = |instruction, by: &Keypair| ledger.send(&[instruction], &[by]);
    assert_refused!(signed(build::add_class(network, key, ed25519_only(1), None), &stranger), WrongAuthority);
    assert_refused!(signed(build::reweight_class(network, key, 0, 2, 9), &stranger), WrongAuthority);
    assert_refused!(signed(build::retire_class(network, key, 0, 9), &stranger), WrongAuthority);
}

#[test]
fn a_weight_changes_only_from_an_epoch_that_has_not_begun() {
    let ledger = Ledger::new().build();
    reweight(&ledger, 2, 0).unwrap();
    ledger.enter_epoch(3);
    assert_refused!(reweight(&ledger, 3, 2), EpochNotAhead);
    assert_refused!(reweight(&ledger, 3, 3), EpochNotAhead);
    reweight(&ledger, 3, 4).unwrap();
    ledger.chain.warp_to(ledger.start(4) - 1);
    reweight(&ledger, 4, 4).unwrap();
    ledger.chain.warp_to(ledger.start(4));
    assert_refused!(reweight(&ledger, 5, 4), EpochNotAhead);
    assert_eq!([3, 4, 5].map(|epoch| first(&ledger).weight_at(epoch)), [2, 4, 4]);
}

#[test]
fn a_change_that_has_not_begun_is_replaced() {
    let ledger = Ledger::new().build();
    ledger.enter_epoch(1);
    reweight(&ledger, 5, 10).unwrap();
    reweight(&ledger, 7, 8).unwrap();
    assert_eq!([7, 8, 9, 10].map(|epoch| first(&ledger).weight_at(epoch)), [1, 7, 7, 7]);
    reweight(&ledger, 9, 12).unwrap();
    assert_eq!([8, 11, 12].map(|epoch| first(&ledger).weight_at(epoch)), [1, 1, 9]);
}

#[test]
fn a_weight_changes_again_when_no_evidence_is_taken_about_the_one_before() {
    let ledger = Ledger::new().build();
    reweight(&ledger, 5, 2).unwrap();
    for time in [ledger.start(2), ledger.evidence_end(1) - 1] {
        ledger.chain.warp_to(time);
        assert_refused!(reweight(&ledger, 7, 4), ReweightTooSoon);
    }
    ledger.chain.warp_to(ledger.evidence_end(1));
    reweight(&ledger, 7, 4).unwrap();
    assert_eq!([2, 3, 4].map(|epoch| first(&ledger).weight_at(epoch)), [5, 5, 7]);
}

#[test]
fn a_weight_that_lets_a_device_earn_too_much_is_refused() {
    let ledger = Ledger::new().classes(&[class(1 << 32)]).build();
    reweight(&ledger, 1 << 20, 5).unwrap();
    assert_refused!(reweight(&ledger, (1 << 20) + 1, 5), BadClass);
    assert_refused!(reweight(&ledger, u64::MAX, 5), BadClass);
}

#[test]
fn a_class_retires_from_an_epoch_that_has_not_begun_and_that_may_come_sooner() {
    let ledger = Ledger::new().build();
    ledger.enter_epoch(3);
    assert_refused!(retire(&ledger, 0, 3), EpochNotAhead);
    retire(&ledger, 0, 9).unwrap();
    for later in [9, 10, u64::MAX] {
        assert_refused!(retire(&ledger, 0, later), ClassRetired);
    }
    retire(&ledger, 0, 4).unwrap();
    assert_refused!(retire(&ledger, 0, 3), EpochNotAhead);
    assert_eq!(first(&ledger).retired_from, 4);
    ledger.enter_epoch(4);
    assert_refused!(retire(&ledger, 0, 5), ClassRetired);
}

#[test]
fn a_class_that_is_not_there_does_not_change() {
    let ledger = Ledger::new().build();
    assert_refused!(retire(&ledger, 1, 4), NoSuchClass);
    assert_refused!(retire(&ledger, u16::MAX, 4), NoSuchClass);
}

#[test]
fn secp256r1_is_allowed_only_where_three_attestors_reach_the_threshold() {
    let four = |threshold| {
        let setup = Ledger::new().classes(&[ed25519_only(10)]).attestors(&[1; 4]);
        setup.thresholds(threshold, 4).build()
    };
    let wide = four(4);
    assert_refused!(add(&wide, class(1), Some(1)), QuorumTooWide);
    assert_refused!(add(&wide, class(1), None), SetNotInForce);
    add(&wide, ed25519_only(1), None).unwrap();
    add(&four(3), class(1), Some(1)).unwrap();
}

#[test]
fn a_secp256r1_class_is_held_against_the_newest_set() {
    let ledger = Ledger::new().classes(&[ed25519_only(10)]).build();
    let members: Vec<_> = ledger.attestors.iter().map(|attestor| (attestor.key.pubkey(), 1)).collect();
    ledger.seal_set(2, &members, Seal { from_epoch: 5, proof_threshold: 2, verdict_threshold: 2 }).unwrap();
    assert_refused!(add(&ledger, class(1), Some(1)), SetNotInForce);
    add(&ledger, class(1), Some(2)).unwrap();
}

#[test]
fn a_class_with_a_floor_retires_as_many_epochs_ahead_as_downtime_looks_back_on() {
    let ledger = Ledger::new().floors(&[100, 0]).parameters(|p| p.downtime_epochs = 10).build();
    ledger.enter_epoch(3);
    assert_refused!(retire(&ledger, 0, 13), EpochNotAhead);
    retire(&ledger, 0, 14).unwrap();
    assert_eq!(first(&ledger).retired_from, 14);
    retire(&ledger, 1, 4).unwrap();
}

#[test]
fn what_a_device_may_earn_reaches_its_floor_at_every_weight() {
    let ledger = Ledger::new().build();
    let most = NewClass { weight: 3, floor: 300, ..class(100) };
    assert_refused!(add(&ledger, NewClass { floor: 301, ..most }, Some(1)), BadClass);
    add(&ledger, most, Some(1)).unwrap();

    let ledger = Ledger::new().classes(&[NewClass { floor: 200, ..most }]).build();
    assert_refused!(reweight(&ledger, 1, 5), BadClass);
    reweight(&ledger, 2, 5).unwrap();
}
