//! Who may vote, when, and with what weight.

use girder_sdk::governor::{
    events::{self, GovernorEvent},
    program::error::GovernorError,
};
use girder_tests::{Holder, Ledger, SETTINGS, TestDelegator, TestOperator, assert_vote_refused};
use solana_signer::Signer;

/// An operator with 2,000 and two delegators with 1,000 each; their network votes.
fn electorate() -> (Ledger, TestOperator, [TestDelegator; 2]) {
    let ledger = Ledger::new().two_mints().device_collateral(1_000).build();
    ledger.govern();
    let operator = ledger.operator().stake(2_000).build();
    let delegators = [1_000; 2].map(|amount| ledger.delegate(&operator, amount));
    (ledger, operator, delegators)
}

#[test]
fn votes_are_taken_from_the_votes_first_second_to_its_last() {
    let (ledger, operator, [first, second]) = electorate();
    let proposal = ledger.draft(&operator, &[]);
    let unopened = ledger.vote(&proposal, &first, true);
    assert_vote_refused!(unopened, GovernorError::Draft);
    ledger.chain.warp_by(1);
    ledger.open_vote(&proposal, operator.address).unwrap();
    let opened = ledger.proposal(&proposal);
    assert_eq!((opened.start, opened.end), (ledger.now(), ledger.now() + SETTINGS.voting_time));
    ledger.vote(&proposal, &operator, true).unwrap();
    ledger.chain.warp_to(opened.end - 1);
    ledger.vote(&proposal, &first, false).unwrap();
    ledger.chain.warp_to(opened.end);
    assert_vote_refused!(ledger.vote(&proposal, &second, true), GovernorError::OutsideVote);
    let counted = ledger.proposal(&proposal);
    assert_eq!((counted.yes, counted.no), (2_000, 1_000));
}

#[test]
fn a_vote_locks_the_position_until_the_vote_ends_and_says_what_it_counted() {
    let (ledger, operator, [voter, _]) = electorate();
    let proposal = ledger.propose(&operator, &[]);
    let receipt = ledger.vote(&proposal, &voter, true).unwrap();
    let end = ledger.proposal(&proposal).end;
    assert_eq!(ledger.position(&voter).locked_until, end);
    let record = ledger.vote_record(&proposal, &voter).unwrap();
    assert_eq!((record.proposal, record.position), (proposal.address, voter.position()));
    assert_eq!((record.owner, record.rent_payer), (voter.owner.pubkey(), ledger.payer.pubkey()));
    assert_eq!((record.shares, record.weight, record.approve, record.end), (1_000, 1_000, 1, end));
    let [GovernorEvent::VoteCast(event)] = &events::of(&receipt)[..] else { panic!("{receipt:?}") };
    assert_eq!((event.owner, event.weight, event.yes, event.no), (voter.owner.pubkey(), 1_000, 1_000, 0));
}

#[test]
fn shares_count_that_came_before_the_votes_first_second_and_no_others() {
    let (ledger, operator, _) = electorate();
    let proposal = ledger.draft(&operator, &[]);
    let before = ledger.delegate(&operator, 500);
    ledger.chain.warp_by(1);
    let within = ledger.delegate(&operator, 500);
    ledger.open_vote(&proposal, operator.address).unwrap();
    assert_eq!(ledger.position(&before).since, ledger.proposal(&proposal).start - 1);
    assert_eq!(ledger.position(&within).since, ledger.proposal(&proposal).start);
    ledger.vote(&proposal, &before, true).unwrap();
    assert_vote_refused!(ledger.vote(&proposal, &within, true), GovernorError::SharesTooNew);
    ledger.chain.warp_by(1_000);
    assert_vote_refused!(ledger.vote(&proposal, &within, true), GovernorError::SharesTooNew);
}

#[test]
fn a_deposit_after_the_start_takes_the_vote_from_all_of_its_position() {
    let (ledger, operator, [voter, _]) = electorate();
    let proposal = ledger.propose(&operator, &[]);
    ledger.deposit(&voter, 1).unwrap();
    assert_vote_refused!(ledger.vote(&proposal, &voter, true), GovernorError::SharesTooNew);
    let next = ledger.propose(&operator, &[]);
    ledger.vote(&next, &voter, true).unwrap();
    assert_eq!(ledger.proposal(&next).yes, 1_001);
}

#[test]
fn a_deposit_after_the_vote_was_cast_adds_nothing_to_it() {
    let (ledger, operator, [voter, _]) = electorate();
    let proposal = ledger.propose(&operator, &[]);
    ledger.vote(&proposal, &voter, true).unwrap();
    ledger.deposit(&voter, 500).unwrap();
    assert!(ledger.vote(&proposal, &voter, true).is_err());
    assert_eq!(ledger.proposal(&proposal).yes, 1_000);
}

#[test]
fn shares_that_leave_do_not_vote() {
    let (ledger, operator, [voter, gone]) = electorate();
    ledger.unstake(&voter, 400).unwrap();
    ledger.unstake(&gone, 1_000).unwrap();
    let proposal = ledger.propose(&operator, &[]);
    assert_eq!(ledger.proposal(&proposal).quorum, 260, "a tenth of what is active");
    ledger.vote(&proposal, &voter, true).unwrap();
    assert_vote_refused!(ledger.vote(&proposal, &gone, true), GovernorError::NoWeight);
    assert_eq!(ledger.proposal(&proposal).yes, 600);
}

#[test]
fn a_slash_between_two_votes_lowers_the_weight_of_the_later_one_alone() {
    let (ledger, operator, [first, second]) = electorate();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    let proposal = ledger.propose(&operator, &[]);
    ledger.vote(&proposal, &first, true).unwrap();
    let epoch = ledger.current_epoch();
    ledger.slash(&device, epoch);
    assert_eq!(ledger.operator_account(&operator).stake, 3_000);
    ledger.vote(&proposal, &second, false).unwrap();
    let counted = ledger.proposal(&proposal);
    assert_eq!((counted.yes, counted.no), (1_000, 750));
    assert_eq!(ledger.vote_record(&proposal, &second).unwrap().shares, 1_000);
    ledger.assert_solvent();
}

#[test]
fn a_weight_is_rounded_down() {
    let ledger = Ledger::new().two_mints().device_collateral(1_000).build();
    ledger.govern();
    let operator = ledger.operator().stake(2_000).build();
    let voter = ledger.delegate(&operator, 999);
    let device = ledger.device(&operator);
    ledger.slash(&device, 0);
    assert_eq!(ledger.operator_account(&operator).stake, 1_999);
    let proposal = ledger.propose(&operator, &[]);
    ledger.vote(&proposal, &voter, true).unwrap();
    assert_eq!(ledger.proposal(&proposal).yes, 999 * 1_999 / 2_999);
}

#[test]
fn shares_of_a_pool_that_was_wiped_out_do_not_vote_touched_or_not() {
    let ledger = Ledger::new().two_mints().device_collateral(1 << 20).build();
    ledger.govern();
    let proposer = ledger.operator().stake(2_000).build();
    let operator = ledger.operator().stake(2_000).build();
    let [untouched, returned] = [1_000; 2].map(|amount| ledger.delegate(&operator, amount));
    ledger.slash_for_good(&ledger.device(&operator), 0);
    ledger.deposit(&operator, 4_000).unwrap();
    ledger.deposit(&returned, 100).unwrap();
    let proposal = ledger.propose(&proposer, &[]);
    assert_eq!(ledger.position(&untouched).shares, 1_000, "as nobody has touched it since");
    assert_vote_refused!(ledger.vote(&proposal, &untouched, true), GovernorError::NoWeight);
    ledger.vote(&proposal, &returned, true).unwrap();
    assert_eq!(ledger.proposal(&proposal).yes, 100);
}

#[test]
fn a_pool_wiped_out_during_a_vote_votes_no_more_and_what_comes_then_is_too_new() {
    let ledger = Ledger::new().two_mints().device_collateral(1 << 20).build();
    ledger.govern();
    let proposer = ledger.operator().stake(2_000).build();
    let operator = ledger.operator().stake(2_000).build();
    let [first, second] = [1_000; 2].map(|amount| ledger.delegate(&operator, amount));
    ledger.enter_epoch(0);
    let proposal = ledger.propose(&proposer, &[]);
    ledger.vote(&proposal, &first, true).unwrap();
    let epoch = ledger.current_epoch();
    ledger.slash_for_good(&ledger.device(&operator), epoch);
    assert_vote_refused!(ledger.vote(&proposal, &second, true), GovernorError::NoWeight);
    ledger.deposit(&operator, 4_000).unwrap();
    ledger.deposit(&second, 1_000).unwrap();
    assert_vote_refused!(ledger.vote(&proposal, &second, true), GovernorError::SharesTooNew);
    assert_eq!(ledger.proposal(&proposal).yes, 1_000, "a vote is final");
    ledger.assert_solvent();
}

#[test]
fn positions_of_other_networks_pools_and_people_do_not_vote() {
    let (ledger, operator, [voter, other]) = electorate();
    let proposal = ledger.propose(&operator, &[]);
    let neighbour = ledger.neighbour();
    let foreign = neighbour.operator().stake(5_000).build();
    let there = neighbour.delegate(&foreign, 1_000);
    ledger.chain.warp_by(1);
    assert_vote_refused!(ledger.vote(&proposal, &there, true), GovernorError::WrongNetwork);

    let second = ledger.operator().stake(1_000).build();
    let mut wrong_pool = ledger.ballot(&proposal, &voter, true);
    wrong_pool.accounts[3].pubkey = second.address;
    assert_vote_refused!(ledger.send(&[wrong_pool], &[&voter.owner]), GovernorError::WrongOperator);

    let mut anothers = ledger.ballot(&proposal, &voter, true);
    anothers.accounts[1].pubkey = other.owner.pubkey();
    assert_vote_refused!(ledger.send(&[anothers], &[&other.owner]), GovernorError::WrongAuthority);
    let mut unsigned = ledger.ballot(&proposal, &voter, true);
    unsigned.accounts[1].is_signer = false;
    assert!(ledger.send(&[unsigned], &[]).is_err());
    assert_eq!(ledger.proposal(&proposal).yes, 0);
}
