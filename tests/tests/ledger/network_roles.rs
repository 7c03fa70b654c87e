//! Who runs a network, who guards it, and how that changes hands.

use girder_sdk::{
    events::LedgerEvent,
    instructions as build,
    ledger::{
        error::LedgerError,
        state::{network_role, pause_subject},
    },
};
use girder_tests::{Ledger, assert_failed, assert_refused, class};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

const ROLES: [u8; 2] = [network_role::AUTHORITY, network_role::GUARDIAN];

/// Whether a key may do what only the authority may.
fn adds_a_class(ledger: &Ledger, by: &Keypair) -> bool {
    let add = build::add_class(&ledger.network, by.pubkey(), class(10), Some(1));
    match ledger.send(&[add], &[by]) {
        Ok(_) => true,
        refused => {
            assert_refused!(refused, LedgerError::WrongAuthority);
            false
        }
    }
}

/// Who has a role, and whom it is offered to.
fn holder(ledger: &Ledger, role: u8) -> (Address, Address) {
    let mut network = ledger.network_account();
    let (holder, pending) = network.role_mut(role).unwrap();
    (*holder, *pending)
}

#[test]
fn a_network_begins_with_its_creator_as_authority_and_nobody_as_guardian() {
    let ledger = Ledger::new().build();
    assert_eq!(holder(&ledger, network_role::AUTHORITY), (ledger.authority.pubkey(), Address::default()));
    assert_eq!(holder(&ledger, network_role::GUARDIAN), (Address::default(), Address::default()));
    assert_eq!(ledger.parameters_version(), 0);
}

#[test]
fn an_authority_rules_until_its_successor_accepts() {
    let ledger = Ledger::new().build();
    let heir = ledger.wallet();
    ledger.offer_role(network_role::AUTHORITY, heir.pubkey()).unwrap();
    assert!(adds_a_class(&ledger, &ledger.authority));
    assert!(!adds_a_class(&ledger, &heir));
    let receipt = ledger.accept_role(network_role::AUTHORITY, &heir).unwrap();
    assert!(!adds_a_class(&ledger, &ledger.authority));
    assert!(adds_a_class(&ledger, &heir));
    assert_eq!(holder(&ledger, network_role::AUTHORITY), (heir.pubkey(), Address::default()));
    let [LedgerEvent::NetworkRoleAccepted(event)] = receipt.events.as_slice() else { panic!("{:?}", receipt.events) };
    assert_eq!((event.role, event.before, event.after), (0, ledger.authority.pubkey(), heir.pubkey()));
    assert_eq!(ledger.network_account().creator, ledger.authority.pubkey(), "its address stays");
}

#[test]
fn a_role_goes_to_whom_it_was_offered_last_and_only_once() {
    for role in ROLES {
        let ledger = Ledger::new().build();
        let [first, second] = [ledger.wallet(), ledger.wallet()];
        assert_refused!(ledger.accept_role(role, &first), LedgerError::NoHandover);
        ledger.offer_role(role, first.pubkey()).unwrap();
        let receipt = ledger.offer_role(role, second.pubkey()).unwrap();
        let [LedgerEvent::NetworkRoleOffered(event)] = receipt.events.as_slice() else {
            panic!("{:?}", receipt.events)
        };
        assert_eq!((event.before, event.after), (first.pubkey(), second.pubkey()));
        assert_refused!(ledger.accept_role(role, &first), LedgerError::NoHandover);
        assert_refused!(ledger.accept_role(1 - role, &second), LedgerError::NoHandover);
        ledger.accept_role(role, &second).unwrap();
        assert_refused!(ledger.accept_role(role, &second), LedgerError::NoHandover);
        assert_eq!(holder(&ledger, role), (second.pubkey(), Address::default()));
    }
}

#[test]
fn an_offer_to_nobody_withdraws_an_offer_and_takes_no_role_from_anybody() {
    let ledger = Ledger::new().build();
    let guardian = ledger.guardian();
    for (role, held) in
        [(network_role::AUTHORITY, ledger.authority.pubkey()), (network_role::GUARDIAN, guardian.pubkey())]
    {
        let other = ledger.wallet();
        ledger.offer_role(role, other.pubkey()).unwrap();
        ledger.offer_role(role, Address::default()).unwrap();
        assert_refused!(ledger.accept_role(role, &other), LedgerError::NoHandover);
        assert_eq!(holder(&ledger, role), (held, Address::default()));
    }
}

#[test]
fn only_the_authority_offers_roles() {
    let ledger = Ledger::new().build();
    let (guardian, stranger) = (ledger.guardian(), ledger.wallet());
    for by in [&guardian, &stranger] {
        for role in ROLES {
            assert_refused!(ledger.offer_role_as(by, role, stranger.pubkey()), LedgerError::WrongAuthority);
        }
    }
    for unknown in [2, 255] {
        assert_refused!(ledger.offer_role(unknown, stranger.pubkey()), LedgerError::NoSuchRole);
        assert_refused!(ledger.accept_role(unknown, &stranger), LedgerError::NoSuchRole);
    }
    let mut unsigned =
        build::offer_network_role(ledger.network.network, ledger.authority.pubkey(), 0, stranger.pubkey());
    unsigned.accounts[0].is_signer = false;
    assert_failed!(ledger.send(&[unsigned], &[]), "AccountNotSigner");
}

#[test]
fn an_authority_removes_a_guardian_at_once_by_taking_the_role_itself() {
    let ledger = Ledger::new().build();
    let guardian = ledger.guardian();
    let (network, authority) = (ledger.network.network, ledger.authority.pubkey());
    let offer = build::offer_network_role(network, authority, network_role::GUARDIAN, authority);
    let accept = build::accept_network_role(network, network_role::GUARDIAN, authority);
    ledger.send(&[offer, accept], &[&ledger.authority]).unwrap();
    assert_refused!(ledger.pause(&guardian, pause_subject::CLAIMS, 1), LedgerError::WrongAuthority);
    ledger.pause(&ledger.authority, pause_subject::CLAIMS, 1).unwrap();
}

#[test]
fn what_an_authority_offered_and_proposed_ends_with_it_but_its_guardian_stays() {
    let ledger = Ledger::new().build();
    let [heir, friend] = [ledger.wallet(), ledger.wallet()];
    let guardian = ledger.guardian();
    ledger.propose_parameters(|p| p.settle_tip += 1).unwrap();
    let executable_from = ledger.parameter_change().executable_from;
    ledger.offer_role(network_role::GUARDIAN, friend.pubkey()).unwrap();
    ledger.hand_over(&heir);
    assert_refused!(ledger.accept_role(network_role::GUARDIAN, &friend), LedgerError::NoHandover);
    ledger.chain.warp_to(executable_from);
    assert_refused!(ledger.execute_parameters_for(0), LedgerError::StaleProposal);
    ledger.pause(&guardian, pause_subject::CLAIMS, 1).unwrap();
    assert_eq!(ledger.parameters_version(), 1);
}

#[test]
fn a_change_of_guardians_ends_no_proposal() {
    let ledger = Ledger::new().build();
    ledger.propose_parameters(|p| p.settle_tip += 1).unwrap();
    ledger.guardian();
    ledger.chain.warp_to(ledger.parameter_change().executable_from);
    ledger.execute_parameters().unwrap();
}

#[test]
fn a_network_changes_hands_as_often_as_they_agree() {
    let ledger = Ledger::new().build();
    let heirs = [ledger.wallet(), ledger.wallet(), ledger.wallet()];
    let mut holder = &ledger.authority;
    for heir in heirs.iter().chain([&ledger.authority]) {
        ledger.offer_role_as(holder, network_role::AUTHORITY, heir.pubkey()).unwrap();
        ledger.accept_role(network_role::AUTHORITY, heir).unwrap();
        holder = heir;
    }
    assert!(adds_a_class(&ledger, &ledger.authority));
    assert_eq!(ledger.parameters_version(), 4);
}
