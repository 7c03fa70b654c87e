//! Drafts: who writes them, what fits, and what it takes to put one to the vote.

use girder_sdk::{
    governor::{
        accounts::decode_proposal,
        events::{self, GovernorEvent},
        instructions as build, pda,
        program::{
            error::GovernorError,
            state::{ProposedInstruction, Settings},
        },
    },
    instructions,
};
use girder_tests::{Holder, Ledger, SETTINGS, TestOperator, TestProposal, assert_failed, assert_vote_refused};
use solana_instruction::{AccountMeta, Instruction};
use solana_signer::Signer;

/// An operator with this stake, whose network votes.
fn alone(stake: u64) -> (Ledger, TestOperator) {
    let ledger = Ledger::new().two_mints().build();
    ledger.govern();
    let operator = ledger.operator().stake(stake).build();
    ledger.chain.warp_by(1);
    (ledger, operator)
}

/// An instruction of some program with this much data.
fn call(bytes: usize) -> Instruction {
    let address = solana_address::Address::new_from_array([9; 32]);
    Instruction { program_id: address, accounts: vec![AccountMeta::new(address, true)], data: vec![1; bytes] }
}

#[test]
fn instructions_are_kept_as_they_will_run() {
    let (ledger, operator) = alone(2_000);
    let network = ledger.network.network;
    let all = [
        call(0),
        instructions::reweight_class(&ledger.network, ledger.governor(), 0, 2, 100),
        build::set_governance(network, SETTINGS),
        call(700),
    ];
    let draft = ledger.draft(&operator, &all);
    let account = ledger.chain.find(&draft.address).unwrap();
    let (proposal, kept) = decode_proposal(&account).unwrap();
    assert_eq!(kept, all.each_ref().map(ProposedInstruction::from));
    assert_eq!(kept.into_iter().map(Instruction::from).collect::<Vec<_>>(), all);
    assert_eq!((proposal.instructions, proposal.executed, proposal.start), (4, 0, 0));
    assert_eq!((proposal.network, proposal.proposer), (network, operator.identity.pubkey()));
    assert_eq!((proposal.description_hash, proposal.drafted_at), ([7; 32], ledger.now()));
}

#[test]
fn a_draft_is_its_proposers_alone_and_is_not_changed_once_its_vote_is_open() {
    let (ledger, operator) = alone(2_000);
    let draft = ledger.draft(&operator, &[call(1)]);
    let other = ledger.operator().stake(2_000).build();
    for mut intrusion in [
        build::add_instruction(draft.address, other.identity.pubkey(), &call(1)),
        build::open_vote(ledger.network.network, draft.address, other.identity.pubkey(), other.address),
    ] {
        intrusion.accounts[0].pubkey = other.identity.pubkey();
        assert_vote_refused!(ledger.send(&[intrusion], &[&other.identity]), GovernorError::WrongAuthority);
    }
    ledger.open_vote(&draft, operator.address).unwrap();
    assert_vote_refused!(ledger.add_instruction(&draft, &call(1)), GovernorError::NoDraft);
    ledger.chain.warp_by(1);
    assert_vote_refused!(ledger.open_vote(&draft, operator.address), GovernorError::NoDraft);
    ledger.end_vote(&draft);
    assert_vote_refused!(ledger.add_instruction(&draft, &call(1)), GovernorError::NoDraft);
    assert_eq!(ledger.proposal(&draft).instructions, 1);
}

#[test]
fn a_proposal_holds_10240_bytes_and_no_more() {
    let (ledger, operator) = alone(2_000);
    let draft = ledger.draft(&operator, &vec![call(700); 12]);
    let bytes = || ledger.chain.find(&draft.address).unwrap().data.len();
    let empty = ProposedInstruction::from(&call(0)).to_bytes().unwrap().len();
    let room = 10_240 - bytes() - empty;
    assert!(room < 750, "{room}");
    assert_vote_refused!(ledger.add_instruction(&draft, &call(room + 1)), GovernorError::ProposalFull);
    ledger.add_instruction(&draft, &call(room)).unwrap();
    assert_eq!(bytes(), 10_240);
    assert_vote_refused!(ledger.add_instruction(&draft, &call(0)), GovernorError::ProposalFull);
}

#[test]
fn the_proposer_pays_for_each_byte_and_gets_all_of_it_back() {
    let (ledger, operator) = alone(2_000);
    let proposer = operator.identity.pubkey();
    let lamports = |address| ledger.chain.find(&address).map_or(0, |account| account.lamports);
    let before = lamports(proposer);
    let draft = ledger.draft(&operator, &[call(100), call(700)]);
    let paid = before - lamports(proposer);
    let account = ledger.chain.find(&draft.address).unwrap();
    assert_eq!(paid, account.lamports);
    assert_eq!(paid, (128 + account.data.len() as u64) * 6_960);
    // A gift is the proposer's as well.
    ledger.chain.airdrop(draft.address, 5).unwrap();
    ledger.close_proposal(&draft, &draft.proposer).unwrap();
    assert_eq!(lamports(proposer), before + 5);
    assert!(ledger.chain.find(&draft.address).is_none());
}

#[test]
fn a_nonce_names_one_proposal_of_a_proposer_at_a_time() {
    let (ledger, operator) = alone(2_000);
    let (network, proposer) = (ledger.network.network, &operator.identity);
    let draft = |nonce| ledger.send(&[build::draft_proposal(network, proposer.pubkey(), nonce, [0; 32])], &[proposer]);
    draft(7).unwrap();
    assert_failed!(draft(7), "already in use");
    draft(u64::MAX).unwrap();
    assert_eq!(ledger.governance().proposals, 2);
    let close = build::close_proposal(
        network,
        pda::proposal(network, proposer.pubkey(), 7),
        proposer.pubkey(),
        proposer.pubkey(),
    );
    ledger.send(&[close], &[proposer]).unwrap();
    draft(7).unwrap();
    assert_eq!(ledger.governance().proposals, 2);
}

#[test]
fn opening_a_vote_takes_the_threshold_to_the_last_base_unit() {
    let (ledger, _rich) = alone(1_000_000);
    for (stake, enough) in [(99, false), (100, true)] {
        let operator = ledger.operator().stake(stake).build();
        ledger.chain.warp_by(1);
        let draft = ledger.draft(&operator, &[]);
        let opened = ledger.open_vote(&draft, operator.address);
        if enough {
            opened.unwrap();
        } else {
            let error = opened.unwrap_err();
            assert_eq!(error.refusal().unwrap().values, Some(("99".into(), "100".into())));
            assert_vote_refused!(Err::<(), _>(error), GovernorError::StakeTooSmall);
        }
    }
    // What leaves does not count.
    let operator = ledger.operator().stake(1_000).build();
    ledger.unstake(&operator, 901).unwrap();
    ledger.chain.warp_by(1);
    let draft = ledger.draft(&operator, &[]);
    assert_vote_refused!(ledger.open_vote(&draft, operator.address), GovernorError::StakeTooSmall);
}

#[test]
fn a_hundredth_of_the_active_stake_proposes_whatever_the_threshold_says() {
    let ledger = Ledger::new().two_mints().build();
    ledger.chain.add_governor().unwrap();
    ledger.create_governance(Settings { proposal_threshold: u64::MAX, ..SETTINGS }).unwrap();
    let _rich = ledger.operator().stake(99_000).build();
    let operator = ledger.operator().stake(1_000).build();
    ledger.chain.warp_by(1);
    assert_eq!(ledger.books().active_stake, 100_000);
    let draft = ledger.draft(&operator, &[]);
    ledger.open_vote(&draft, operator.address).unwrap();

    let _more = ledger.operator().stake(1).build();
    let draft = ledger.draft(&operator, &[]);
    assert_vote_refused!(ledger.open_vote(&draft, operator.address), GovernorError::StakeTooSmall);
}

#[test]
fn stake_that_came_this_second_opens_no_vote() {
    let (ledger, _) = alone(2_000);
    let operator = ledger.operator().stake(2_000).build();
    let draft = ledger.draft(&operator, &[]);
    assert_vote_refused!(ledger.open_vote(&draft, operator.address), GovernorError::SharesTooNew);
    ledger.chain.warp_by(1);
    ledger.open_vote(&draft, operator.address).unwrap();
}

#[test]
fn quorum_and_end_are_those_of_the_votes_beginning() {
    let (ledger, operator) = alone(2_005);
    let draft = ledger.draft(&operator, &[]);
    let receipt = ledger.open_vote(&draft, operator.address).unwrap();
    let opened = ledger.proposal(&draft);
    assert_eq!((opened.quorum, opened.end - opened.start), (201, SETTINGS.voting_time));
    let [GovernorEvent::VoteOpened(event)] = &events::of(&receipt)[..] else { panic!("{receipt:?}") };
    assert_eq!((event.active_stake, event.quorum), (2_005, 201));
    ledger.operator().stake(1_000_000).build();
    assert_eq!(ledger.proposal(&draft).quorum, 201);
}

#[test]
fn accounts_of_other_networks_open_no_vote() {
    let (ledger, operator) = alone(2_000);
    let neighbour = ledger.neighbour();
    neighbour.create_governance(SETTINGS).unwrap();
    let there = neighbour.operator().stake(5_000).build();
    ledger.chain.warp_by(1);
    let draft = ledger.draft(&operator, &[]);
    let open = || build::open_vote(ledger.network.network, draft.address, operator.identity.pubkey(), operator.address);
    let foreign = [(1, pda::governance(neighbour.network.network)), (3, neighbour.network.books), (4, there.address)];
    for (index, account) in foreign {
        let mut open = open();
        open.accounts[index].pubkey = account;
        assert_vote_refused!(ledger.send(&[open], &[&operator.identity]), GovernorError::WrongNetwork);
    }
    let mut anothers = open();
    anothers.accounts[5].pubkey = there.position();
    assert_vote_refused!(ledger.send(&[anothers], &[&operator.identity]), GovernorError::WrongOperator);
    // Its own stake elsewhere: the same identity, another network.
    let mut crossed = open();
    (crossed.accounts[4].pubkey, crossed.accounts[5].pubkey) = (there.address, there.position());
    assert_vote_refused!(ledger.send(&[crossed], &[&operator.identity]), GovernorError::WrongNetwork);
}

#[test]
fn lamports_sent_ahead_stop_neither_a_governance_nor_a_proposal_nor_a_vote() {
    let ledger = Ledger::new().two_mints().build();
    ledger.chain.add_governor().unwrap();
    let network = ledger.network.network;
    let operator = ledger.operator().stake(2_000).build();
    let proposer = operator.identity.pubkey();
    ledger.chain.airdrop(pda::governance(network), 1).unwrap();
    ledger.create_governance(SETTINGS).unwrap();
    let address = pda::proposal(network, proposer, 3);
    ledger.chain.airdrop(address, 100_000_000).unwrap();
    let draft = build::draft_proposal(network, proposer, 3, [0; 32]);
    ledger.send(&[draft], &[&operator.identity]).unwrap();
    let proposal = TestProposal { address, proposer: operator.identity.insecure_clone(), instructions: Vec::new() };
    ledger.add_instruction(&proposal, &call(700)).unwrap();
    ledger.chain.warp_by(1);
    ledger.open_vote(&proposal, operator.address).unwrap();
    ledger.chain.airdrop(ledger.vote_address(&proposal, &operator), 1).unwrap();
    ledger.vote(&proposal, &operator, true).unwrap();
    assert_eq!(ledger.proposal(&proposal).yes, 2_000);
}
