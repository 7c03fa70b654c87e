//! How votes are held: set by the network's authority once, by votes afterwards.

use girder_sdk::{
    governor::{
        events::{self, GovernorEvent},
        instructions as build, pda,
        program::{error::GovernorError, state::Settings},
    },
    ledger::state::Network,
};
use girder_tests::{Ledger, SETTINGS, TestOperator, assert_failed, assert_vote_refused};
use solana_account::Account;
use solana_signer::Signer;

fn voting() -> (Ledger, TestOperator) {
    let ledger = Ledger::new().two_mints().build();
    ledger.govern();
    let operator = ledger.operator().stake(2_000).build();
    (ledger, operator)
}

#[test]
fn the_networks_authority_alone_lets_its_stake_vote_and_once() {
    let ledger = Ledger::new().two_mints().build();
    ledger.chain.add_governor().unwrap();
    let (network, stranger) = (ledger.network.network, ledger.wallet());
    let other = build::create_governance(network, ledger.payer.pubkey(), stranger.pubkey(), SETTINGS);
    assert_vote_refused!(ledger.send(&[other], &[&stranger]), GovernorError::WrongAuthority);
    let receipt = ledger.create_governance(SETTINGS).unwrap();
    let [GovernorEvent::GovernanceCreated(event)] = &events::of(&receipt)[..] else { panic!("{receipt:?}") };
    assert_eq!((event.network, event.settings), (network, SETTINGS));
    let account = ledger.governance();
    assert_eq!((account.network, account.instance), (network, ledger.network_account().instance));
    assert_eq!((account.settings, account.proposals), (SETTINGS, 0));
    assert_failed!(ledger.create_governance(SETTINGS), "already in use");
    assert_eq!(ledger.network_account().authority, ledger.authority.pubkey(), "which stays what it is");
}

#[test]
fn settings_outside_their_bounds_are_refused_at_the_beginning_and_by_votes() {
    let bad = [
        (Settings { voting_time: 86_399, ..SETTINGS }, GovernorError::VotingTimeOutOfBounds),
        (Settings { voting_time: 14 * 86_400 + 1, ..SETTINGS }, GovernorError::VotingTimeOutOfBounds),
        (Settings { quorum_bps: 999, ..SETTINGS }, GovernorError::QuorumOutOfBounds),
        (Settings { quorum_bps: 5_001, ..SETTINGS }, GovernorError::QuorumOutOfBounds),
        (Settings { proposal_threshold: 0, ..SETTINGS }, GovernorError::ThresholdOutOfBounds),
    ];
    let ledger = Ledger::new().two_mints().build();
    ledger.chain.add_governor().unwrap();
    for (settings, error) in bad {
        assert_vote_refused!(ledger.create_governance(settings), error);
    }
    let (ledger, operator) = voting();
    let set = |settings| build::set_governance(ledger.network.network, settings);
    let proposals = bad.map(|(settings, _)| ledger.propose(&operator, &[set(settings)]));
    for proposal in &proposals {
        ledger.vote(proposal, &operator, true).unwrap();
    }
    ledger.end_vote(proposals.last().unwrap());
    for (proposal, (_, error)) in proposals.iter().zip(bad) {
        assert_vote_refused!(ledger.execute_next(proposal), error);
    }
    assert_eq!(ledger.governance().settings, SETTINGS);
}

#[test]
fn a_vote_changes_how_votes_are_held_and_nobody_else_does() {
    let (ledger, operator) = voting();
    let after = Settings { voting_time: 14 * 86_400, quorum_bps: 5_000, proposal_threshold: 1 };
    let set = build::set_governance(ledger.network.network, after);
    for by in [&ledger.authority, &operator.identity] {
        let mut bypass = set.clone();
        bypass.accounts[0].pubkey = by.pubkey();
        assert_failed!(ledger.send(&[bypass], &[by]), "ConstraintSeeds");
    }
    let mut unsigned = set.clone();
    unsigned.accounts[0].is_signer = false;
    assert_failed!(ledger.send(&[unsigned], &[]), "AccountNotSigner");
    ledger.decide(&[&operator], &[set]);
    assert_eq!(ledger.governance().settings, after);
}

#[test]
fn a_governance_closes_when_its_network_and_its_proposals_are_gone() {
    let (ledger, operator) = voting();
    let network = ledger.network.network;
    let close = || ledger.send(&[build::close_governance(network, ledger.payer.pubkey())], &[]);
    assert_vote_refused!(close(), GovernorError::NetworkExists);
    let draft = ledger.draft(&operator, &[]);
    ledger.chain.set_account(network, Account::default()).unwrap();
    assert_vote_refused!(close(), GovernorError::ProposalsNotClosed);
    ledger.close_proposal(&draft, &operator.identity).unwrap();
    let theft = build::close_governance(network, operator.identity.pubkey());
    assert_vote_refused!(ledger.send(&[theft], &[]), GovernorError::WrongRentPayer);
    close().unwrap();
    assert!(ledger.chain.find(&pda::governance(network)).is_none());
}

#[test]
fn a_network_made_again_at_the_same_address_is_another_one() {
    let (ledger, _) = voting();
    let network = ledger.network.network;
    let instance = ledger.network_account().instance;
    let close = || ledger.send(&[build::close_governance(network, ledger.payer.pubkey())], &[]);
    assert_vote_refused!(close(), GovernorError::NetworkExists);
    ledger.edit(network, |account: &mut Network| account.instance = [1; 32]);
    assert_ne!(instance, [1; 32]);
    close().unwrap();
    ledger.create_governance(SETTINGS).unwrap();
    let other = build::close_governance(network, ledger.payer.pubkey());
    let mut elsewhere = other.clone();
    elsewhere.accounts[1].pubkey = ledger.payer.pubkey();
    assert_vote_refused!(ledger.send(&[elsewhere], &[]), GovernorError::WrongNetwork);
}
