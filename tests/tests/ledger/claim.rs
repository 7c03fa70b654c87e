//! Claims: anybody may send them, and only those who earned them are paid.

use girder_sdk::{Token, instructions as build, ledger::error::LedgerError::*, pda, tokens::NewMint};
use girder_tests::{
    Ledger, Setup, TestAttestor, TestOperator, assert_failed, assert_refused, other_token_program, with_account,
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

/// What a set-up's operator earned: seven eighths of 8,192, a power of two so that no rate is rounded.
const REWARD: u64 = 7_168;
/// What its attestors earned: the last eighth.
const PAY: u64 = 1_024;

/// A ledger in which an operator earned [`REWARD`], a tenth of it commission, and attestors earned [`PAY`].
fn earned(setup: Setup) -> (Ledger, TestOperator) {
    let ledger = setup.two_mints().parameters(|p| p.attestor_bps = 1_250).build();
    let operator = ledger.operator().stake(1 << 20).commission(1_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, REWARD + PAY).unwrap();
    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    assert_eq!(ledger.books().owed, REWARD + PAY);
    (ledger, operator)
}

/// The three kinds of claims: the instruction, whom it pays, and the account it pays to.
fn claims(ledger: &Ledger, operator: &TestOperator) -> [(Instruction, Address, Address); 3] {
    let (identity, payout) = (operator.identity.pubkey(), operator.payout.pubkey());
    let attestor = &ledger.attestors[0];
    let payee = attestor.owner.pubkey();
    let [rewards, commission, pay] = [identity, payout, payee].map(|owner| ledger.reward_account(owner));
    [
        (build::claim(&ledger.network, operator.address, identity, rewards), identity, rewards),
        (build::claim_commission(&ledger.network, operator.address, commission), payout, commission),
        (build::claim_attestor_pay(&ledger.network, 1, attestor.key.pubkey(), pay), payee, pay),
    ]
}

#[test]
fn anybody_may_send_a_claim_and_the_owner_is_paid() {
    let (ledger, operator) = earned(Ledger::new());
    let stranger = ledger.wallet();
    for ((claim, _, account), amount) in claims(&ledger, &operator).into_iter().zip([6_452, 716, 341]) {
        ledger.chain.execute(&[claim], &stranger, &[]).unwrap();
        assert_eq!(ledger.balance(account), amount);
        ledger.assert_solvent();
    }
}

#[test]
fn only_accounts_of_whom_is_paid_are_paid() {
    let (ledger, operator) = earned(Ledger::new());
    let thief = ledger.wallet();
    let thiefs = ledger.reward_account(thief.pubkey());
    for (claim, _, account) in claims(&ledger, &operator) {
        let to = |other| ledger.chain.execute(&[with_account(claim.clone(), account, other)], &thief, &[]);
        assert_refused!(to(thiefs), WrongDestination);
        assert_refused!(to(ledger.network.reward_vault), WrongDestination);
        assert_refused!(to(ledger.network.stake_vault), WrongDestination);
        assert_failed!(to(thief.pubkey()), "invalid account data");
    }
    // Nor is one's own account good for another claim.
    let [(claim, _, rewards), (_, _, commission), _] = claims(&ledger, &operator);
    assert_refused!(ledger.send(&[with_account(claim, rewards, commission)], &[]), WrongDestination);
    assert_eq!(ledger.books().owed, REWARD + PAY);
}

#[test]
fn any_account_of_the_owner_will_do() {
    let (ledger, operator) = earned(Ledger::new());
    let account = Keypair::new();
    let [(claim, owner, rewards), ..] = claims(&ledger, &operator);
    let space = 165;
    let create = solana_system_interface::instruction::create_account(
        &ledger.payer.pubkey(),
        &account.pubkey(),
        10_000_000,
        space,
        &ledger.network.reward.program,
    );
    let token = ledger.network.reward;
    let initialize = spl_token_2022_interface::instruction::initialize_account3(
        &token.program,
        &account.pubkey(),
        &token.mint,
        &owner,
    );
    ledger.send(&[create, initialize.unwrap()], &[&account]).unwrap();
    ledger.send(&[with_account(claim, rewards, account.pubkey())], &[]).unwrap();
    assert_eq!(ledger.balance(account.pubkey()), 6_452);
}

#[test]
fn nothing_is_paid_twice_or_to_those_who_earned_nothing() {
    let (ledger, operator) = earned(Ledger::new());
    let idle = ledger.operator().build();
    assert_refused!(ledger.claim(&idle), NothingOwed);
    assert_refused!(ledger.claim_commission(&idle), NothingOwed);
    for (claim, ..) in claims(&ledger, &operator) {
        let claim = [claim];
        ledger.send(&claim, &[]).unwrap();
        let paid = ledger.books().owed;
        assert_refused!(ledger.send(&claim, &[]), NothingOwed);
        assert_eq!(ledger.books().owed, paid);
    }
}

#[test]
fn another_mint_vault_or_token_program_is_refused() {
    let (ledger, operator) = earned(Ledger::new());
    let neighbour = ledger.neighbour();
    let (reward, collateral) = (ledger.network.reward, ledger.network.collateral);
    let vault = ledger.network.reward_vault;
    for (claim, ..) in claims(&ledger, &operator) {
        let with = |account, other| ledger.send(&[with_account(claim.clone(), account, other)], &[]);
        assert_refused!(with(reward.mint, collateral.mint), WrongMint);
        assert_refused!(with(vault, ledger.network.stake_vault), WrongVault);
        assert_refused!(with(vault, neighbour.network.reward_vault), WrongVault);
        assert_refused!(with(reward.program, other_token_program(&reward)), WrongTokenProgram);
        // Neither a program that is none of the two nor an account that only looks like one.
        assert_refused!(with(reward.program, girder_sdk::ledger::ID), WrongTokenProgram);
        assert_refused!(with(reward.program, fake_token_program(&ledger)), WrongTokenProgram);
    }
}

/// A copy of the token program's account at another address.
fn fake_token_program(ledger: &Ledger) -> Address {
    let fake = Address::new_unique();
    let original = ledger.chain.find(&ledger.network.reward.program).unwrap();
    ledger.chain.set_account(fake, original).unwrap();
    fake
}

#[test]
fn an_account_of_another_mint_is_not_paid() {
    let (ledger, operator) = earned(Ledger::new());
    let (issuer, mint) = (ledger.wallet(), Keypair::new());
    let new = NewMint::plain(Token { mint: mint.pubkey(), ..ledger.network.reward }, issuer.pubkey(), 6);
    let token = ledger.chain.create_mint(&issuer, &mint, &new).unwrap();
    for (claim, owner, account) in claims(&ledger, &operator) {
        let other = ledger.chain.create_token_account(&issuer, &token, owner).unwrap();
        assert_failed!(ledger.send(&[with_account(claim, account, other)], &[]), "not associated with this Mint");
    }
}

#[test]
fn accounts_of_another_network_or_operator_are_refused() {
    let (ledger, operator) = earned(Ledger::new());
    let neighbour = ledger.neighbour();
    let (other, stranger) = (ledger.operator().build(), neighbour.operator().build());
    let position = |operator: &TestOperator| pda::position(operator.address, operator.identity.pubkey());
    let set = |ledger: &Ledger| pda::attestor_set(ledger.network.network, 1);
    let all = claims(&ledger, &operator);
    for (claim, ..) in &all {
        let foreign = with_account(claim.clone(), ledger.network.books, neighbour.network.books);
        assert_refused!(ledger.send(&[foreign], &[]), WrongNetwork);
    }
    let [(claim, ..), (commission, ..), (pay, ..)] = all;
    let with = |claim: &Instruction, account, with| ledger.send(&[with_account(claim.clone(), account, with)], &[]);
    assert_refused!(with(&claim, operator.address, other.address), WrongOperator);
    assert_refused!(with(&claim, position(&operator), position(&other)), WrongOperator);
    let foreign = with_account(claim.clone(), operator.address, stranger.address);
    let foreign = with_account(foreign, position(&operator), position(&stranger));
    assert_refused!(ledger.send(&[foreign], &[]), WrongNetwork);
    assert_refused!(with(&commission, operator.address, stranger.address), WrongNetwork);
    assert_refused!(with(&pay, set(&ledger), set(&neighbour)), WrongNetwork);
    assert_failed!(with(&claim, position(&operator), operator.address), "AccountDiscriminatorMismatch");
    assert_eq!(ledger.books().owed, REWARD + PAY);
}

#[test]
fn commission_follows_the_payout_wallet() {
    let (ledger, operator) = earned(Ledger::new());
    let wallet = Keypair::new().pubkey();
    let identity = operator.identity.pubkey();
    let set = build::set_payout_wallet(operator.address, identity, wallet);
    ledger.send(&[set], &[&operator.identity]).unwrap();
    assert_refused!(ledger.claim_commission(&operator), WrongDestination);
    let destination = ledger.reward_account(wallet);
    ledger.send(&[build::claim_commission(&ledger.network, operator.address, destination)], &[]).unwrap();
    assert_eq!(ledger.balance(destination), 716);
}

/// What an attestor was paid.
fn pay_of(ledger: &Ledger, attestor: &TestAttestor) -> u64 {
    ledger.balance(ledger.network.reward.account_of(attestor.owner.pubkey()))
}

#[test]
fn attestors_are_paid_by_weight() {
    let (ledger, _) = earned(Ledger::new().attestors(&[1, 3, 4]));
    for (attestor, pay) in ledger.attestors.iter().zip([128, 384, 512]) {
        ledger.claim_attestor_pay(attestor, 1).unwrap();
        assert_eq!(pay_of(&ledger, attestor), pay);
    }
    assert_eq!(ledger.assert_solvent().owed, REWARD);
    let stranger = Keypair::new();
    let claim = build::claim_attestor_pay(
        &ledger.network,
        1,
        stranger.pubkey(),
        ledger.reward_account(ledger.attestors[0].owner.pubkey()),
    );
    assert_refused!(ledger.send(&[claim], &[]), NotInSet);
}

#[test]
fn struck_attestors_keep_what_they_earned_and_get_nothing_more() {
    let ledger = Ledger::new().two_mints().attestors(&[1, 3, 4]).thresholds(5, 8);
    let ledger = ledger.parameters(|p| p.attestor_bps = 1_000).build();
    let operator = ledger.operator().stake(1 << 20).build();
    let device = ledger.device(&operator);
    let prove = |epoch, signers: &[TestAttestor]| {
        let mut proof = ledger.signed(&device, ledger.statement(&device, epoch, 8_000));
        for attestor in signers {
            proof = proof.attest(&attestor.key).unwrap();
        }
        ledger.submit(&proof.build().unwrap()).unwrap();
    };
    ledger.enter_epoch(1);
    prove(1, &ledger.attestors);
    ledger.settle_up_to(1);

    let struck = &ledger.attestors[0];
    let strike = [build::strike_attestor(&ledger.network, 1, ledger.authority.pubkey(), struck.key.pubkey(), false)];
    ledger.send(&strike, &[&ledger.authority]).unwrap();
    assert_refused!(ledger.send(&strike, &[&ledger.authority]), NotInSet);
    ledger.enter_epoch(3);
    prove(3, &ledger.attestors[1..]);
    ledger.settle_up_to(3);

    ledger.claim_attestor_pay(struck, 1).unwrap();
    assert_eq!(pay_of(&ledger, struck), 100, "an eighth of 800 for epoch 1");
    assert_refused!(ledger.claim_attestor_pay(struck, 1), NothingOwed);
    for (attestor, pay) in ledger.attestors[1..].iter().zip([300, 400]) {
        ledger.claim_attestor_pay(attestor, 1).unwrap();
        assert_eq!(pay_of(&ledger, attestor), 2 * pay, "the others earn no more for it");
    }
    let books = ledger.assert_solvent();
    assert_eq!((books.owed, ledger.epoch(3).pot), (0, 8_000 - 700), "the struck one's part is the operators'");
}

#[test]
fn a_set_that_is_over_still_pays_what_it_earned() {
    let (ledger, _) = earned(Ledger::new());
    let members: Vec<_> = ledger.attestors.iter().map(|a| (a.key.pubkey(), 5)).collect();
    let from_epoch = ledger.books().next_epoch + 3;
    let seal = girder_sdk::instructions::Seal { from_epoch, proof_threshold: 15, verdict_threshold: 15 };
    ledger.seal_set(2, &members, seal).unwrap();
    ledger.settle_up_to(from_epoch);
    assert_refused!(ledger.claim_attestor_pay(&ledger.attestors[0], 2), NothingOwed);
    ledger.claim_attestor_pay(&ledger.attestors[0], 1).unwrap();
    assert_eq!(pay_of(&ledger, &ledger.attestors[0]), 341);
}
