//! What passes: more yes than no, and the quorum.

use girder_sdk::governor::program::{error::GovernorError, state::Stage};
use girder_tests::{Holder, Ledger, SETTINGS, TestDelegator, TestOperator, TestProposal, assert_vote_refused};
use solana_instruction::Instruction;
use solana_signer::Signer;

/// An operator whose stake makes the active stake `all`, and delegators with these stakes.
fn electorate<const N: usize>(all: u64, stakes: [u64; N]) -> (Ledger, TestOperator, [TestDelegator; N]) {
    let ledger = Ledger::new().two_mints().build();
    ledger.govern();
    let operator = ledger.operator().stake(all - stakes.iter().sum::<u64>()).build();
    let delegators = stakes.map(|amount| ledger.delegate(&operator, amount));
    assert_eq!(ledger.books().active_stake, all);
    (ledger, operator, delegators)
}

/// Something harmless to execute: a lamport from the governor to somebody.
fn a_lamport(ledger: &Ledger) -> Instruction {
    ledger.chain.airdrop(ledger.governor(), 10_000_000).unwrap();
    solana_system_interface::instruction::transfer(&ledger.governor(), &ledger.payer.pubkey(), 1)
}

fn stage(ledger: &Ledger, proposal: &TestProposal) -> Stage {
    ledger.proposal(proposal).stage(ledger.now())
}

#[test]
fn a_quorum_is_reached_at_its_last_base_unit() {
    for (yes, passes) in [(999, false), (1_000, true)] {
        let (ledger, operator, [voter]) = electorate(9_995, [yes]);
        let proposal = ledger.propose(&operator, &[a_lamport(&ledger)]);
        assert_eq!(ledger.proposal(&proposal).quorum, 1_000, "a tenth of 9,995, rounded up");
        ledger.vote(&proposal, &voter, true).unwrap();
        ledger.end_vote(&proposal);
        if passes {
            assert_eq!(stage(&ledger, &proposal), Stage::Passed);
            ledger.execute_next(&proposal).unwrap();
            assert_eq!(stage(&ledger, &proposal), Stage::Executed);
        } else {
            assert_eq!(stage(&ledger, &proposal), Stage::Rejected);
            assert_vote_refused!(ledger.execute_next(&proposal), GovernorError::NotPassed);
        }
    }
}

#[test]
fn only_yes_makes_a_quorum() {
    let (ledger, operator, [yes, no]) = electorate(10_000, [999, 998]);
    let proposal = ledger.propose(&operator, &[a_lamport(&ledger)]);
    ledger.vote(&proposal, &yes, true).unwrap();
    ledger.vote(&proposal, &no, false).unwrap();
    ledger.end_vote(&proposal);
    assert_vote_refused!(ledger.execute_next(&proposal), GovernorError::NotPassed);
}

#[test]
fn a_tie_does_not_pass_and_one_more_does() {
    for (yes, no, passes) in [(2_000, 2_000, false), (2_001, 2_000, true), (2_000, 2_001, false)] {
        let (ledger, operator, voters) = electorate(10_000, [yes, no]);
        let proposal = ledger.propose(&operator, &[a_lamport(&ledger)]);
        ledger.vote(&proposal, &voters[0], true).unwrap();
        ledger.vote(&proposal, &voters[1], false).unwrap();
        ledger.end_vote(&proposal);
        if passes {
            ledger.execute_next(&proposal).unwrap();
        } else {
            assert_vote_refused!(ledger.execute_next(&proposal), GovernorError::NotPassed);
        }
    }
}

#[test]
fn a_proposal_that_nobody_voted_on_does_not_pass() {
    let (ledger, operator, []) = electorate(10_000, []);
    let proposal = ledger.propose(&operator, &[a_lamport(&ledger)]);
    ledger.end_vote(&proposal);
    assert_vote_refused!(ledger.execute_next(&proposal), GovernorError::NotPassed);
}

#[test]
fn a_lead_is_worth_nothing_before_the_end() {
    let (ledger, operator, [voter]) = electorate(10_000, [1_000]);
    let proposal = ledger.propose(&operator, &[a_lamport(&ledger)]);
    ledger.vote(&proposal, &operator, true).unwrap();
    ledger.chain.warp_to(ledger.proposal(&proposal).end - 1);
    assert_vote_refused!(ledger.execute_next(&proposal), GovernorError::TooEarly);
    ledger.vote(&proposal, &voter, false).unwrap();
    ledger.end_vote(&proposal);
    ledger.execute_next(&proposal).unwrap();
}

#[test]
fn stake_that_leaves_during_a_vote_lowers_no_quorum() {
    let (ledger, operator, [leaver, voter]) = electorate(10_000, [5_000, 999]);
    let proposal = ledger.propose(&operator, &[a_lamport(&ledger)]);
    ledger.unstake(&leaver, 5_000).unwrap();
    ledger.vote(&proposal, &voter, true).unwrap();
    ledger.end_vote(&proposal);
    assert_vote_refused!(ledger.execute_next(&proposal), GovernorError::NotPassed);
}

#[test]
fn other_settings_change_no_vote_that_was_opened() {
    let (ledger, operator, [voter]) = electorate(10_000, [1_000]);
    let longer = girder_sdk::governor::program::state::Settings {
        voting_time: 2 * SETTINGS.voting_time,
        quorum_bps: 5_000,
        proposal_threshold: 5_000,
    };
    let set = girder_sdk::governor::instructions::set_governance(ledger.network.network, longer);
    let first = ledger.propose(&operator, &[set]);
    ledger.vote(&first, &operator, true).unwrap();
    ledger.chain.warp_by(1_000);
    let second = ledger.propose(&voter, &[a_lamport(&ledger)]);
    let opened = ledger.proposal(&second);
    ledger.end_vote(&first);
    ledger.execute_next(&first).unwrap();
    assert_eq!(ledger.governance().settings, longer);
    ledger.vote(&second, &voter, true).unwrap();
    assert_eq!((ledger.proposal(&second).quorum, ledger.proposal(&second).end), (opened.quorum, opened.end));
    ledger.end_vote(&second);
    ledger.execute_next(&second).unwrap();
    let third = ledger.propose(&operator, &[]);
    let third = ledger.proposal(&third);
    assert_eq!((third.quorum, third.end - third.start), (5_000, 2 * SETTINGS.voting_time));
    assert_eq!(voter.operator(), operator.address);
}
