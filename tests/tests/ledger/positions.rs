//! Positions: opened for anybody, closed when they hold nothing, their rent never lost.

use girder_sdk::{instructions as build, ledger::error::LedgerError};
use girder_tests::{Holder, Ledger, TestDelegator, TestOperator, assert_refused};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

fn lamports(ledger: &Ledger, address: Address) -> u64 {
    ledger.chain.find(&address).map_or(0, |account| account.lamports)
}

/// Closes a position as somebody, with its rent for this account.
fn close(ledger: &Ledger, holder: &dyn Holder, by: &Keypair, rent_payer: Address) -> girder_sdk::Result<()> {
    let owner = holder.owner().pubkey();
    let close = build::close_position(&ledger.network, holder.operator(), owner, by.pubkey(), rent_payer);
    ledger.send(&[close], &[by]).map(drop)
}

/// An operator with a stake of 2^10, and somebody whose position in its pool a sponsor opened.
fn sponsored() -> (Ledger, TestOperator, Keypair, TestDelegator) {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1 << 10).build();
    let (sponsor, owner) = (ledger.wallet(), ledger.wallet());
    let open = build::open_position(&ledger.network, sponsor.pubkey(), operator.address, owner.pubkey());
    ledger.send(&[open], &[&sponsor]).unwrap();
    let position = TestDelegator { owner, operator: operator.address };
    (ledger, operator, sponsor, position)
}

#[test]
fn anybody_opens_an_empty_position_for_anybody() {
    let (ledger, operator, sponsor, holder) = sponsored();
    let position = ledger.position(&holder);
    assert_eq!((position.operator, position.owner), (operator.address, holder.owner.pubkey()));
    assert_eq!(position.rent_payer, sponsor.pubkey());
    assert_eq!((position.shares, position.owed, position.paid, position.since), (0, 0, 0, 0));
    ledger.deposit(&holder, 10).unwrap();
    assert_eq!(ledger.position(&holder).since, ledger.now());
    ledger.assert_solvent();
}

#[test]
fn an_owner_has_one_position_in_a_pool() {
    let (ledger, operator, _, holder) = sponsored();
    let again = ledger.open_position(&operator, holder.owner.insecure_clone());
    assert_refused!(again, LedgerError::AlreadyExists);
    let own = ledger.open_position(&operator, operator.identity.insecure_clone());
    assert_refused!(own, LedgerError::AlreadyExists);
    let other = ledger.operator().build();
    ledger.open_position(&other, holder.owner.insecure_clone()).unwrap();
    ledger.open_position(&other, operator.identity.insecure_clone()).unwrap();
}

#[test]
fn nobodys_position_is_not_opened() {
    let (ledger, operator, ..) = sponsored();
    let open = build::open_position(&ledger.network, ledger.payer.pubkey(), operator.address, Address::default());
    assert_refused!(ledger.send(&[open], &[]), LedgerError::ZeroAddress);
}

#[test]
fn lamports_sent_ahead_do_not_stop_a_position() {
    let (ledger, operator, ..) = sponsored();
    let holder = TestDelegator { owner: ledger.wallet(), operator: operator.address };
    ledger.chain.airdrop(holder.position(), 1_000_000).unwrap();
    ledger.open_position(&operator, holder.owner.insecure_clone()).unwrap();
    ledger.deposit(&holder, 10).unwrap();
    ledger.assert_solvent();
}

#[test]
fn a_new_position_earns_nothing_of_what_was_harvested_before() {
    let (ledger, operator, _, early) = sponsored();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.earn(&operator, &device, 100);
    let late = ledger.delegate(&operator, 1 << 9);
    ledger.deposit(&early, 1 << 9).unwrap();
    assert_eq!((ledger.earned(&early), ledger.earned(&late)), (0, 0));
    ledger.earn(&operator, &device, 100);
    assert_eq!((ledger.earned(&early), ledger.earned(&late)), (25, 25));
    ledger.assert_solvent();
}

#[test]
fn a_positions_rent_returns_to_its_sponsor_whoever_closes_it() {
    for by_owner in [true, false] {
        let (ledger, _, sponsor, holder) = sponsored();
        let rent = lamports(&ledger, holder.position());
        let before = [sponsor.pubkey(), holder.owner.pubkey()].map(|wallet| lamports(&ledger, wallet));
        let by = if by_owner { &holder.owner } else { &sponsor };
        for wrong in [holder.owner.pubkey(), ledger.payer.pubkey()] {
            assert_refused!(close(&ledger, &holder, by, wrong), LedgerError::WrongRentPayer);
        }
        close(&ledger, &holder, by, sponsor.pubkey()).unwrap();
        assert!(ledger.chain.find(&holder.position()).is_none());
        let after = [sponsor.pubkey(), holder.owner.pubkey()].map(|wallet| lamports(&ledger, wallet));
        assert_eq!(after, [before[0] + rent, before[1]]);
    }
}

#[test]
fn nobody_closes_a_position_but_its_owner_or_sponsor() {
    let (ledger, operator, sponsor, holder) = sponsored();
    for stranger in [&ledger.wallet(), &operator.identity, &ledger.authority] {
        assert_refused!(close(&ledger, &holder, stranger, sponsor.pubkey()), LedgerError::WrongAuthority);
    }
}

#[test]
fn a_position_closes_only_when_it_holds_nothing() {
    let (ledger, operator, sponsor, holder) = sponsored();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    let close = || close(&ledger, &holder, &sponsor, sponsor.pubkey());
    ledger.deposit(&holder, 1 << 10).unwrap();
    assert_refused!(close(), LedgerError::PositionNotEmpty);
    ledger.earn(&operator, &device, 100);
    ledger.unstake(&holder, 1 << 10).unwrap();
    assert_refused!(close(), LedgerError::PositionNotEmpty);
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&holder, 0, false).unwrap();
    assert_eq!((ledger.position(&holder).shares, ledger.earned(&holder)), (0, 50));
    assert_refused!(close(), LedgerError::PositionNotEmpty);
    ledger.claim(&holder).unwrap();
    close().unwrap();
    ledger.assert_solvent();
}

#[test]
fn a_single_share_keeps_a_position_open() {
    let (ledger, _, sponsor, holder) = sponsored();
    ledger.deposit(&holder, 1).unwrap();
    assert_refused!(close(&ledger, &holder, &holder.owner, sponsor.pubkey()), LedgerError::PositionNotEmpty);
    ledger.unstake(&holder, 1).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&holder, 0, false).unwrap();
    close(&ledger, &holder, &holder.owner, sponsor.pubkey()).unwrap();
    ledger.assert_solvent();
}

#[test]
fn an_operators_own_position_closes_only_with_it() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().build();
    let payer = ledger.payer.pubkey();
    for by in [&operator.identity, &ledger.payer] {
        assert_refused!(close(&ledger, &operator, by, payer), LedgerError::OwnPosition);
    }
    let delegator = ledger.delegator(&operator);
    ledger.close_position(&delegator).unwrap();
}

#[test]
fn a_position_that_was_wiped_out_closes_once_the_case_is_decided() {
    let ledger = Ledger::new().two_mints().device_collateral(1 << 20).build();
    let operator = ledger.operator().stake(1 << 10).build();
    let holder = ledger.delegate(&operator, 1 << 10);
    let device = ledger.device(&operator);
    ledger.slash(&device, 0);
    assert_eq!(ledger.worth(&holder), 0);
    assert_refused!(ledger.close_position(&holder), LedgerError::PositionNotEmpty);
    ledger.chain.warp_to(ledger.slash_case(&device).deadline);
    ledger.execute(&device).unwrap();
    ledger.close_position(&holder).unwrap();
    ledger.assert_solvent();
}

#[test]
fn who_closes_and_opens_again_begins_anew() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1 << 10).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    let holder = ledger.delegate(&operator, 1 << 10);
    ledger.earn(&operator, &device, 100);
    ledger.claim(&holder).unwrap();
    ledger.unstake(&holder, 1 << 10).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&holder, 0, false).unwrap();
    ledger.close_position(&holder).unwrap();
    ledger.earn(&operator, &device, 100);

    let holder = ledger.open_position(&operator, holder.owner).unwrap();
    ledger.deposit(&holder, 1 << 10).unwrap();
    assert_eq!(ledger.earned(&holder), 0);
    ledger.earn(&operator, &device, 100);
    assert_eq!((ledger.earned(&holder), ledger.position(&holder).paid), (50, 0));
    ledger.assert_solvent();
}
