//! No share votes twice, whoever it goes to.

use girder_sdk::{governor::program::error::GovernorError, ledger::error::LedgerError};
use girder_tests::{Ledger, TestDelegator, TestOperator, assert_failed, assert_refused, assert_vote_refused};

/// An operator with 2,000 and two delegators with 1,000 each; their network votes.
fn electorate() -> (Ledger, TestOperator, [TestDelegator; 2]) {
    let ledger = Ledger::new().two_mints().build();
    ledger.govern();
    let operator = ledger.operator().stake(2_000).build();
    let delegators = [1_000; 2].map(|amount| ledger.delegate(&operator, amount));
    (ledger, operator, delegators)
}

#[test]
fn a_position_votes_once() {
    let (ledger, operator, [voter, _]) = electorate();
    let proposal = ledger.propose(&operator, &[]);
    ledger.vote(&proposal, &voter, true).unwrap();
    for approve in [true, false] {
        assert_failed!(ledger.vote(&proposal, &voter, approve), "already in use");
    }
    ledger.chain.warp_to(ledger.proposal(&proposal).end - 1);
    assert_failed!(ledger.vote(&proposal, &voter, true), "already in use");
    let counted = ledger.proposal(&proposal);
    assert_eq!((counted.yes, counted.no), (1_000, 0));
}

#[test]
fn shares_that_voted_move_only_when_the_vote_is_over() {
    let (ledger, operator, [voter, other]) = electorate();
    let proposal = ledger.propose(&operator, &[]);
    ledger.vote(&proposal, &voter, true).unwrap();
    let end = ledger.proposal(&proposal).end;
    ledger.chain.warp_to(end - 1);
    assert_refused!(ledger.transfer_shares(&voter, &other, 1), LedgerError::SharesLocked);
    assert_refused!(ledger.unstake(&voter, 1), LedgerError::SharesLocked);
    ledger.chain.warp_to(end);
    ledger.transfer_shares(&voter, &other, 1).unwrap();
    ledger.unstake(&voter, 999).unwrap();
}

#[test]
fn shares_that_moved_before_they_voted_do_not_vote_where_they_went() {
    let (ledger, operator, [from, to]) = electorate();
    let proposal = ledger.propose(&operator, &[]);
    let new = ledger.delegator_of(&from);
    ledger.give_shares(&from, &new, 400).unwrap();
    ledger.transfer_shares(&from, &to, 100).unwrap();
    ledger.chain.warp_by(10);
    assert_vote_refused!(ledger.vote(&proposal, &new, true), GovernorError::SharesTooNew);
    assert_vote_refused!(ledger.vote(&proposal, &to, true), GovernorError::SharesTooNew);
    ledger.vote(&proposal, &from, true).unwrap();
    assert_eq!(ledger.proposal(&proposal).yes, 500, "what stayed where it was");
}

#[test]
fn shares_that_came_to_a_position_that_voted_are_locked_there_and_do_not_vote() {
    let (ledger, operator, [voter, other]) = electorate();
    let proposal = ledger.propose(&operator, &[]);
    ledger.vote(&proposal, &voter, true).unwrap();
    ledger.transfer_shares(&other, &voter, 500).unwrap();
    assert_failed!(ledger.vote(&proposal, &voter, true), "already in use");
    assert_refused!(ledger.transfer_shares(&voter, &other, 500), LedgerError::SharesLocked);
    ledger.vote(&proposal, &other, true).unwrap();
    assert_eq!(ledger.proposal(&proposal).yes, 1_500);
}

#[test]
fn stake_that_left_and_came_back_does_not_vote_again() {
    let (ledger, operator, [voter, _]) = electorate();
    ledger.unstake(&voter, 600).unwrap();
    let proposal = ledger.propose(&operator, &[]);
    ledger.vote(&proposal, &voter, true).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&voter, 0, false).unwrap();
    assert!(ledger.now() < ledger.proposal(&proposal).end);
    let again = ledger.delegate(&operator, 600);
    ledger.chain.warp_by(10);
    assert_vote_refused!(ledger.vote(&proposal, &again, true), GovernorError::SharesTooNew);
    assert_eq!(ledger.proposal(&proposal).yes, 400);
}

#[test]
fn a_mark_that_is_taken_away_after_the_vote_was_cast_adds_nothing() {
    let (ledger, operator, [voter, other]) = electorate();
    ledger.unstake(&voter, 600).unwrap();
    ledger.unstake(&other, 600).unwrap();
    let proposal = ledger.propose(&operator, &[]);
    ledger.vote(&proposal, &voter, true).unwrap();
    ledger.cancel_unstake(&voter, 0).unwrap();
    assert_failed!(ledger.vote(&proposal, &voter, true), "already in use");
    assert_refused!(ledger.transfer_shares(&voter, &other, 600), LedgerError::SharesLocked);
    // Held all the time and not voted yet: these do.
    ledger.cancel_unstake(&other, 0).unwrap();
    ledger.vote(&proposal, &other, true).unwrap();
    assert_eq!(ledger.proposal(&proposal).yes, 1_400);
}

#[test]
fn a_position_that_was_closed_and_opened_again_has_nothing_to_vote_with() {
    let (ledger, operator, [voter, _]) = electorate();
    ledger.unstake(&voter, 999).unwrap();
    let proposal = ledger.propose(&operator, &[]);
    ledger.vote(&proposal, &voter, true).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&voter, 0, false).unwrap();
    assert_refused!(ledger.close_position(&voter), LedgerError::PositionNotEmpty);

    let other = ledger.propose(&operator, &[]);
    let fresh = ledger.delegator(&operator);
    assert_eq!(ledger.position(&fresh).since, 0);
    assert_vote_refused!(ledger.vote(&other, &fresh, true), GovernorError::NoWeight);
}

#[test]
fn one_position_votes_on_several_proposals_and_stays_locked_until_the_last_ends() {
    let (ledger, operator, [voter, other]) = electorate();
    let first = ledger.propose(&operator, &[]);
    ledger.chain.warp_by(500);
    let second = ledger.propose(&operator, &[]);
    ledger.vote(&second, &voter, true).unwrap();
    ledger.vote(&first, &voter, false).unwrap();
    assert_eq!(ledger.proposal(&first).no, 1_000);
    assert_eq!(ledger.proposal(&second).yes, 1_000);
    ledger.end_vote(&first);
    assert_refused!(ledger.transfer_shares(&voter, &other, 1), LedgerError::SharesLocked);
    ledger.end_vote(&second);
    ledger.transfer_shares(&voter, &other, 1).unwrap();
}
