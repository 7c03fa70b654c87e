//! Which keys may join a class is for the network's own table to say.

use girder_interface::key::KeyKind;
use girder_sdk::{instructions::NewDevice, proof::RegistrationBuilder};
use girder_tests::{
    Ledger, TestDevice, assert_refused, class,
    program::{NewClass, error::LedgerError},
    with_account,
};
use solana_signer::Signer;

#[test]
fn a_registration_by_the_class_table_of_another_network_is_refused() {
    let ledger = Ledger::new().classes(&[NewClass { key_kinds: KeyKind::Ed25519.bit(), ..class(10_000) }]).build();
    let neighbour = ledger.neighbour();
    let operator = ledger.operator().stake(1_000).build();
    let signer = TestDevice::secp256r1();
    assert_refused!(ledger.register(&operator, TestDevice::secp256r1(), 0), LedgerError::KeyKindNotAllowed);

    let new = NewDevice { operator: operator.address, key: signer.key(), class: 0, region: 0 };
    let consent = RegistrationBuilder::new(&ledger.domain, new).sign(signer.as_ref()).unwrap();
    let identity = &operator.identity;
    let mut call = consent.register(&ledger.network, ledger.payer.pubkey(), identity.pubkey(), 0).unwrap();
    let swapped = with_account(call.remove(1), ledger.network.classes, neighbour.network.classes);
    let result = ledger.send(&[call.remove(0), swapped], &[identity]);
    assert_refused!(result, LedgerError::WrongNetwork);
}
