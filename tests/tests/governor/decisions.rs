//! A network that is handed to its stake, and what the stake then decides.

use girder_interface::key::KeyKind;
use girder_sdk::{
    instructions::{self as ledger_build, Seal},
    ledger::{
        NewClass,
        error::LedgerError,
        state::{AttestorSet, Classes, ParameterChange, network_role},
    },
    pda, tokens,
};
use girder_tests::{Ledger, SETTINGS, Setup, TestAttestor, TestOperator, TestProposal, assert_refused};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;

/// A network whose authority is its governor, and the operator that has all of its stake.
fn handed_over(setup: Setup) -> (Ledger, TestOperator) {
    let ledger = setup.two_mints().build();
    let governor = ledger.govern();
    ledger.chain.airdrop(governor, 1_000_000_000).unwrap();
    let operator = ledger.operator().stake(2_000).build();
    ledger.offer_role(network_role::AUTHORITY, governor).unwrap();
    ledger.decide(&[&operator], &[accept(&ledger)]);
    (ledger, operator)
}

fn accept(ledger: &Ledger) -> Instruction {
    ledger_build::accept_network_role(ledger.network.network, network_role::AUTHORITY, ledger.governor())
}

/// An epoch that has not begun when a proposal of now was decided.
fn epoch_after_vote(ledger: &Ledger) -> u64 {
    let end = ledger.now() + 2 + SETTINGS.voting_time;
    ((end - ledger.parameters.genesis) / ledger.parameters.epoch_length) as u64 + 2
}

fn reweight(ledger: &Ledger, authority: Address) -> Instruction {
    ledger_build::reweight_class(&ledger.network, authority, 0, 2, epoch_after_vote(ledger))
}

fn executed(ledger: &Ledger, proposal: &TestProposal) -> bool {
    let proposal = ledger.proposal(proposal);
    proposal.executed == proposal.instructions
}

#[test]
fn a_network_is_handed_to_its_stake_in_two_steps() {
    let ledger = Ledger::new().two_mints().build();
    let governor = ledger.govern();
    let operator = ledger.operator().stake(2_000).build();
    let early = ledger.propose(&operator, &[accept(&ledger)]);
    ledger.vote(&early, &operator, true).unwrap();
    ledger.end_vote(&early);
    assert_refused!(ledger.execute_next(&early), LedgerError::NoHandover);

    ledger.offer_role(network_role::AUTHORITY, governor).unwrap();
    ledger.send(&[reweight(&ledger, ledger.authority.pubkey())], &[&ledger.authority]).unwrap();
    ledger.execute_next(&early).unwrap();
    assert_eq!(ledger.network_account().authority, governor);
    let former = ledger.send(&[reweight(&ledger, ledger.authority.pubkey())], &[&ledger.authority]);
    assert_refused!(former, LedgerError::WrongAuthority);
}

#[test]
fn a_vote_hands_the_network_on_as_it_got_it() {
    let (ledger, operator) = handed_over(Ledger::new());
    let successor = ledger.wallet();
    let (network, role) = (ledger.network.network, network_role::AUTHORITY);
    let offer = ledger_build::offer_network_role(network, ledger.governor(), role, successor.pubkey());
    ledger.decide(&[&operator], &[offer]);
    let accept = ledger_build::accept_network_role(network, role, successor.pubkey());
    ledger.send(&[accept], &[&successor]).unwrap();
    assert_eq!(ledger.network_account().authority, successor.pubkey());
}

#[test]
fn a_vote_adds_and_reweights_classes() {
    let (ledger, operator) = handed_over(Ledger::new());
    let class =
        NewClass { weight: 3, limit: 500, floor: 0, key_kinds: KeyKind::Ed25519.bit(), verifier: Address::default() };
    let from_epoch = epoch_after_vote(&ledger);
    let add = ledger_build::add_class(&ledger.network, ledger.governor(), class, Some(1));
    let decided = ledger.decide(&[&operator], &[reweight(&ledger, ledger.governor()), add]);
    assert!(executed(&ledger, &decided));
    let classes: Classes = ledger.chain.read(ledger.network.classes).unwrap();
    let (first, second) = (classes.get(0).unwrap(), classes.get(1).unwrap());
    assert_eq!((first.weight, first.next_weight, first.next_from), (1, 2, from_epoch));
    assert_eq!((second.weight, second.limit), (3, 500));
}

#[test]
fn a_vote_seals_an_attestor_set_of_32_keys() {
    let (ledger, operator) = handed_over(Ledger::new());
    let attestors: Vec<_> = (0..32).map(|_| TestAttestor::new(1)).collect();
    attestors.iter().for_each(|attestor| ledger.register_attestor(attestor));
    let (network, governor) = (&ledger.network, ledger.governor());
    let from_epoch = epoch_after_vote(&ledger);
    // The heaviest three must reach the threshold: a transaction holds no more.
    let add = |(number, attestor): (usize, &TestAttestor)| {
        let weight = if number < 3 { 100 } else { 1 };
        ledger_build::add_attestor(network, 2, governor, attestor.key.pubkey(), weight)
    };
    let seal = Seal { from_epoch, proof_threshold: 200, verdict_threshold: 220 };
    let mut instructions = vec![ledger_build::create_attestor_set(network, 2, governor, governor)];
    instructions.extend(attestors.iter().enumerate().map(add));
    instructions.push(ledger_build::seal_attestor_set(network, 2, governor, seal));
    let decided = ledger.decide(&[&operator], &instructions);
    assert!(executed(&ledger, &decided));
    let set: AttestorSet = ledger.chain.read(pda::attestor_set(network.network, 2)).unwrap();
    assert_eq!((set.count, set.from_epoch, set.rent_payer), (32, from_epoch, governor));
    assert_eq!(ledger.network_account().attestor_set_version, 2);
    let bytes = ledger.chain.find(&decided.address).unwrap().data.len();
    assert!(bytes < 10_240, "{bytes} bytes");
}

#[test]
fn a_vote_changes_parameters_after_their_timelock_and_anybody_puts_them_in_force() {
    let (ledger, operator) = handed_over(Ledger::new());
    let (network, governor) = (&ledger.network, ledger.governor());
    let mut parameters = ledger.network_account().parameters;
    parameters.max_commission_bps = 1_000;
    parameters.settle_tip = 5;
    let version = ledger.parameters_version();
    let propose = ledger_build::propose_parameters(network, governor, governor, version, parameters);
    ledger.decide(&[&operator], &[propose]);
    let change: ParameterChange = ledger.chain.read(pda::parameter_change(network.network, version)).unwrap();
    assert!(change.executable_from >= ledger.now() + 86_400);
    let anybody = ledger.wallet();
    let execute = || {
        let execute = ledger_build::execute_parameters(network, anybody.pubkey(), version, governor);
        ledger.send(&[execute], &[&anybody])
    };
    ledger.chain.warp_to(change.executable_from - 1);
    assert_refused!(execute(), LedgerError::TooEarly);
    ledger.chain.warp_to(change.executable_from);
    execute().unwrap();
    assert_eq!(ledger.network_account().parameters, parameters);
}

#[test]
fn a_vote_spends_what_slashes_brought_into_its_treasury() {
    let ledger = Ledger::new().two_mints().treasury_of_the_vote().device_collateral(1_000).build();
    let governor = ledger.govern();
    ledger.chain.airdrop(governor, 1_000_000_000).unwrap();
    let operator = ledger.operator().stake(4_000).build();
    ledger.slash_for_good(&ledger.device(&operator), 0);
    let token = ledger.network.collateral;
    let treasury = token.account_of(governor);
    assert_eq!(ledger.network_account().treasury, governor);
    assert_eq!(ledger.balance(treasury), 1_000);

    let payee = ledger.wallet().pubkey();
    let account = ledger.chain.create_token_account(&ledger.payer, &token, payee).unwrap();
    let spend = tokens::transfer(&token, 6, governor, treasury, account, 600).unwrap();
    ledger.decide(&[&operator], &[spend]);
    assert_eq!((ledger.balance(treasury), ledger.balance(account)), (400, 600));
    ledger.assert_solvent();
}

#[test]
fn a_vote_costs_little_and_fits_a_transaction_beside_others() {
    let (ledger, operator) = handed_over(Ledger::new());
    let proposal = ledger.propose(&operator, &[reweight(&ledger, ledger.governor())]);
    let cast = ledger.vote(&proposal, &operator, true).unwrap();
    ledger.end_vote(&proposal);
    let execute = ledger.execute_next(&proposal).unwrap();
    for (what, receipt, units) in [("cast_vote", cast, 45_000), ("execute_proposal", execute, 30_000)] {
        assert!(receipt.compute_units < units, "{what}: {} units", receipt.compute_units);
        assert!(receipt.bytes < 700, "{what}: {} bytes", receipt.bytes);
    }
}
