//! Mints that can do something to holders, in networks that take that risk by name.

use girder_interface::mint_risk;
use girder_sdk::{Token, instructions as build, ledger::error::LedgerError::*, tokens::NewMint};
use girder_tests::{Ledger, TestOperator, assert_failed, assert_refused};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;
use spl_token_2022_interface::{
    extension::{ExtensionType, pausable, transfer_hook},
    instruction as token,
};

/// A ledger whose mints can do all of this, an operator with stake, and its account of collateral.
fn staked(risks: u8, amount: u64) -> (Ledger, TestOperator, Address) {
    let ledger = Ledger::new().two_mints().mint_risks(risks).build();
    let operator = ledger.operator().build();
    let owner = operator.identity.pubkey();
    let collateral = ledger.network.collateral;
    let source = ledger.chain.create_token_account(&ledger.payer, &collateral, owner).unwrap();
    ledger.chain.mint_to(&ledger.authority, &collateral, source, 2 * amount).unwrap();
    let deposit = build::deposit(&ledger.network, operator.address, owner, source, amount);
    ledger.send(&[deposit], &[&operator.identity]).unwrap();
    (ledger, operator, source)
}

fn by_authority(ledger: &Ledger, instruction: Instruction) {
    ledger.send(&[instruction], &[&ledger.authority]).unwrap();
}

fn deposit(ledger: &Ledger, operator: &TestOperator, source: Address, amount: u64) -> Instruction {
    build::deposit(&ledger.network, operator.address, operator.identity.pubkey(), source, amount)
}

fn withdraw(ledger: &Ledger, operator: &TestOperator, destination: Address) -> Instruction {
    let owner = operator.identity.pubkey();
    let withdrawal =
        build::Withdrawal { operator: operator.address, owner, destination, ticket: 0, signed_by_owner: false };
    build::withdraw(&ledger.network, &withdrawal)
}

fn unstake(ledger: &Ledger, operator: &TestOperator, shares: u64) {
    let unstake = build::unstake(&ledger.network, operator.address, operator.identity.pubkey(), shares);
    ledger.send(&[unstake], &[&operator.identity]).unwrap();
}

#[test]
fn each_risk_is_taken_only_by_its_own_name() {
    let names = mint_risk::NAMES.map(|(_, bit)| bit);
    for risk in names {
        let (ledger, new) = Ledger::new().two_mints().mint_risks(risk).prepare();
        let create = |mint_risks| {
            let new = build::NewNetwork { mint_risks, ..new };
            ledger.send(&[build::create_network(&new)], &[&ledger.authority])
        };
        let refusal = if risk == mint_risk::FREEZE_AUTHORITY { MintHasFreezeAuthority } else { MintExtensionRefused };
        assert_refused!(create(0), refusal);
        assert_refused!(create(mint_risk::ALL & !risk), refusal);
        create(risk).unwrap();
        assert_eq!(ledger.network_account().mint_risks, risk);
    }
}

#[test]
fn a_network_may_take_a_risk_that_its_mints_are_not() {
    let (ledger, new) = Ledger::new().two_mints().prepare();
    let new = build::NewNetwork { mint_risks: mint_risk::ALL, ..new };
    ledger.send(&[build::create_network(&new)], &[&ledger.authority]).unwrap();
}

#[test]
fn a_bit_that_names_no_risk_is_refused() {
    let (ledger, new) = Ledger::new().prepare();
    let new = build::NewNetwork { mint_risks: mint_risk::ALL + 1, ..new };
    assert_refused!(ledger.send(&[build::create_network(&new)], &[&ledger.authority]), UnknownMintRisk);
}

#[test]
fn what_can_never_work_is_refused_whatever_is_named() {
    let (ledger, new) = Ledger::new().two_mints().prepare();
    let by = ledger.authority.pubkey();
    for index in 0..3 {
        let key = ledger.keypair();
        let (extension, set_up) = never(&key.pubkey(), &by).swap_remove(index);
        let plain = NewMint::plain(Token::spl_2022(key.pubkey()), by, 6);
        let mint = NewMint { extensions: vec![(extension, set_up)], ..plain };
        let collateral = ledger.chain.create_mint(&ledger.authority, &key, &mint).unwrap();
        let new = build::NewNetwork { collateral, mint_risks: mint_risk::ALL, ..new };
        assert_refused!(ledger.send(&[build::create_network(&new)], &[&ledger.authority]), MintExtensionRefused);
    }
}

/// What no network may have, each with the instruction that sets it up.
fn never(mint: &Address, by: &Address) -> Vec<(ExtensionType, Instruction)> {
    let program = &spl_token_2022_interface::ID;
    vec![
        (
            ExtensionType::TransferHook,
            transfer_hook::instruction::initialize(program, mint, Some(*by), Some(*by)).unwrap(),
        ),
        (ExtensionType::NonTransferable, token::initialize_non_transferable_mint(program, mint).unwrap()),
        (ExtensionType::MintCloseAuthority, token::initialize_mint_close_authority(program, mint, Some(by)).unwrap()),
    ]
}

#[test]
fn with_a_transfer_fee_what_arrives_is_staked_and_who_is_paid_bears_the_fee() {
    let (ledger, operator, source) = staked(mint_risk::TRANSFER_FEE, 10_000);
    let pool = ledger.operator_account(&operator);
    assert_eq!((pool.stake, pool.shares, ledger.books().staked), (9_900, 9_900, 9_900));
    assert_eq!(ledger.balance(ledger.network.stake_vault), 9_900);
    unstake(&ledger, &operator, 9_900);
    ledger.chain.warp_by(ledger.parameters.unbonding);
    let before = ledger.balance(source);
    ledger.send(&[withdraw(&ledger, &operator, source)], &[]).unwrap();
    assert_eq!(ledger.balance(source) - before, 9_801);
    assert_eq!((ledger.balance(ledger.network.stake_vault), ledger.books().staked), (0, 0));
    ledger.assert_solvent();
}

#[test]
fn with_a_transfer_fee_rewards_are_minted_owed_and_paid_as_without() {
    let (ledger, operator, _) = staked(mint_risk::TRANSFER_FEE, 2_000_000);
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.earn(&operator, &device, 10_000);
    let owed = ledger.books().owed;
    assert!(owed > 9_000, "{owed}");
    let destination = ledger.reward_account(operator.identity.pubkey());
    ledger.claim(&operator).unwrap();
    let paid = owed - ledger.books().owed;
    assert_eq!(ledger.balance(destination), paid - paid.div_ceil(100));
    ledger.assert_solvent();
}

#[test]
fn a_frozen_vault_only_delays() {
    let (ledger, operator, source) = staked(mint_risk::FREEZE_AUTHORITY, 10_000);
    let (collateral, vault) = (ledger.network.collateral, ledger.network.stake_vault);
    let authority = ledger.authority.pubkey();
    unstake(&ledger, &operator, 10_000);
    by_authority(
        &ledger,
        token::freeze_account(&collateral.program, &vault, &collateral.mint, &authority, &[]).unwrap(),
    );
    ledger.chain.warp_by(ledger.parameters.unbonding);
    assert_failed!(ledger.send(&[withdraw(&ledger, &operator, source)], &[]), "frozen");
    assert_failed!(ledger.send(&[deposit(&ledger, &operator, source, 1)], &[&operator.identity]), "frozen");
    by_authority(&ledger, token::thaw_account(&collateral.program, &vault, &collateral.mint, &authority, &[]).unwrap());
    ledger.send(&[withdraw(&ledger, &operator, source)], &[]).unwrap();
    assert_eq!(ledger.balance(source), 20_000);
    ledger.assert_solvent();
}

#[test]
fn a_paused_mint_only_delays() {
    let (ledger, operator, source) = staked(mint_risk::PAUSABLE, 10_000);
    let collateral = ledger.network.collateral;
    let authority = ledger.authority.pubkey();
    by_authority(
        &ledger,
        pausable::instruction::pause(&collateral.program, &collateral.mint, &authority, &[]).unwrap(),
    );
    assert_failed!(ledger.send(&[deposit(&ledger, &operator, source, 1)], &[&operator.identity]), "paused");
    unstake(&ledger, &operator, 10_000);
    ledger.chain.warp_by(ledger.parameters.unbonding);
    assert_failed!(ledger.send(&[withdraw(&ledger, &operator, source)], &[]), "paused");
    by_authority(
        &ledger,
        pausable::instruction::resume(&collateral.program, &collateral.mint, &authority, &[]).unwrap(),
    );
    ledger.send(&[withdraw(&ledger, &operator, source)], &[]).unwrap();
    assert_eq!(ledger.balance(source), 20_000);
    ledger.assert_solvent();
}

#[test]
fn what_a_permanent_delegate_takes_is_not_paid_with_others_money() {
    let (ledger, operator, source) = staked(mint_risk::PERMANENT_DELEGATE, 10_000);
    let other = ledger.operator().build();
    let owner = other.identity.pubkey();
    let (collateral, vault) = (ledger.network.collateral, ledger.network.stake_vault);
    let account = ledger.chain.create_token_account(&ledger.payer, &collateral, owner).unwrap();
    ledger.chain.mint_to(&ledger.authority, &collateral, account, 5_000).unwrap();
    ledger.send(&[deposit(&ledger, &other, account, 5_000)], &[&other.identity]).unwrap();
    unstake(&ledger, &operator, 10_000);
    ledger.chain.warp_by(ledger.parameters.unbonding);

    let thief = ledger.stock(&collateral);
    let authority = ledger.authority.pubkey();
    let take = token::transfer_checked(&collateral.program, &vault, &collateral.mint, &thief, &authority, &[], 1, 6);
    by_authority(&ledger, take.unwrap());
    assert_refused!(ledger.send(&[withdraw(&ledger, &operator, source)], &[]), Insolvent);

    let back = ledger.give(&collateral, ledger.authority.pubkey(), 1);
    let give = token::transfer_checked(&collateral.program, &back, &collateral.mint, &vault, &authority, &[], 1, 6);
    by_authority(&ledger, give.unwrap());
    ledger.send(&[withdraw(&ledger, &operator, source)], &[]).unwrap();
    assert_eq!(ledger.balance(source), 20_000);
    ledger.assert_solvent();
}

#[test]
fn a_mint_with_every_risk_at_once_lives_as_any_other() {
    let (ledger, operator, _) = staked(mint_risk::ALL, 2_000_000);
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.earn(&operator, &device, 10_000);
    ledger.claim(&operator).unwrap();
    ledger.assert_solvent();
}
