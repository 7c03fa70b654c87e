//! What is over closes, and rent goes back to whoever paid it.

use girder_sdk::governor::{instructions as build, program::error::GovernorError};
use girder_tests::{Ledger, TestDelegator, TestOperator, TestProposal, assert_vote_refused};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;
use solana_system_interface::instruction::transfer;

/// Seconds in which a proposal that passed can be executed, and after which anybody closes a draft.
const LIFETIME: i64 = 14 * 86_400;

/// An operator with 2,000 and a delegator with 1,000; the governor has lamports.
fn electorate() -> (Ledger, TestOperator, TestDelegator) {
    let ledger = Ledger::new().two_mints().build();
    ledger.govern();
    ledger.chain.airdrop(ledger.governor(), 1_000_000_000).unwrap();
    let operator = ledger.operator().stake(2_000).build();
    let voter = ledger.delegate(&operator, 1_000);
    (ledger, operator, voter)
}

fn pay(ledger: &Ledger) -> Instruction {
    transfer(&ledger.governor(), &Address::new_from_array([1; 32]), 1_000_000)
}

fn is_closed(ledger: &Ledger, proposal: &TestProposal) -> bool {
    ledger.chain.find(&proposal.address).is_none()
}

#[test]
fn a_draft_is_closed_by_its_proposer_and_after_14_days_by_anybody() {
    let (ledger, operator, _) = electorate();
    let stranger = ledger.wallet();
    let drafts = [0; 2].map(|_| ledger.draft(&operator, &[pay(&ledger)]));
    assert_vote_refused!(ledger.close_proposal(&drafts[0], &stranger), GovernorError::NotOver);
    ledger.close_proposal(&drafts[0], &operator.identity).unwrap();
    ledger.chain.warp_by(LIFETIME - 1);
    assert_vote_refused!(ledger.close_proposal(&drafts[1], &stranger), GovernorError::NotOver);
    ledger.chain.warp_by(1);
    ledger.close_proposal(&drafts[1], &stranger).unwrap();
    assert!(drafts.iter().all(|draft| is_closed(&ledger, draft)));
    assert_eq!(ledger.governance().proposals, 0);
}

#[test]
fn a_rejected_proposal_closes_from_its_votes_end_on_and_not_before() {
    let (ledger, operator, voter) = electorate();
    let proposal = ledger.propose(&operator, &[pay(&ledger)]);
    ledger.vote(&proposal, &voter, false).unwrap();
    ledger.chain.warp_to(ledger.proposal(&proposal).end - 1);
    for signer in [&operator.identity, &voter.owner] {
        assert_vote_refused!(ledger.close_proposal(&proposal, signer), GovernorError::NotOver);
    }
    ledger.chain.warp_by(1);
    ledger.close_proposal(&proposal, &voter.owner).unwrap();
    assert!(is_closed(&ledger, &proposal));
}

#[test]
fn a_proposal_that_passed_closes_when_it_is_executed_or_expired() {
    let (ledger, operator, voter) = electorate();
    let [executed, expired] = [0; 2].map(|_| ledger.propose(&operator, &[pay(&ledger), pay(&ledger)]));
    for proposal in [&executed, &expired] {
        ledger.vote(proposal, &operator, true).unwrap();
    }
    ledger.end_vote(&expired);
    for proposal in [&executed, &expired] {
        ledger.execute_next(proposal).unwrap();
        assert_vote_refused!(ledger.close_proposal(proposal, &operator.identity), GovernorError::NotOver);
    }
    ledger.execute_next(&executed).unwrap();
    ledger.close_proposal(&executed, &voter.owner).unwrap();
    let expiry = ledger.proposal(&expired).end + LIFETIME;
    ledger.chain.warp_to(expiry - 1);
    assert_vote_refused!(ledger.close_proposal(&expired, &voter.owner), GovernorError::NotOver);
    ledger.chain.warp_to(expiry);
    ledger.close_proposal(&expired, &voter.owner).unwrap();
    assert_eq!(ledger.governance().proposals, 0);
}

#[test]
fn a_proposal_without_instructions_is_a_question_and_closes_when_it_is_answered() {
    let (ledger, operator, voter) = electorate();
    let proposal = ledger.propose(&operator, &[]);
    ledger.vote(&proposal, &operator, true).unwrap();
    ledger.end_vote(&proposal);
    ledger.close_proposal(&proposal, &voter.owner).unwrap();
}

#[test]
fn the_record_of_a_vote_closes_when_the_vote_is_over_whether_its_proposal_did_or_not() {
    let (ledger, operator, voter) = electorate();
    let proposal = ledger.propose(&operator, &[]);
    ledger.vote(&proposal, &voter, true).unwrap();
    ledger.vote(&proposal, &operator, true).unwrap();
    let end = ledger.proposal(&proposal).end;
    ledger.chain.warp_to(end - 1);
    assert_vote_refused!(ledger.close_vote(&proposal, &voter), GovernorError::TooEarly);
    ledger.chain.warp_to(end);
    let [first, second] = [ledger.vote_address(&proposal, &voter), ledger.vote_address(&proposal, &operator)];
    ledger.close_vote(&proposal, &voter).unwrap();
    ledger.close_proposal(&proposal, &voter.owner).unwrap();
    ledger.send(&[build::close_vote(second, ledger.payer.pubkey())], &[]).unwrap();
    assert!([first, second].iter().all(|record| ledger.chain.find(record).is_none()));
}

#[test]
fn rent_goes_to_who_paid_it_and_to_nobody_else() {
    let (ledger, operator, voter) = electorate();
    let sponsor = ledger.wallet();
    let proposal = ledger.propose(&operator, &[]);
    let mut ballot = ledger.ballot(&proposal, &voter, true);
    ballot.accounts[0].pubkey = sponsor.pubkey();
    let lamports = |address| ledger.chain.find(&address).unwrap().lamports;
    let before = lamports(sponsor.pubkey());
    ledger.send(&[ballot], &[&sponsor, &voter.owner]).unwrap();
    assert!(lamports(sponsor.pubkey()) < before);
    ledger.end_vote(&proposal);
    let record = ledger.vote_address(&proposal, &voter);
    for thief in [voter.owner.pubkey(), ledger.payer.pubkey()] {
        let theft = build::close_vote(record, thief);
        assert_vote_refused!(ledger.send(&[theft], &[]), GovernorError::WrongRentPayer);
        let mut theft = build::close_proposal(
            ledger.network.network,
            proposal.address,
            operator.identity.pubkey(),
            ledger.payer.pubkey(),
        );
        theft.accounts[3].pubkey = thief;
        assert_vote_refused!(ledger.send(&[theft], &[]), GovernorError::WrongRentPayer);
    }
    ledger.send(&[build::close_vote(record, sponsor.pubkey())], &[]).unwrap();
    assert_eq!(lamports(sponsor.pubkey()), before);
}

#[test]
fn a_proposal_at_a_used_address_is_voted_on_anew() {
    let (ledger, operator, voter) = electorate();
    let (network, proposer) = (ledger.network.network, &operator.identity);
    let proposal = ledger.propose(&operator, &[]);
    ledger.vote(&proposal, &voter, false).unwrap();
    ledger.end_vote(&proposal);
    let stale = ledger.vote_address(&proposal, &voter);
    ledger.close_proposal(&proposal, proposer).unwrap();

    let nonce = (0..100)
        .find(|&nonce| girder_sdk::governor::pda::proposal(network, proposer.pubkey(), nonce) == proposal.address);
    let again = build::draft_proposal(network, proposer.pubkey(), nonce.unwrap(), [8; 32]);
    ledger.send(&[again], &[proposer]).unwrap();
    ledger.open_vote(&proposal, operator.address).unwrap();
    assert_eq!((ledger.proposal(&proposal).yes, ledger.proposal(&proposal).no), (0, 0));
    assert!(ledger.chain.find(&stale).is_some(), "the record of the first vote is still there");
    ledger.vote(&proposal, &voter, true).unwrap();
    assert_eq!(ledger.proposal(&proposal).yes, 1_000);
    ledger.send(&[build::close_vote(stale, ledger.payer.pubkey())], &[]).unwrap();
}

#[test]
fn a_governance_closes_when_its_network_came_to_its_end_and_its_proposals_are_closed() {
    let (ledger, operator, voter) = electorate();
    let network = ledger.network.network;
    let proposal = ledger.propose(&operator, &[]);
    ledger.vote(&proposal, &voter, true).unwrap();
    ledger.reach_end();
    ledger.wind_up();
    let close = || ledger.send(&[build::close_governance(network, ledger.payer.pubkey())], &[]);
    assert_vote_refused!(close(), GovernorError::NetworkExists);
    ledger.close_network().unwrap();
    assert_vote_refused!(close(), GovernorError::ProposalsNotClosed);
    ledger.end_vote(&proposal);
    ledger.close_vote(&proposal, &voter).unwrap();
    ledger.close_proposal(&proposal, &voter.owner).unwrap();
    let lamports = |address: Address| ledger.chain.find(&address).map_or(0, |account| account.lamports);
    let governance = girder_sdk::governor::pda::governance(network);
    let (rent, before) = (lamports(governance), lamports(ledger.payer.pubkey()));
    close().unwrap();
    assert_eq!((lamports(governance), lamports(ledger.payer.pubkey())), (0, before + rent - 5_000));
}
