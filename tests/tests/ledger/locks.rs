//! Positions that their owners locked, as votes do.

use girder_interface::limits::bounds::MAX_LOCK;
use girder_sdk::{events::LedgerEvent, instructions as build, ledger::error::LedgerError};
use girder_tests::{Holder, Ledger, TestDelegator, TestOperator, assert_refused};
use solana_signer::Signer;

const LOCK: i64 = 10_000;

/// An operator with a stake of 2^11 and a delegator with 2^10.
fn pool() -> (Ledger, TestOperator, TestDelegator) {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1 << 11).build();
    let delegator = ledger.delegate(&operator, 1 << 10);
    ledger.enter_epoch(0);
    (ledger, operator, delegator)
}

#[test]
fn locked_shares_neither_leave_nor_move_until_the_locks_last_second() {
    let (ledger, operator, delegator) = pool();
    let holders: [&dyn Holder; 2] = [&operator, &delegator];
    let until = ledger.now() + LOCK;
    for holder in holders {
        ledger.lock_shares(holder, until).unwrap();
        assert_eq!(ledger.position(holder).locked_until, until);
    }
    let gifts = holders.map(|holder| ledger.delegator_of(holder));
    for moment in [ledger.now(), until - 1] {
        ledger.chain.warp_to(moment);
        for (holder, to) in holders.into_iter().zip(&gifts) {
            assert_refused!(ledger.unstake(holder, 1), LedgerError::SharesLocked);
            assert_refused!(ledger.give_shares(holder, to, 1), LedgerError::SharesLocked);
        }
    }
    ledger.chain.warp_to(until);
    for (holder, to) in holders.into_iter().zip(&gifts) {
        ledger.unstake(holder, 1).unwrap();
        ledger.give_shares(holder, to, 1).unwrap();
    }
    ledger.assert_solvent();
}

#[test]
fn a_lock_names_both_numbers_when_it_refuses() {
    let (ledger, _, delegator) = pool();
    let until = ledger.now() + LOCK;
    ledger.lock_shares(&delegator, until).unwrap();
    let refused = ledger.unstake(&delegator, 1).unwrap_err();
    let values = refused.refusal().unwrap().values.clone().unwrap();
    assert_eq!(values, (ledger.now().to_string(), until.to_string()));
}

#[test]
fn tickets_asked_for_before_a_lock_are_cancelled_and_withdrawn_during_it() {
    let (ledger, _, delegator) = pool();
    ledger.unstake(&delegator, 100).unwrap();
    ledger.unstake(&delegator, 200).unwrap();
    ledger.lock_shares(&delegator, ledger.now() + LOCK).unwrap();
    ledger.cancel_unstake(&delegator, 1).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&delegator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&delegator), 100);
    assert_refused!(ledger.unstake(&delegator, 200), LedgerError::SharesLocked);
    ledger.assert_solvent();
}

#[test]
fn a_locked_position_earns_is_paid_and_takes_deposits_and_gifts_that_are_locked_with_the_rest() {
    let (ledger, operator, delegator) = pool();
    let device = ledger.device(&operator);
    let until = ledger.now() + LOCK;
    ledger.lock_shares(&delegator, until).unwrap();
    ledger.earn(&operator, &device, 300);
    ledger.claim(&delegator).unwrap();
    assert_eq!(ledger.rewards_of(&delegator), 100);
    ledger.deposit(&delegator, 24).unwrap();
    ledger.transfer_shares(&operator, &delegator, 1 << 9).unwrap();
    assert!(ledger.now() < until);
    assert_refused!(ledger.unstake(&delegator, 1), LedgerError::SharesLocked);
    assert_eq!(ledger.position(&delegator).shares, (1 << 10) + 24 + (1 << 9));
    ledger.chain.warp_to(until);
    ledger.unstake(&delegator, (1 << 10) + 24 + (1 << 9)).unwrap();
    ledger.assert_solvent();
}

#[test]
fn a_lock_gets_longer_but_never_shorter() {
    let (ledger, operator, delegator) = pool();
    let until = ledger.now() + LOCK;
    let receipt = ledger.lock_shares(&delegator, until).unwrap();
    ledger.lock_shares(&delegator, until - 1).unwrap();
    assert_eq!(ledger.position(&delegator).locked_until, until);
    let longer = ledger.lock_shares(&delegator, until + 1).unwrap();
    assert_eq!(ledger.position(&delegator).locked_until, until + 1);
    for (receipt, [before, after]) in [(receipt, [0, until]), (longer, [until, until + 1])] {
        let [LedgerEvent::SharesLocked(event)] = &receipt.events[..] else { panic!("{:?}", receipt.events) };
        assert_eq!((event.operator, event.owner), (operator.address, delegator.owner.pubkey()));
        assert_eq!([event.before, event.after], [before, after]);
    }
}

#[test]
fn a_lock_ends_after_now_and_28_days_ahead_at_most() {
    let (ledger, _, delegator) = pool();
    let now = ledger.now();
    for until in [i64::MIN, 0, now - 1, now, now + MAX_LOCK + 1, i64::MAX] {
        assert_refused!(ledger.lock_shares(&delegator, until), LedgerError::LockOutOfRange);
    }
    assert_eq!(ledger.position(&delegator).locked_until, 0);
    ledger.lock_shares(&delegator, now + 1).unwrap();
    ledger.lock_shares(&delegator, now + MAX_LOCK).unwrap();
    assert_eq!(ledger.position(&delegator).locked_until, now + MAX_LOCK);
}

#[test]
fn nobody_locks_anothers_position() {
    let (ledger, operator, delegator) = pool();
    for by in [&operator.identity, &ledger.authority, &ledger.wallet()] {
        let mut lock = build::lock_shares(operator.address, delegator.owner.pubkey(), ledger.now() + LOCK);
        lock.accounts[0].pubkey = by.pubkey();
        assert_refused!(ledger.send(&[lock], &[by]), LedgerError::WrongAuthority);
    }
    let mut unsigned = build::lock_shares(operator.address, delegator.owner.pubkey(), ledger.now() + LOCK);
    unsigned.accounts[0].is_signer = false;
    assert!(ledger.send(&[unsigned], &[]).is_err());
}

#[test]
fn a_slash_takes_its_part_of_locked_stake_too() {
    let ledger = Ledger::new().two_mints().device_collateral(1_000).build();
    let operator = ledger.operator().stake(2_000).build();
    let delegator = ledger.delegate(&operator, 2_000);
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.lock_shares(&delegator, ledger.now() + LOCK).unwrap();
    ledger.slash(&device, 0);
    assert_eq!(ledger.operator_account(&operator).stake, 3_000);
    assert_eq!(ledger.worth(&delegator), 1_500);
    ledger.assert_solvent();
}

#[test]
fn an_empty_position_closes_whatever_lock_it_has() {
    let (ledger, _, delegator) = pool();
    ledger.unstake(&delegator, 1 << 10).unwrap();
    ledger.lock_shares(&delegator, ledger.now() + LOCK).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&delegator, 0, false).unwrap();
    ledger.close_position(&delegator).unwrap();
    ledger.assert_solvent();
}
