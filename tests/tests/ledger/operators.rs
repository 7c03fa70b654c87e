//! Operators: their keys, who gets their commission, and what stays whose.

use girder_sdk::{Result, instructions as build, ledger::error::LedgerError, pda, transport::Receipt};
use girder_tests::{Ledger, TestOperator, assert_failed, assert_refused};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

fn offer(ledger: &Ledger, operator: &TestOperator, by: &Keypair, to: Address) -> Result<Receipt> {
    ledger.send(&[build::offer_operator_authority(operator.address, by.pubkey(), to)], &[by])
}

fn accept(ledger: &Ledger, operator: &TestOperator, by: &Keypair) -> Result<Receipt> {
    ledger.send(&[build::accept_operator_authority(operator.address, by.pubkey())], &[by])
}

fn register(ledger: &Ledger, identity: &Keypair, commission_bps: u64, payout: Address) -> Result<Receipt> {
    let payer = ledger.payer.pubkey();
    let register = build::register_operator(&ledger.network, payer, identity.pubkey(), commission_bps, payout);
    ledger.send(&[register], &[identity])
}

#[test]
fn an_operator_begins_with_its_identity_as_authority_and_an_empty_position() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().commission(500).build();
    let account = ledger.operator_account(&operator);
    let identity = operator.identity.pubkey();
    assert_eq!((account.identity, account.authority, account.network), (identity, identity, ledger.network.network));
    assert_eq!((account.pending_authority, account.manager), (Address::default(), Address::default()));
    assert_eq!((account.payout_wallet, account.rent_payer), (operator.payout.pubkey(), ledger.payer.pubkey()));
    assert_eq!((account.commission_at(0), account.commission_at(u64::MAX)), (500, 500));
    let position = ledger.position(&operator);
    assert_eq!((position.operator, position.owner, position.shares), (operator.address, identity, 0));
}

#[test]
fn nobody_registers_anothers_identity() {
    let ledger = Ledger::new().build();
    let (identity, stranger) = (ledger.wallet(), ledger.wallet());
    let payer = ledger.payer.pubkey();
    let mut register = build::register_operator(&ledger.network, payer, identity.pubkey(), 0, stranger.pubkey());
    register
        .accounts
        .iter_mut()
        .filter(|meta| meta.pubkey == identity.pubkey())
        .for_each(|meta| meta.is_signer = false);
    assert_failed!(ledger.send(&[register], &[]), "AccountNotSigner");
    let mut register = build::register_operator(&ledger.network, payer, identity.pubkey(), 0, stranger.pubkey());
    register
        .accounts
        .iter_mut()
        .filter(|meta| meta.pubkey == identity.pubkey())
        .for_each(|meta| meta.pubkey = stranger.pubkey());
    assert_refused!(ledger.send(&[register], &[&stranger]), LedgerError::WrongAddress);
}

#[test]
fn commission_is_at_most_the_networks_maximum() {
    let ledger = Ledger::new().parameters(|p| p.max_commission_bps = 1_234).build();
    let payout = ledger.wallet().pubkey();
    let identity = ledger.wallet();
    assert_refused!(register(&ledger, &identity, 1_235, payout), LedgerError::CommissionTooHigh);
    assert_refused!(register(&ledger, &identity, u64::MAX, payout), LedgerError::CommissionTooHigh);
    register(&ledger, &identity, 1_234, payout).unwrap();
}

#[test]
fn commission_is_never_owed_to_nobody() {
    let ledger = Ledger::new().build();
    assert_refused!(register(&ledger, &ledger.wallet(), 0, Address::default()), LedgerError::ZeroAddress);
    let operator = ledger.operator().build();
    let set = build::set_payout_wallet(operator.address, operator.identity.pubkey(), Address::default());
    assert_refused!(ledger.send(&[set], &[&operator.identity]), LedgerError::ZeroAddress);
}

#[test]
fn authority_is_handed_over_in_two_steps() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().build();
    let heir = ledger.wallet();
    assert_refused!(accept(&ledger, &operator, &heir), LedgerError::NoHandover);
    offer(&ledger, &operator, &operator.identity, heir.pubkey()).unwrap();
    assert_eq!(ledger.operator_account(&operator).authority, operator.identity.pubkey(), "an offer changes nothing");
    assert_refused!(offer(&ledger, &operator, &heir, heir.pubkey()), LedgerError::WrongAuthority);
    assert_refused!(accept(&ledger, &operator, &ledger.wallet()), LedgerError::NoHandover);
    assert_refused!(accept(&ledger, &operator, &operator.identity), LedgerError::NoHandover);

    accept(&ledger, &operator, &heir).unwrap();
    let account = ledger.operator_account(&operator);
    assert_eq!((account.authority, account.pending_authority), (heir.pubkey(), Address::default()));
    assert_refused!(accept(&ledger, &operator, &heir), LedgerError::NoHandover);
    assert_refused!(offer(&ledger, &operator, &operator.identity, heir.pubkey()), LedgerError::WrongAuthority);
    offer(&ledger, &operator, &heir, operator.identity.pubkey()).unwrap();
    accept(&ledger, &operator, &operator.identity).unwrap();
}

#[test]
fn an_offer_can_be_withdrawn_or_replaced() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().build();
    let (heir, other) = (ledger.wallet(), ledger.wallet());
    offer(&ledger, &operator, &operator.identity, heir.pubkey()).unwrap();
    offer(&ledger, &operator, &operator.identity, Address::default()).unwrap();
    assert_refused!(accept(&ledger, &operator, &heir), LedgerError::NoHandover);
    offer(&ledger, &operator, &operator.identity, heir.pubkey()).unwrap();
    offer(&ledger, &operator, &operator.identity, other.pubkey()).unwrap();
    assert_refused!(accept(&ledger, &operator, &heir), LedgerError::NoHandover);
    accept(&ledger, &operator, &other).unwrap();
}

#[test]
fn an_operators_own_position_stays_its_identitys_after_a_handover() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    let heir = ledger.wallet();
    offer(&ledger, &operator, &operator.identity, heir.pubkey()).unwrap();
    accept(&ledger, &operator, &heir).unwrap();

    let mut unstake = build::unstake(&ledger.network, operator.address, operator.identity.pubkey(), 1);
    unstake.accounts[0].pubkey = heir.pubkey();
    assert_refused!(ledger.send(&[unstake], &[&heir]), LedgerError::WrongAuthority);
    ledger.deposit(&operator, 5).unwrap();
    assert_eq!(ledger.operator_account(&operator).own_shares, 1_005);
    ledger.unstake(&operator, 1_005).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&operator), 1_005);

    let device = girder_tests::TestDevice::ed25519();
    let by_identity = ledger.register_as(&operator.identity, &operator, device.as_ref());
    assert_refused!(by_identity, LedgerError::WrongAuthority);
    ledger.register_as(&heir, &operator, device.as_ref()).unwrap();
}

#[test]
fn only_the_authority_names_manager_and_payout_wallet() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().build();
    let stranger = ledger.wallet();
    let (address, to) = (operator.address, stranger.pubkey());
    for by in [&stranger, &operator.payout, &ledger.authority] {
        for instruction in [
            build::set_operator_manager(address, by.pubkey(), to),
            build::set_payout_wallet(address, by.pubkey(), to),
            build::offer_operator_authority(address, by.pubkey(), to),
        ] {
            assert_refused!(ledger.send(&[instruction], &[by]), LedgerError::WrongAuthority);
        }
    }
    let authority = operator.identity.pubkey();
    let both = [build::set_operator_manager(address, authority, to), build::set_payout_wallet(address, authority, to)];
    ledger.send(&both, &[&operator.identity]).unwrap();
    let account = ledger.operator_account(&operator);
    assert_eq!((account.manager, account.payout_wallet), (to, to));
}

#[test]
fn commission_reaches_the_payout_wallet_of_the_moment_also_what_was_owed_before() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1_000_000).commission(1_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 5_005).unwrap();
    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    assert_eq!(ledger.operator_account(&operator).commission_owed, 500, "a tenth, rounded down");

    let new = ledger.wallet().pubkey();
    let set = build::set_payout_wallet(operator.address, operator.identity.pubkey(), new);
    ledger.send(&[set], &[&operator.identity]).unwrap();
    assert_refused!(ledger.claim_commission(&operator), LedgerError::WrongDestination);
    let destination = ledger.reward_account(new);
    let claim = build::claim_commission(&ledger.network, operator.address, destination);
    ledger.send(std::slice::from_ref(&claim), &[]).unwrap();
    assert_eq!(ledger.balance(destination), 500);
    assert_refused!(ledger.send(&[claim], &[]), LedgerError::NothingOwed);
    ledger.assert_solvent();
}

#[test]
fn one_identity_is_one_operator_a_network() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().build();
    let again = register(&ledger, &operator.identity, 0, operator.payout.pubkey());
    assert_refused!(again, LedgerError::AlreadyExists);
    let neighbour = ledger.neighbour();
    register(&neighbour, &operator.identity, 0, operator.payout.pubkey()).unwrap();
    let there = pda::operator(neighbour.network.network, operator.identity.pubkey());
    assert!(there != operator.address && ledger.chain.find(&there).is_some());
}
