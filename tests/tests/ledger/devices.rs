//! Devices and their keys: who brings them in, moves them on, and when they are gone.

use girder_interface::key::KeyKind;
use girder_sdk::{
    instructions::{self as build, NewDevice},
    ledger::{NewClass, error::LedgerError, state::device_state},
    pda, precompile,
    proof::RegistrationBuilder,
    signer::DeviceSigner,
};
use girder_tests::{Ledger, TestDevice, TestOperator, assert_failed, assert_refused, class};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

/// An operator whose devices a manager manages.
fn managed(ledger: &Ledger) -> (TestOperator, Keypair) {
    let (operator, manager) = (ledger.operator().stake(1_000_000).build(), ledger.wallet());
    let authority = operator.identity.pubkey();
    let set = build::set_operator_manager(operator.address, authority, manager.pubkey());
    ledger.send(&[set], &[&operator.identity]).unwrap();
    (operator, manager)
}

#[test]
fn a_device_earns_from_the_epoch_after_its_registration() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let early = ledger.device(&operator);
    assert_eq!(ledger.device_account(&early).first_epoch, 0, "registered before genesis");
    ledger.chain.warp_to(ledger.end(3) - 1);
    let device = ledger.device(&operator);
    assert_eq!(ledger.device_account(&device).first_epoch, 4);
    assert_refused!(ledger.prove(&device, 3, 1), LedgerError::DeviceTooNew);
    ledger.chain.warp_by(1);
    assert_refused!(ledger.prove(&device, 3, 1), LedgerError::DeviceTooNew);
    ledger.prove(&device, 4, 1).unwrap();
    ledger.prove(&early, 3, 1).unwrap();
}

#[test]
fn nobody_registers_a_key_without_its_own_signature_of_exactly_this() {
    let ledger = Ledger::new().classes(&[class(10), class(10)]).build();
    let (operator, other) = (ledger.operator().build(), ledger.operator().build());
    for (signer, thief) in
        [(TestDevice::ed25519(), TestDevice::ed25519()), (TestDevice::secp256r1(), TestDevice::secp256r1())]
    {
        let new = ledger.new_device(&operator, signer.as_ref(), 0);
        let (payer, identity) = (ledger.payer.pubkey(), operator.identity.pubkey());
        let register = build::register_device(&ledger.network, payer, identity, &new, 0);
        let send = |by: &dyn DeviceSigner, signed: &NewDevice| {
            let digest = RegistrationBuilder::new(&ledger.domain, *signed).digest();
            let signature = precompile::one_key(&by.key(), &[(&digest, by.sign(&digest)?)])?;
            ledger.send(&[signature, register.clone()], &[&operator.identity])
        };
        assert_refused!(
            ledger.send(std::slice::from_ref(&register), &[&operator.identity]),
            LedgerError::NotPrecompile
        );
        assert_refused!(send(thief.as_ref(), &new), LedgerError::WrongDeviceKey);
        for changed in [
            NewDevice { class: 1, ..new },
            NewDevice { region: 1, ..new },
            NewDevice { operator: other.address, ..new },
            NewDevice { key: thief.key(), ..new },
        ] {
            assert_refused!(send(signer.as_ref(), &changed), LedgerError::WrongMessage);
        }
        let bogus = RegistrationBuilder::new(&ledger.domain, new).signature([1; 64]);
        let bogus = bogus.register(&ledger.network, payer, identity, 0).unwrap();
        assert!(ledger.send(&bogus, &[&operator.identity]).unwrap_err().refusal().is_none_or(|r| r.instruction == 0));
        send(signer.as_ref(), &new).unwrap();
    }
}

#[test]
fn a_manager_registers_rotates_and_retires() {
    let ledger = Ledger::new().build();
    let (operator, manager) = managed(&ledger);
    let signer = TestDevice::ed25519();
    let address = pda::device(ledger.network.network, &signer.key());
    ledger.register_as(&manager, &operator, signer.as_ref()).unwrap();
    let device = TestDevice { signer, address, operator: operator.address, class: 0 };
    let successor = TestDevice::secp256r1();
    ledger.rotate_as(&manager, &operator, &device, successor.as_ref()).unwrap();
    let address = pda::device(ledger.network.network, &successor.key());
    let device = TestDevice { signer: successor, address, ..device };
    ledger.retire_as(&manager, &device).unwrap();
    assert_eq!(ledger.device_account(&device).state, device_state::RETIRED);
}

#[test]
fn a_manager_touches_neither_stake_nor_keys_nor_payout() {
    let ledger = Ledger::new().build();
    let (operator, manager) = managed(&ledger);
    let (network, signer, to) = (&ledger.network, manager.pubkey(), manager.pubkey());
    ledger.unstake(&operator, 1).unwrap();
    let owner = operator.identity.pubkey();
    let as_manager = |mut instruction: solana_instruction::Instruction| {
        instruction.accounts[0].pubkey = signer;
        instruction
    };
    for instruction in [
        as_manager(build::unstake(network, operator.address, owner, 1)),
        as_manager(build::cancel_unstake(network, operator.address, owner, 0)),
        build::offer_operator_authority(operator.address, signer, to),
        build::set_operator_manager(operator.address, signer, to),
        build::set_payout_wallet(operator.address, signer, to),
        build::unjail(network, operator.address, signer),
    ] {
        assert_refused!(ledger.send(&[instruction], &[&manager]), LedgerError::WrongAuthority);
    }
}

#[test]
fn nobody_else_manages_devices_and_a_dismissed_manager_is_nobody() {
    let ledger = Ledger::new().build();
    let (operator, manager) = managed(&ledger);
    let device = ledger.device(&operator);
    let dismiss = build::set_operator_manager(operator.address, operator.identity.pubkey(), Address::default());
    ledger.send(&[dismiss], &[&operator.identity]).unwrap();
    let other = ledger.operator().build();
    for stranger in [&manager, &ledger.authority, &other.identity, &operator.payout] {
        let key = TestDevice::ed25519();
        assert_refused!(ledger.register_as(stranger, &operator, key.as_ref()), LedgerError::WrongAuthority);
        assert_refused!(ledger.rotate_as(stranger, &operator, &device, key.as_ref()), LedgerError::WrongAuthority);
        assert_refused!(ledger.retire_as(stranger, &device), LedgerError::WrongAuthority);
    }
    let through_own = build::retire_device(&ledger.network, other.address, other.identity.pubkey(), device.address);
    assert_refused!(ledger.send(&[through_own], &[&other.identity]), LedgerError::WrongOperator);
}

#[test]
fn a_class_says_which_keys_join_and_whether_any_do() {
    let only = |kind: KeyKind| NewClass { key_kinds: kind.bit(), ..class(10) };
    let ledger = Ledger::new().classes(&[only(KeyKind::Ed25519), only(KeyKind::Secp256r1)]).build();
    let operator = ledger.operator().build();
    let register = |key, class| ledger.register(&operator, key, class).map(|_| ());
    assert_refused!(register(TestDevice::secp256r1(), 0), LedgerError::KeyKindNotAllowed);
    assert_refused!(register(TestDevice::ed25519(), 1), LedgerError::KeyKindNotAllowed);
    assert_refused!(register(TestDevice::ed25519(), 2), LedgerError::NoSuchClass);
    let device = ledger.device(&operator);
    let rotated = ledger.rotate(&operator, &device, TestDevice::secp256r1()).map(|_| ());
    assert_refused!(rotated, LedgerError::KeyKindNotAllowed);

    let retire = build::retire_class(&ledger.network, ledger.authority.pubkey(), 0, 2);
    ledger.send(&[retire], &[&ledger.authority]).unwrap();
    ledger.enter_epoch(0);
    register(TestDevice::ed25519(), 0).unwrap();
    ledger.enter_epoch(1);
    assert_refused!(register(TestDevice::ed25519(), 0), LedgerError::ClassRetired);
}

#[test]
fn a_key_is_registered_once_by_whomever() {
    let ledger = Ledger::new().build();
    let (operator, other) = (ledger.operator().build(), ledger.operator().build());
    let device = ledger.device(&operator);
    for by in [&operator, &other] {
        let again = ledger.register_as(&by.identity, by, device.signer.as_ref());
        assert_refused!(again, LedgerError::AlreadyExists);
    }
    let (mine, theirs) = (ledger.device(&operator), ledger.device(&other));
    for taken in [&mine, &theirs] {
        let rotated = ledger.rotate_as(&operator.identity, &operator, &device, taken.signer.as_ref());
        assert_refused!(rotated, LedgerError::AlreadyExists);
    }
}

#[test]
fn a_rotated_devices_new_key_continues_its_history_from_the_next_epoch() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let old = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&old, 1, 10).unwrap();
    let new = ledger.rotate(&operator, &old, TestDevice::secp256r1()).unwrap();
    let (before, after) = (ledger.device_account(&old), ledger.device_account(&new));
    assert_eq!((before.state, before.last_epoch), (device_state::RETIRED, 1));
    assert_eq!((after.state, after.first_epoch, after.last_epoch), (device_state::ACTIVE, 2, u64::MAX));
    assert_eq!((after.predecessor, after.class, after.region), (old.address, before.class, before.region));

    assert_refused!(ledger.prove(&old, 1, 20), LedgerError::DeviceNotActive);
    assert_refused!(ledger.prove(&new, 1, 20), LedgerError::DeviceTooNew);
    ledger.enter_epoch(2);
    assert_refused!(ledger.prove(&old, 2, 20), LedgerError::DeviceNotActive);
    ledger.prove(&new, 2, 20).unwrap();
    assert_eq!(ledger.operator_account(&operator).ring[1].credit, 10, "what the old key proved stays");
    assert_refused!(ledger.rotate(&operator, &old, TestDevice::ed25519()).map(|_| ()), LedgerError::DeviceNotActive);
}

#[test]
fn a_retired_device_proves_nothing_not_even_in_the_grace() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 0, 5).unwrap();
    ledger.retire(&operator, &device).unwrap();
    for epoch in [0, 1] {
        assert_refused!(ledger.prove(&device, epoch, 10), LedgerError::DeviceNotActive);
    }
    assert_refused!(ledger.retire(&operator, &device), LedgerError::DeviceNotActive);
    assert_eq!(ledger.operator_account(&operator).ring[0].credit, 5);
}

#[test]
fn a_device_closes_when_the_evidence_window_of_its_last_epoch_is_over() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().build();
    let (active, device) = (ledger.device(&operator), ledger.device(&operator));
    ledger.enter_epoch(3);
    ledger.retire(&operator, &device).unwrap();
    ledger.chain.warp_to(ledger.evidence_end(3) - 1);
    assert_refused!(ledger.close_device(&device), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    ledger.close_device(&device).unwrap();
    assert!(ledger.chain.find(&device.address).is_none());
    assert_refused!(ledger.close_device(&active), LedgerError::DeviceActive);
}

#[test]
fn a_device_at_fault_closes_only_after_its_case() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(3);
    ledger.slash_for_good(&device, 3);
    ledger.chain.warp_to(ledger.evidence_end(3));
    assert_refused!(ledger.close_device(&device), LedgerError::CaseNotClosed);
    let elsewhere = ledger.device(&operator);
    let mut evasive = build::close_device(&ledger.network, device.operator, device.address, ledger.payer.pubkey());
    let case = pda::equivocation_case(ledger.network.network, device.address);
    let no_case = pda::equivocation_case(ledger.network.network, elsewhere.address);
    evasive.accounts.iter_mut().filter(|meta| meta.pubkey == case).for_each(|meta| meta.pubkey = no_case);
    assert_failed!(ledger.send(&[evasive], &[]), "ConstraintSeeds");
    ledger.close_slash_case(&device).unwrap();
    ledger.close_device(&device).unwrap();
}

#[test]
fn a_key_never_comes_back_in_an_epoch_it_was_used_in() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(3);
    ledger.prove(&device, 3, 1).unwrap();
    ledger.retire(&operator, &device).unwrap();
    let again = || ledger.register_as(&operator.identity, &operator, device.signer.as_ref());
    assert_refused!(again(), LedgerError::AlreadyExists);
    ledger.chain.warp_to(ledger.evidence_end(3) - 1);
    assert_refused!(again(), LedgerError::AlreadyExists);
    ledger.chain.warp_by(1);
    ledger.close_device(&device).unwrap();
    again().unwrap();
    assert_eq!(ledger.device_account(&device).first_epoch, ledger.current_epoch() + 1);
    let (first, second) = ledger.equivocate(&device, 3);
    assert_refused!(ledger.report(&first, &second), LedgerError::TooLate);
}

#[test]
fn a_key_at_fault_comes_back_only_after_its_device_and_its_case_are_closed() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    let (first, second) = ledger.slash(&device, 1);
    let again = || ledger.register_as(&operator.identity, &operator, device.signer.as_ref());
    ledger.chain.warp_to(ledger.evidence_end(1).max(ledger.slash_case(&device).deadline));
    assert_refused!(ledger.close_device(&device), LedgerError::CaseNotClosed);
    ledger.execute(&device).unwrap();
    assert_refused!(ledger.close_device(&device), LedgerError::CaseNotClosed);
    ledger.close_slash_case(&device).unwrap();
    assert_refused!(again(), LedgerError::AlreadyExists);
    ledger.close_device(&device).unwrap();
    again().unwrap();
    assert_refused!(ledger.report(&first, &second), LedgerError::TooLate);
    ledger.slash(&device, ledger.current_epoch());
}

#[test]
fn a_device_is_not_rotated_to_its_own_key() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().build();
    let device = ledger.device(&operator);
    let to_itself = ledger.rotate_as(&operator.identity, &operator, &device, device.signer.as_ref());
    assert_refused!(to_itself, LedgerError::AlreadyExists);
    assert_eq!(ledger.device_account(&device).state, device_state::ACTIVE);
}
