//! Shares that change hands within a pool: splits, merges and gifts.

use girder_sdk::{
    instructions::{self as build, ShareTransfer},
    ledger::error::LedgerError,
};
use girder_tests::{Holder, Ledger, Setup, TestDelegator, TestOperator, assert_refused};
use solana_signer::Signer;

/// An operator with a stake of 2^11, and two delegators with 2^10 each.
fn pool(setup: Setup) -> (Ledger, TestOperator, [TestDelegator; 2]) {
    let ledger = setup.two_mints().build();
    let operator = ledger.operator().stake(1 << 11).build();
    let delegators = [1 << 10; 2].map(|amount| ledger.delegate(&operator, amount));
    ledger.enter_epoch(0);
    (ledger, operator, delegators)
}

fn shares(ledger: &Ledger, holder: &dyn Holder) -> u64 {
    ledger.position(holder).shares
}

#[test]
fn a_position_splits_into_another_owners_empty_one() {
    let (ledger, operator, [from, _]) = pool(Ledger::new());
    let to = ledger.delegator_of(&from);
    let since = ledger.position(&from).since;
    ledger.give_shares(&from, &to, 300).unwrap();
    assert_eq!((shares(&ledger, &from), shares(&ledger, &to)), (724, 300));
    assert_eq!((ledger.worth(&from), ledger.worth(&to)), (724, 300));
    assert!(ledger.now() > since);
    assert_eq!((ledger.position(&from).since, ledger.position(&to).since), (since, ledger.now()));
    let account = ledger.operator_account(&operator);
    assert_eq!((account.stake, account.shares, account.own_shares), (1 << 12, 1 << 12, 1 << 11));
    ledger.assert_solvent();
}

#[test]
fn positions_merge_and_all_of_it_counts_as_held_since_then() {
    let (ledger, _, [from, to]) = pool(Ledger::new());
    ledger.transfer_shares(&from, &to, 1 << 10).unwrap();
    assert_eq!((shares(&ledger, &from), shares(&ledger, &to)), (0, 1 << 11));
    assert_eq!(ledger.position(&to).since, ledger.now());
    ledger.close_position(&from).unwrap();
    ledger.unstake(&to, 1 << 11).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&to, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&to), 1 << 11);
    ledger.assert_solvent();
}

#[test]
fn who_holds_shares_must_agree_to_receive_more() {
    let (ledger, operator, [from, _]) = pool(Ledger::new());
    let to = ledger.delegator_of(&from);
    ledger.give_shares(&from, &to, 100).unwrap();
    let since = ledger.position(&to).since;
    ledger.chain.warp_by(1);
    assert_refused!(ledger.give_shares(&from, &to, 1), LedgerError::RecipientMustSign);
    let transfer = ShareTransfer {
        operator: operator.address,
        from: from.owner.pubkey(),
        to: to.owner.pubkey(),
        shares: 1,
        signed_by_recipient: true,
    };
    let stranger = ledger.wallet();
    for other in [&stranger, &from.owner, &operator.identity] {
        let mut by_other = build::transfer_shares(&ledger.network, &transfer);
        by_other.accounts[1].pubkey = other.pubkey();
        let signed = ledger.send(&[by_other], &[&from.owner, other]);
        assert_refused!(signed, LedgerError::RecipientMustSign);
    }
    ledger.unstake(&to, 100).unwrap();
    assert_refused!(ledger.give_shares(&from, &to, 1), LedgerError::RecipientMustSign);
    assert_eq!(ledger.position(&to).since, since, "nobody renews it but its owner");
    ledger.transfer_shares(&from, &to, 1).unwrap();
    assert_eq!(ledger.position(&to).since, ledger.now());
    ledger.assert_solvent();
}

#[test]
fn a_position_that_the_giver_opened_takes_its_shares_unsigned_whenever_it_is_empty() {
    let (ledger, _, [from, other]) = pool(Ledger::new());
    let to = ledger.delegator_of(&from);
    assert_eq!(ledger.position(&to).rent_payer, from.owner.pubkey());
    assert_refused!(ledger.give_shares(&other, &to, 1), LedgerError::RecipientMustSign);
    ledger.give_shares(&from, &to, 100).unwrap();
    assert_refused!(ledger.give_shares(&from, &to, 1), LedgerError::RecipientMustSign);

    ledger.unstake(&to, 60).unwrap();
    ledger.transfer_shares(&to, &other, 40).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    assert_refused!(ledger.give_shares(&from, &to, 1), LedgerError::RecipientMustSign);
    ledger.withdraw(&to, 0, false).unwrap();
    ledger.give_shares(&from, &to, 5).unwrap();
    assert_eq!((shares(&ledger, &from), shares(&ledger, &to), shares(&ledger, &other)), (919, 5, 1_064));
    ledger.assert_solvent();
}

#[test]
fn a_strangers_gift_of_one_share_does_not_keep_anothers_rent_in() {
    let (ledger, operator, [stranger, _]) = pool(Ledger::new());
    let sponsored = ledger.delegator(&operator);
    let holder = ledger.wallet();
    let own = build::open_position(&ledger.network, holder.pubkey(), operator.address, holder.pubkey());
    ledger.send(&[own], &[&holder]).unwrap();
    let own = TestDelegator { owner: holder, operator: operator.address };
    // Neither who sponsors a position nor who opened its own has to bear a share that it did not ask for.
    for (to, rent_payer) in [(&sponsored, ledger.payer.pubkey()), (&own, own.owner.pubkey())] {
        assert_eq!(ledger.position(to).rent_payer, rent_payer);
        assert_refused!(ledger.give_shares(&stranger, to, 1), LedgerError::RecipientMustSign);
        assert_refused!(ledger.give_shares(&operator, to, 1), LedgerError::RecipientMustSign);
        assert_eq!(shares(&ledger, to), 0);
    }
    let (owner, payer) = (sponsored.owner.pubkey(), ledger.payer.pubkey());
    let close = build::close_position(&ledger.network, operator.address, owner, payer, payer);
    ledger.send(&[close], &[]).unwrap();
    ledger.close_position(&own).unwrap();
    assert!([&sponsored, &own].iter().all(|to| ledger.chain.find(&to.position()).is_none()), "both rents are back");

    let consenting = ledger.delegator(&operator);
    ledger.transfer_shares(&stranger, &consenting, 1).unwrap();
    assert_eq!((shares(&ledger, &stranger), shares(&ledger, &consenting)), (1_023, 1));
    ledger.assert_solvent();
}

#[test]
fn rewards_up_to_now_stay_with_the_giver() {
    let (ledger, operator, [from, _]) = pool(Ledger::new());
    let (to, device) = (ledger.delegator_of(&from), ledger.device(&operator));
    ledger.earn(&operator, &device, 400);
    let owed = ledger.assert_solvent().owed;
    ledger.give_shares(&from, &to, 1 << 10).unwrap();
    assert_eq!((ledger.earned(&from), ledger.earned(&to)), (100, 0));
    assert_eq!(ledger.assert_solvent().owed, owed);

    ledger.earn(&operator, &device, 400);
    assert_eq!((ledger.earned(&from), ledger.earned(&to)), (100, 100), "from then on the receiver earns");
    ledger.claim(&from).unwrap();
    ledger.claim(&to).unwrap();
    assert_refused!(ledger.claim(&from), LedgerError::NothingOwed);
    ledger.assert_solvent();
}

#[test]
fn a_reward_that_is_not_harvested_yet_goes_with_the_shares() {
    let (ledger, operator, [from, _]) = pool(Ledger::new());
    let (to, device) = (ledger.delegator_of(&from), ledger.device(&operator));
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 400).unwrap();
    ledger.make_harvestable(1);
    ledger.give_shares(&from, &to, 1 << 9).unwrap();
    ledger.harvest(&operator, 1).unwrap();
    assert_eq!((ledger.earned(&from), ledger.earned(&to)), (50, 50), "as the giver signed for");
    ledger.assert_solvent();
}

#[test]
fn what_a_receiver_had_earned_before_stays_its_own() {
    let (ledger, operator, [from, to]) = pool(Ledger::new());
    let device = ledger.device(&operator);
    ledger.earn(&operator, &device, 400);
    ledger.transfer_shares(&from, &to, 512).unwrap();
    ledger.earn(&operator, &device, 400);
    assert_eq!((ledger.earned(&from), ledger.earned(&to)), (150, 250));
    ledger.transfer_shares(&to, &from, 1_536).unwrap();
    ledger.earn(&operator, &device, 400);
    assert_eq!((ledger.earned(&from), ledger.earned(&to)), (350, 250));
    ledger.assert_solvent();
}

#[test]
fn own_stake_falls_to_the_minimum_by_gift_and_not_below() {
    let (ledger, operator, [delegator, other]) = pool(Ledger::new().parameters(|p| p.min_self_stake = 1_500));
    let to = ledger.delegator_of(&operator);
    assert_refused!(ledger.give_shares(&operator, &to, 549), LedgerError::SelfStakeTooSmall);
    ledger.give_shares(&operator, &to, 548).unwrap();
    assert_refused!(ledger.transfer_shares(&operator, &to, 1), LedgerError::SelfStakeTooSmall);
    assert_eq!(ledger.operator_account(&operator).own_shares, 1_500);

    ledger.unstake(&operator, 1).unwrap();
    ledger.transfer_shares(&delegator, &other, 1).unwrap();
    ledger.transfer_shares(&delegator, &operator, 2).unwrap();
    assert_eq!(ledger.operator_account(&operator).own_active_shares(), 1_501);
    ledger.assert_solvent();
}

#[test]
fn own_stake_that_was_given_away_carries_no_leverage() {
    let (ledger, operator, [delegator, _]) = pool(Ledger::new());
    let covered = || ledger.covered(&operator);
    let to = ledger.delegator_of(&operator);
    ledger.give_shares(&operator, &to, 1 << 10).unwrap();
    assert_eq!(covered(), 1 << 12, "a quarter carries it all");
    ledger.transfer_shares(&operator, &to, 1).unwrap();
    assert_eq!(covered(), 0);
    ledger.transfer_shares(&delegator, &operator, 1).unwrap();
    assert_eq!(covered(), 1 << 12);
    ledger.assert_solvent();
}

#[test]
fn only_active_shares_move_and_tickets_stay_behind() {
    let (ledger, _, [from, _]) = pool(Ledger::new());
    let to = ledger.delegator_of(&from);
    ledger.unstake(&from, 600).unwrap();
    assert_refused!(ledger.give_shares(&from, &to, 0), LedgerError::ZeroAmount);
    assert_refused!(ledger.give_shares(&from, &to, 425), LedgerError::NotEnoughShares);
    assert_refused!(ledger.give_shares(&from, &to, u64::MAX), LedgerError::NotEnoughShares);
    ledger.give_shares(&from, &to, 424).unwrap();
    let (giver, receiver) = (ledger.position(&from), ledger.position(&to));
    assert_eq!((giver.shares, giver.unbonding_shares, giver.tickets[0].shares), (600, 600, 600));
    assert_eq!((receiver.shares, receiver.unbonding_shares), (424, 0));
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&from, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&from), 600);
    assert_refused!(ledger.withdraw(&to, 0, false), LedgerError::NoSuchTicket);
    ledger.assert_solvent();
}

#[test]
fn shares_do_not_move_to_the_position_that_they_are_in() {
    let (ledger, operator, [delegator, _]) = pool(Ledger::new());
    assert_refused!(ledger.transfer_shares(&delegator, &delegator, 1), LedgerError::SamePosition);
    assert_refused!(ledger.transfer_shares(&operator, &operator, 1), LedgerError::SamePosition);
    ledger.assert_solvent();
}

#[test]
fn shares_do_not_move_to_another_pool() {
    let (ledger, operator, [from, _]) = pool(Ledger::new());
    let other = ledger.operator().build();
    let stranger = ledger.delegator(&other);
    assert!(ledger.give_shares(&from, &stranger, 1).is_err(), "the receiver has no position here");
    let transfer = ShareTransfer {
        operator: operator.address,
        from: from.owner.pubkey(),
        to: stranger.owner.pubkey(),
        shares: 1,
        signed_by_recipient: false,
    };
    let mut across = build::transfer_shares(&ledger.network, &transfer);
    across.accounts[6].pubkey = stranger.position();
    assert_refused!(ledger.send(&[across], &[&from.owner]), LedgerError::WrongOperator);
    ledger.assert_solvent();
}

#[test]
fn nobody_gives_anothers_shares() {
    let (ledger, operator, [from, _]) = pool(Ledger::new());
    let thief = ledger.delegator_of(&from);
    let transfer = ShareTransfer {
        operator: operator.address,
        from: from.owner.pubkey(),
        to: thief.owner.pubkey(),
        shares: 1,
        signed_by_recipient: false,
    };
    for by in [&thief.owner, &operator.identity, &ledger.authority] {
        let mut theft = build::transfer_shares(&ledger.network, &transfer);
        theft.accounts[0].pubkey = by.pubkey();
        assert_refused!(ledger.send(&[theft], &[by]), LedgerError::WrongAuthority);
    }
}

#[test]
fn what_an_overturned_case_returns_is_whose_the_shares_are() {
    let (ledger, operator, [from, other]) = pool(Ledger::new().device_collateral(4_000));
    let (to, device) = (ledger.delegator_of(&from), ledger.device(&operator));
    ledger.slash(&device, 0);
    assert_eq!(ledger.operator_account(&operator).stake, 96);
    ledger.give_shares(&from, &to, 512).unwrap();
    ledger.overturn(&device).unwrap();
    let holders: [&dyn Holder; 4] = [&operator, &from, &to, &other];
    assert_eq!(holders.map(|holder| ledger.worth(holder)), [1 << 11, 512, 512, 1 << 10]);
    ledger.assert_solvent();
}

#[test]
fn a_gift_of_worthless_shares_is_no_obstacle_to_new_ones() {
    let (ledger, operator, [from, _]) = pool(Ledger::new().device_collateral(1 << 20));
    let to = ledger.delegator_of(&from);
    ledger.give_shares(&from, &to, 512).unwrap();
    assert_refused!(ledger.give_shares(&from, &to, 1), LedgerError::RecipientMustSign);
    ledger.slash_for_good(&ledger.device(&operator), 0);
    assert_eq!(shares(&ledger, &to), 512, "as nobody has touched it since");
    assert_refused!(ledger.give_shares(&from, &to, 1), LedgerError::NotEnoughShares);
    ledger.deposit(&operator, 100).unwrap();
    ledger.deposit(&from, 100).unwrap();
    ledger.give_shares(&from, &to, 40).unwrap();
    assert_eq!((ledger.worth(&from), ledger.worth(&to)), (60, 40), "its old shares need no consent any more");
    ledger.assert_solvent();
}
