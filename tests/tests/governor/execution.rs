//! What passed is executed: when, in which order, once, and signed by whom.

use girder_sdk::{
    governor::{
        events::{self, GovernorEvent},
        instructions as build, pda,
        program::error::GovernorError,
    },
    tokens,
};
use girder_tests::program::error::LedgerError;
use girder_tests::{Ledger, SETTINGS, TestOperator, TestProposal, assert_failed, assert_refused, assert_vote_refused};
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_signer::Signer;
use solana_system_interface::instruction::transfer;

/// Seconds in which a proposal that passed can be executed.
const EXECUTION_TIME: i64 = 14 * 86_400;

/// An operator that decides alone; the governor has lamports.
fn sovereign() -> (Ledger, TestOperator) {
    let ledger = Ledger::new().two_mints().build();
    ledger.govern();
    ledger.chain.airdrop(ledger.governor(), 1_000_000_000).unwrap();
    let operator = ledger.operator().stake(2_000).build();
    (ledger, operator)
}

/// Proposes and approves, and waits for the end.
fn pass(ledger: &Ledger, operator: &TestOperator, instructions: &[Instruction]) -> TestProposal {
    let proposal = ledger.propose(operator, instructions);
    ledger.vote(&proposal, operator, true).unwrap();
    ledger.end_vote(&proposal);
    proposal
}

fn lamports(ledger: &Ledger, address: Address) -> u64 {
    ledger.chain.find(&address).map_or(0, |account| account.lamports)
}

fn somebody(number: u8) -> Address {
    Address::new_from_array([number; 32])
}

#[test]
fn what_passed_is_executed_from_the_votes_end_until_before_its_expiry() {
    let (ledger, operator) = sovereign();
    let pay = |to: u8| transfer(&ledger.governor(), &somebody(to), 1_000_000);
    let proposal = pass(&ledger, &operator, &[pay(1), pay(2), pay(3)]);
    let end = ledger.proposal(&proposal).end;
    ledger.chain.warp_to(end - 1);
    assert_vote_refused!(ledger.execute_next(&proposal), GovernorError::TooEarly);
    ledger.chain.warp_to(end);
    ledger.execute_next(&proposal).unwrap();
    ledger.chain.warp_to(end + EXECUTION_TIME - 1);
    ledger.execute_next(&proposal).unwrap();
    ledger.chain.warp_to(end + EXECUTION_TIME);
    assert_vote_refused!(ledger.execute_next(&proposal), GovernorError::TooLate);
    assert_eq!([1, 2, 3].map(|to| lamports(&ledger, somebody(to))), [1_000_000, 1_000_000, 0]);
}

#[test]
fn instructions_run_in_their_order_and_each_once() {
    let (ledger, operator) = sovereign();
    let pay = |to: u8| transfer(&ledger.governor(), &somebody(to), 1_000_000);
    let proposal = pass(&ledger, &operator, &[pay(1), pay(2)]);
    let network = ledger.network.network;
    let second_first = build::execute_proposal(network, proposal.address, &pay(2));
    assert_vote_refused!(ledger.send(&[second_first], &[]), GovernorError::AccountMissing);
    for (index, to) in [1, 2].into_iter().enumerate() {
        let receipt = ledger.execute_next(&proposal).unwrap();
        let [GovernorEvent::InstructionExecuted(event)] = &events::of(&receipt)[..] else { panic!("{receipt:?}") };
        assert_eq!((event.proposal, event.index), (proposal.address, index as u64));
        assert_eq!(lamports(&ledger, somebody(to)), 1_000_000);
    }
    assert_vote_refused!(ledger.execute_next(&proposal), GovernorError::NothingToExecute);
    assert_eq!([1, 2].map(|to| lamports(&ledger, somebody(to))), [1_000_000; 2]);
}

#[test]
fn several_instructions_run_in_one_transaction() {
    let (ledger, operator) = sovereign();
    let pay = |to: u8| transfer(&ledger.governor(), &somebody(to), 1_000_000);
    let proposal = pass(&ledger, &operator, &[pay(1), pay(2)]);
    let next = |instruction| build::execute_proposal(ledger.network.network, proposal.address, &instruction);
    ledger.send(&[next(pay(1)), next(pay(2))], &[]).unwrap();
    assert_eq!(ledger.proposal(&proposal).executed, 2);
}

#[test]
fn one_that_fails_leaves_all_as_it_was_and_can_be_tried_again() {
    let (ledger, operator) = sovereign();
    let rich = 3_000_000_000;
    let pay = |to: u8, amount| transfer(&ledger.governor(), &somebody(to), amount);
    let proposal = pass(&ledger, &operator, &[pay(1, 1_000_000), pay(2, rich), pay(3, 1_000_000)]);
    ledger.execute_next(&proposal).unwrap();
    let before = ledger.proposal(&proposal);
    for _ in 0..2 {
        assert!(ledger.execute_next(&proposal).is_err(), "the governor has not that much");
        let after = ledger.proposal(&proposal);
        assert_eq!((after.executed, after.executed_bytes), (before.executed, before.executed_bytes));
    }
    assert_eq!(lamports(&ledger, somebody(1)), 1_000_000, "what was done stays");
    ledger.chain.airdrop(ledger.governor(), rich).unwrap();
    ledger.execute_next(&proposal).unwrap();
    ledger.execute_next(&proposal).unwrap();
    assert_eq!(lamports(&ledger, somebody(2)), rich);
}

#[test]
fn others_whom_an_instruction_needs_sign_the_transaction() {
    let (ledger, operator) = sovereign();
    let donor = ledger.wallet();
    let proposal = pass(&ledger, &operator, &[transfer(&donor.pubkey(), &somebody(1), 1_000_000)]);
    let mut unsigned = build::execute_proposal(ledger.network.network, proposal.address, &proposal.instructions[0]);
    unsigned.accounts.iter_mut().for_each(|meta| meta.is_signer = false);
    assert!(ledger.send(&[unsigned], &[]).is_err(), "the governor signs for itself alone");
    ledger.execute_signed(&proposal, &[&donor]).unwrap();
    assert_eq!(lamports(&ledger, somebody(1)), 1_000_000);
}

#[test]
fn a_governor_signs_for_no_other_network() {
    let (ledger, operator) = sovereign();
    let neighbour = ledger.neighbour();
    neighbour.create_governance(SETTINGS).unwrap();
    ledger.chain.airdrop(neighbour.governor(), 1_000_000_000).unwrap();
    let theft = transfer(&neighbour.governor(), &somebody(1), 1_000_000);
    let takeover = build::set_governance(neighbour.network.network, SETTINGS);
    let proposal = pass(&ledger, &operator, &[theft, takeover]);
    for attempt in 0..2 {
        let mut execute = build::execute_proposal(ledger.network.network, proposal.address, &proposal.instructions[0]);
        execute.accounts.iter_mut().for_each(|meta| meta.is_signer = false);
        if attempt == 1 {
            execute.accounts[1].pubkey = neighbour.governor();
            assert_failed!(ledger.send(&[execute], &[]), "ConstraintSeeds");
        } else {
            assert!(ledger.send(&[execute], &[]).is_err());
        }
    }
    assert_eq!(lamports(&ledger, somebody(1)), 0);
}

#[test]
fn nobody_swaps_an_account_of_what_was_voted_on() {
    let (ledger, operator) = sovereign();
    let proposal = pass(&ledger, &operator, &[transfer(&ledger.governor(), &somebody(1), 1_000_000)]);
    let swapped = transfer(&ledger.governor(), &somebody(2), 1_000_000);
    let swapped = build::execute_proposal(ledger.network.network, proposal.address, &swapped);
    assert_vote_refused!(ledger.send(&[swapped], &[]), GovernorError::AccountMissing);
    let mut no_program = build::execute_proposal(ledger.network.network, proposal.address, &proposal.instructions[0]);
    no_program.accounts.remove(4);
    assert_vote_refused!(ledger.send(&[no_program], &[]), GovernorError::AccountMissing);
    // More accounts, in another order, change nothing: each is found by its address.
    let mut more = build::execute_proposal(ledger.network.network, proposal.address, &proposal.instructions[0]);
    more.accounts.insert(4, AccountMeta::new_readonly(somebody(3), false));
    more.accounts[4..].reverse();
    ledger.send(&[more], &[]).unwrap();
    assert_eq!(lamports(&ledger, somebody(1)), 1_000_000);
}

#[test]
fn an_instruction_that_executes_its_own_proposal_runs_the_next_one_and_none_twice() {
    let (ledger, operator) = sovereign();
    let proposer = operator.identity.pubkey();
    let pay = transfer(&ledger.governor(), &somebody(1), 1_000_000);
    let draft = ledger.draft(&operator, &[]);
    let own = build::execute_proposal(ledger.network.network, draft.address, &pay);
    let instructions = [own.clone(), pay.clone(), pay.clone()];
    for instruction in &instructions {
        ledger.add_instruction(&draft, instruction).unwrap();
    }
    ledger.chain.warp_by(1);
    ledger.open_vote(&draft, operator.address).unwrap();
    ledger.vote(&draft, &operator, true).unwrap();
    ledger.end_vote(&draft);
    ledger.send(&[build::execute_proposal(ledger.network.network, draft.address, &own)], &[]).unwrap();
    assert_eq!((ledger.proposal(&draft).executed, lamports(&ledger, somebody(1))), (2, 1_000_000));
    ledger.send(&[build::execute_proposal(ledger.network.network, draft.address, &pay)], &[]).unwrap();
    assert_eq!((ledger.proposal(&draft).executed, lamports(&ledger, somebody(1))), (3, 2_000_000));
    let again = build::execute_proposal(ledger.network.network, draft.address, &pay);
    assert_vote_refused!(ledger.send(&[again], &[]), GovernorError::NothingToExecute);
    assert_eq!(draft.proposer.pubkey(), proposer);
}

#[test]
fn a_governor_pays_rent_and_tokens_out_of_what_it_holds() {
    let (ledger, operator) = sovereign();
    let (token, governor) = (ledger.network.collateral, ledger.governor());
    let treasury = ledger.give(&token, governor, 700);
    let payee = ledger.wallet();
    let wallet = payee.pubkey();
    let create = tokens::create_account(&token, governor, wallet);
    let spend = tokens::transfer(&token, 6, governor, treasury, token.account_of(wallet), 300).unwrap();
    let proposal = pass(&ledger, &operator, &[create, spend]);
    ledger.execute_next(&proposal).unwrap();
    ledger.execute_next(&proposal).unwrap();
    assert_eq!((ledger.balance(treasury), ledger.balance(token.account_of(wallet))), (400, 300));
}

#[test]
fn a_program_that_refuses_says_so_itself() {
    let (ledger, operator) = sovereign();
    let reweight = girder_sdk::instructions::reweight_class(&ledger.network, ledger.governor(), 0, 2, 100);
    let proposal = pass(&ledger, &operator, &[reweight]);
    assert_refused!(ledger.execute_next(&proposal), LedgerError::WrongAuthority);
    assert_eq!(pda::governor(ledger.network.network), ledger.governor());
}
