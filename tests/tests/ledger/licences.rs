//! Regions in which a device earns with a licence only.

use girder_sdk::{
    interface::licence::Licence,
    ledger::{NewClass, error::LedgerError, state::Classes},
};
use girder_tests::{Ledger, TestDevice, assert_failed, assert_refused, class};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

/// A device in region 0, which needs a licence from epoch 1 on; the clock is in epoch 0.
fn scene() -> (Ledger, TestDevice, Keypair) {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    let licensor = ledger.wallet();
    ledger.enter_epoch(0);
    ledger.set_licensor(0, licensor.pubkey(), 1).unwrap();
    (ledger, device, licensor)
}

#[test]
fn a_device_earns_without_a_licence_until_its_region_needs_one_and_with_one_from_then_on() {
    let (ledger, device, licensor) = scene();
    ledger.enter_epoch(1);
    ledger.prove(&device, 0, 10).unwrap();
    assert_refused!(ledger.prove(&device, 1, 10), LedgerError::LicenceNeeded);
    ledger.license(&licensor, &device, ledger.end(1)).unwrap();
    ledger.prove(&device, 1, 10).unwrap();
    ledger.assert_solvent();
}

#[test]
fn other_regions_need_none() {
    let (ledger, device, licensor) = scene();
    ledger.set_licensor(7, licensor.pubkey(), 1).unwrap();
    ledger.set_licensor(0, Address::default(), 1).unwrap();
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 10).unwrap();
}

#[test]
fn a_licence_is_good_for_epochs_that_begin_before_its_last_second() {
    let (ledger, device, licensor) = scene();
    ledger.license(&licensor, &device, ledger.start(2)).unwrap();
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 10).unwrap();
    ledger.enter_epoch(2);
    assert_refused!(ledger.prove(&device, 2, 10), LedgerError::LicenceNeeded);
    ledger.prove(&device, 1, 20).unwrap();
    ledger.license(&licensor, &device, ledger.start(2) + 1).unwrap();
    ledger.prove(&device, 2, 10).unwrap();
}

#[test]
fn a_newer_licence_with_an_earlier_end_revokes() {
    let (ledger, device, licensor) = scene();
    ledger.license(&licensor, &device, i64::MAX).unwrap();
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 10).unwrap();
    ledger.license(&licensor, &device, 0).unwrap();
    assert_refused!(ledger.prove(&device, 1, 20), LedgerError::LicenceNeeded);
}

#[test]
fn a_licence_is_newer_than_the_last_one_and_not_ahead_of_the_time() {
    let (ledger, device, licensor) = scene();
    let hand_in =
        |issued_at| ledger.send(&ledger.licensing(&licensor, ledger.licence(&device, issued_at, i64::MAX)), &[]);
    assert_refused!(hand_in(ledger.now() + 1), LedgerError::LicenceNotNewer);
    assert_refused!(hand_in(0), LedgerError::LicenceNotNewer);
    hand_in(ledger.now() - 5).unwrap();
    assert_refused!(hand_in(ledger.now() - 5), LedgerError::LicenceNotNewer);
    hand_in(ledger.now()).unwrap();
}

#[test]
fn only_the_licensor_licenses_and_only_this_device_in_its_region() {
    let (ledger, device, licensor) = scene();
    let licence = ledger.licence(&device, ledger.now(), i64::MAX);
    let stranger = ledger.wallet();
    assert_refused!(ledger.send(&ledger.licensing(&stranger, licence), &[]), LedgerError::WrongLicensor);
    let wrong = [
        Licence { device: [9; 32], ..licence },
        Licence { region: 1, ..licence },
        Licence { issued_at: licence.issued_at - 1, ..licence },
        Licence { expires_at: licence.expires_at - 1, ..licence },
    ];
    for other in wrong {
        let mut mixed = ledger.licensing(&licensor, other);
        mixed[1] = ledger.licensing(&licensor, licence).remove(1);
        assert_refused!(ledger.send(&mixed, &[]), LedgerError::WrongMessage);
    }
    let mut forged = ledger.licensing(&licensor, licence);
    forged[0].data[20] ^= 1;
    assert_failed!(ledger.send(&forged, &[]), "a signature is not valid");
    assert_refused!(ledger.send(&ledger.licensing(&licensor, licence)[1..], &[]), LedgerError::NotPrecompile);
    ledger.send(&ledger.licensing(&licensor, licence), &[]).unwrap();
}

#[test]
fn a_licence_for_one_network_means_nothing_to_another() {
    let (ledger, device, licensor) = scene();
    let neighbour = ledger.neighbour();
    let licence = ledger.licence(&device, ledger.now(), i64::MAX);
    let mut mixed = neighbour.licensing(&licensor, licence);
    mixed[1] = ledger.licensing(&licensor, licence).remove(1);
    assert_refused!(ledger.send(&mixed, &[]), LedgerError::WrongMessage);
}

#[test]
fn where_no_licence_is_needed_none_is_taken() {
    let ledger = Ledger::new().build();
    let device = ledger.device(&ledger.operator().build());
    assert_refused!(ledger.license(&ledger.wallet(), &device, i64::MAX), LedgerError::WrongLicensor);
}

#[test]
fn a_new_key_needs_a_licence_of_its_own() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    let licensor = ledger.wallet();
    ledger.set_licensor(0, licensor.pubkey(), 0).unwrap();
    ledger.license(&licensor, &device, i64::MAX).unwrap();
    let successor = ledger.rotate(&operator, &device, TestDevice::ed25519()).unwrap();
    ledger.enter_epoch(1);
    assert_refused!(ledger.prove(&successor, 1, 10), LedgerError::LicenceNeeded);
    ledger.license(&licensor, &successor, i64::MAX).unwrap();
    ledger.prove(&successor, 1, 10).unwrap();
}

#[test]
fn a_licence_of_the_next_licensor_is_good_at_once_and_one_of_the_last_licensor_no_more_after_the_change() {
    let (ledger, device, licensor) = scene();
    ledger.license(&licensor, &device, i64::MAX).unwrap();
    // The first licensor is in force from epoch 1 on; proofs of epoch 0 are taken until then and its grace.
    ledger.chain.warp_to(ledger.settle_time(0));
    let next = ledger.wallet();
    ledger.set_licensor(0, next.pubkey(), 3).unwrap();
    ledger.enter_epoch(2);
    ledger.prove(&device, 2, 10).unwrap();
    ledger.license(&next, &device, i64::MAX).unwrap();
    ledger.prove(&device, 2, 20).unwrap();
    ledger.chain.warp_by(1);
    ledger.license(&licensor, &device, i64::MAX).unwrap();
    ledger.enter_epoch(3);
    ledger.prove(&device, 2, 30).unwrap();
    assert_refused!(ledger.prove(&device, 3, 10), LedgerError::LicenceNeeded);
    assert_refused!(ledger.license(&licensor, &device, i64::MAX), LedgerError::WrongLicensor);
    ledger.license(&next, &device, i64::MAX).unwrap();
    ledger.prove(&device, 3, 10).unwrap();
    ledger.prove(&device, 2, 40).unwrap();
}

#[test]
fn a_licensor_changes_from_an_epoch_that_has_not_begun_and_once_the_last_change_is_settled() {
    let (ledger, _, licensor) = scene();
    let other = ledger.wallet().pubkey();
    assert_refused!(ledger.set_licensor(0, other, 0), LedgerError::EpochNotAhead);
    // One that has not begun is replaced.
    ledger.set_licensor(0, other, 2).unwrap();
    ledger.set_licensor(0, licensor.pubkey(), 1).unwrap();
    ledger.chain.warp_to(ledger.settle_time(0) - 1);
    assert_refused!(ledger.set_licensor(0, other, 2), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    ledger.set_licensor(0, other, 2).unwrap();
}

#[test]
fn where_a_class_has_a_floor_licences_are_announced_as_long_as_downtime_looks_back() {
    let floor = NewClass { floor: 1, ..class(100) };
    let ledger = Ledger::new().classes(&[floor]).build();
    ledger.enter_epoch(0);
    let least = 1 + ledger.parameters.downtime_epochs;
    let licensor = ledger.wallet().pubkey();
    assert_refused!(ledger.set_licensor(0, licensor, least - 1), LedgerError::EpochNotAhead);
    ledger.set_licensor(0, licensor, least).unwrap();
}

#[test]
fn a_network_has_32_licensed_regions_and_places_of_those_that_are_over_are_given_again() {
    let ledger = Ledger::new().build();
    let licensor = ledger.wallet().pubkey();
    for region in 0..32 {
        ledger.set_licensor(region, licensor, 0).unwrap();
    }
    assert_refused!(ledger.set_licensor(32, licensor, 0), LedgerError::RegionsFull);
    ledger.enter_epoch(0);
    ledger.set_licensor(5, Address::default(), 1).unwrap();
    ledger.chain.warp_to(ledger.settle_time(0) - 1);
    assert_refused!(ledger.set_licensor(32, licensor, 2), LedgerError::RegionsFull);
    ledger.chain.warp_by(1);
    ledger.set_licensor(32, licensor, 2).unwrap();
    let classes: Classes = ledger.chain.read(ledger.network.classes).unwrap();
    assert_eq!((classes.region_count, classes.regions[5].region), (32, 32));
    assert_refused!(ledger.set_licensor(33, licensor, 2), LedgerError::RegionsFull);
}

#[test]
fn only_the_networks_authority_names_licensors() {
    let ledger = Ledger::new().build();
    let stranger = ledger.wallet();
    let set = girder_sdk::instructions::set_licensor(&ledger.network, stranger.pubkey(), 0, stranger.pubkey(), 0);
    assert_refused!(ledger.send(&[set], &[&stranger]), LedgerError::WrongAuthority);
}
