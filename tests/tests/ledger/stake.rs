//! Collateral: bought as shares, marked for leaving, slashable until it has left.

use girder_sdk::{
    instructions::{self as build, Withdrawal},
    ledger::{error::LedgerError, state::Network},
    tokens,
};
use girder_tests::{Ledger, TestOperator, assert_failed, assert_refused};
use solana_address::Address;
use solana_signer::Signer;

/// Stake, shares and unbonding shares of an operator's pool.
fn pool(ledger: &Ledger, operator: &TestOperator) -> (u64, u64, u64) {
    let account = ledger.operator_account(operator);
    (account.stake, account.shares, account.unbonding_shares)
}

#[test]
fn the_first_deposit_buys_a_share_per_base_unit() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    assert_eq!(pool(&ledger, &operator), (1_000, 1_000, 0));
    ledger.deposit(&operator, 234).unwrap();
    assert_eq!(pool(&ledger, &operator), (1_234, 1_234, 0));
    assert_eq!(ledger.position(&operator).shares, 1_234);
    assert_eq!(ledger.operator_account(&operator).own_shares, 1_234);
    assert_eq!(ledger.books().staked, 1_234);
}

#[test]
fn after_a_slash_a_deposit_buys_shares_at_the_lower_price_rounded_down() {
    let ledger = Ledger::new().device_collateral(100).build();
    let operator = ledger.operator().stake(1_000).build();
    ledger.slash_for_good(&ledger.device(&operator), 0);
    assert_eq!(pool(&ledger, &operator), (900, 1_000, 0));

    ledger.deposit(&operator, 10).unwrap();
    assert_eq!(pool(&ledger, &operator), (910, 1_011, 0), "floor(10 x 1000 / 900)");
    ledger.deposit(&operator, 1).unwrap();
    assert_eq!(pool(&ledger, &operator), (911, 1_012, 0), "floor(1 x 1011 / 910)");
}

#[test]
fn a_deposit_below_the_minimum_is_refused() {
    let ledger = Ledger::new().parameters(|p| p.min_deposit = 100).build();
    let operator = ledger.operator().build();
    assert_refused!(ledger.deposit(&operator, 99), LedgerError::DepositTooSmall);
    ledger.deposit(&operator, 100).unwrap();
    assert_refused!(ledger.deposit(&operator, 99), LedgerError::DepositTooSmall);
    assert_refused!(ledger.deposit(&operator, 0), LedgerError::DepositTooSmall);
}

#[test]
fn own_active_stake_must_reach_the_minimum_with_each_deposit() {
    let ledger = Ledger::new().parameters(|p| p.min_self_stake = 500).build();
    let operator = ledger.operator().build();
    assert_refused!(ledger.deposit(&operator, 499), LedgerError::SelfStakeTooSmall);
    ledger.deposit(&operator, 500).unwrap();

    ledger.unstake(&operator, 400).unwrap();
    assert_refused!(ledger.deposit(&operator, 399), LedgerError::SelfStakeTooSmall);
    ledger.deposit(&operator, 400).unwrap();
}

#[test]
fn a_pool_at_a_256th_of_its_first_price_still_takes_deposits() {
    let ledger = Ledger::new().device_collateral(2_550).build();
    let operator = ledger.operator().stake(2_560).build();
    ledger.slash_for_good(&ledger.device(&operator), 0);
    assert_eq!(pool(&ledger, &operator), (10, 2_560, 0));
    ledger.deposit(&operator, 1).unwrap();
    assert_eq!(pool(&ledger, &operator), (11, 2_816, 0));
}

#[test]
fn a_pool_below_a_256th_of_its_first_price_only_drains() {
    let ledger = Ledger::new().device_collateral(2_550).build();
    let operator = ledger.operator().stake(2_559).build();
    ledger.slash_for_good(&ledger.device(&operator), 0);
    assert_eq!(pool(&ledger, &operator), (9, 2_559, 0));
    assert_refused!(ledger.deposit(&operator, 1_000), LedgerError::PoolDraining);

    ledger.unstake(&operator, 2_559).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&operator), 9 + 1_000, "what was left, and the refused deposit");
    ledger.deposit(&operator, 1_000).unwrap();
    assert_eq!(pool(&ledger, &operator), (1_000, 1_000, 0), "an empty pool begins again");
}

#[test]
fn nobody_deposits_while_a_case_is_open_or_the_operator_is_jailed() {
    let ledger = Ledger::new().device_collateral(100).build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.slash(&device, 0);
    assert_refused!(ledger.deposit(&operator, 1), LedgerError::CaseOpen);
    ledger.overturn(&device).unwrap();
    ledger.deposit(&operator, 1).unwrap();

    let ledger = Ledger::new().device_collateral(100).parameters(|p| p.jail_after = 1).build();
    let operator = ledger.operator().stake(1_000).build();
    ledger.slash_for_good(&ledger.device(&operator), 0);
    assert_refused!(ledger.deposit(&operator, 1), LedgerError::Jailed);
    ledger.chain.warp_by(ledger.parameters.jail_time);
    ledger.unjail(&operator).unwrap();
    ledger.deposit(&operator, 1).unwrap();
}

#[test]
fn nobody_buys_into_a_reward_that_is_due() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 100).unwrap();

    ledger.chain.warp_to(ledger.harvest_time(1) - 1);
    ledger.deposit(&operator, 1).unwrap();
    ledger.chain.warp_by(1);
    assert_refused!(ledger.deposit(&operator, 1), LedgerError::HarvestFirst);
    ledger.settle_up_to(1);
    assert_refused!(ledger.deposit(&operator, 1), LedgerError::HarvestFirst);
    ledger.harvest(&operator, 1).unwrap();
    ledger.deposit(&operator, 1).unwrap();
}

#[test]
fn a_donation_to_the_vault_buys_nothing_and_changes_no_price() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    let (owner, stock) = (ledger.authority.pubkey(), ledger.stock(&ledger.network.collateral));
    let gift = tokens::transfer(&ledger.network.collateral, 6, owner, stock, ledger.network.stake_vault, 777).unwrap();
    ledger.send(&[gift], &[&ledger.authority]).unwrap();

    ledger.deposit(&operator, 10).unwrap();
    assert_eq!(pool(&ledger, &operator), (1_010, 1_010, 0));
    assert_eq!(ledger.books().staked, 1_010);
    assert_eq!(ledger.balance(ledger.network.stake_vault), 1_787);
}

#[test]
fn nobody_deposits_out_of_the_vault_or_into_anothers_position() {
    let ledger = Ledger::new().build();
    let (operator, other) = (ledger.operator().stake(1_000).build(), ledger.operator().build());
    let owner = operator.identity.pubkey();
    let circle = build::deposit(&ledger.network, operator.address, owner, ledger.network.stake_vault, 10);
    assert_failed!(ledger.send(&[circle], &[&operator.identity]), "owner does not match");

    let source = ledger.give(&ledger.network.collateral, owner, 10);
    let mut deposit = build::deposit(&ledger.network, other.address, other.identity.pubkey(), source, 10);
    deposit.accounts[0].pubkey = owner;
    assert_refused!(ledger.send(&[deposit], &[&operator.identity]), LedgerError::WrongAuthority);
}

#[test]
fn unstaked_collateral_stays_in_the_pool_but_covers_nothing() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.unstake(&operator, 500).unwrap();
    assert_eq!(pool(&ledger, &operator), (1_000, 1_000, 500));
    assert_eq!(ledger.covered(&operator), 500);

    ledger.enter_epoch(0);
    ledger.prove(&device, 0, 100).unwrap();
    assert_eq!(ledger.operator_account(&operator).ring[0].credit, 50, "10 base units cover a credit");
}

#[test]
fn unstaked_collateral_earns_nothing() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.prove(&device, 0, 100).unwrap();
    ledger.unstake(&operator, 1_000).unwrap();
    ledger.settle_up_to(0);
    ledger.chain.warp_to(ledger.harvest_time(0));
    ledger.harvest(&operator, 0).unwrap();
    assert_eq!(ledger.books().reserve, 100, "what nobody earns returns to the reserve");
    assert_refused!(ledger.claim(&operator), LedgerError::NothingOwed);
}

#[test]
fn cancelling_restores_what_was_marked() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    ledger.unstake(&operator, 300).unwrap();
    ledger.unstake(&operator, 200).unwrap();
    ledger.cancel_unstake(&operator, 0).unwrap();
    assert_eq!(pool(&ledger, &operator), (1_000, 1_000, 200));
    assert_eq!(ledger.covered(&operator), 800);
    ledger.chain.warp_by(ledger.parameters.unbonding);
    for (ticket, by_owner) in [(0, false), (0, true), (2, false), (8, false), (u8::MAX, false)] {
        assert_refused!(ledger.withdraw(&operator, ticket, by_owner), LedgerError::NoSuchTicket);
        assert_refused!(ledger.cancel_unstake(&operator, ticket), LedgerError::NoSuchTicket);
    }
    ledger.cancel_unstake(&operator, 1).unwrap();
    assert_eq!(pool(&ledger, &operator), (1_000, 1_000, 0), "a matured ticket can be cancelled too");
}

#[test]
fn a_position_has_eight_tickets_and_uses_free_ones_again() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    for _ in 0..8 {
        ledger.unstake(&operator, 1).unwrap();
    }
    assert_refused!(ledger.unstake(&operator, 1), LedgerError::TicketsFull);
    ledger.cancel_unstake(&operator, 3).unwrap();
    ledger.unstake(&operator, 7).unwrap();
    assert_eq!(ledger.position(&operator).tickets[3].shares, 7);
    assert_refused!(ledger.unstake(&operator, 1), LedgerError::TicketsFull);
}

#[test]
fn only_active_shares_can_be_unstaked_and_only_by_their_owner() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    assert_refused!(ledger.unstake(&operator, 0), LedgerError::ZeroAmount);
    assert_refused!(ledger.unstake(&operator, 1_001), LedgerError::NotEnoughShares);
    ledger.unstake(&operator, 600).unwrap();
    assert_refused!(ledger.unstake(&operator, 401), LedgerError::NotEnoughShares);

    let stranger = ledger.wallet();
    let owner = operator.identity.pubkey();
    for mut instruction in [
        build::unstake(&ledger.network, operator.address, owner, 1),
        build::cancel_unstake(&ledger.network, operator.address, owner, 0),
    ] {
        instruction.accounts[0].pubkey = stranger.pubkey();
        assert_refused!(ledger.send(&[instruction], &[&stranger]), LedgerError::WrongAuthority);
    }
}

#[test]
fn a_ticket_is_withdrawn_from_its_last_second_of_unbonding_on() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    ledger.unstake(&operator, 400).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding - 1);
    assert_refused!(ledger.withdraw(&operator, 0, true), LedgerError::TooEarly);
    ledger.chain.warp_by(1);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&operator), 400);
    assert_eq!(pool(&ledger, &operator), (600, 600, 0));
    assert_refused!(ledger.withdraw(&operator, 0, false), LedgerError::NoSuchTicket);
}

#[test]
fn a_ticket_keeps_the_unbonding_time_it_was_asked_under() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    ledger.unstake(&operator, 1).unwrap();
    let asked_under = ledger.parameters.unbonding;
    ledger.edit(ledger.network.network, |network: &mut Network| network.parameters.unbonding = 2 * asked_under);
    ledger.unstake(&operator, 2).unwrap();

    ledger.chain.warp_by(asked_under);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_refused!(ledger.withdraw(&operator, 1, false), LedgerError::TooEarly);
    ledger.chain.warp_by(asked_under);
    ledger.withdraw(&operator, 1, false).unwrap();
    assert_eq!(ledger.collateral_of(&operator), 3);
}

#[test]
fn whoever_withdraws_the_tokens_reach_the_owner() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    ledger.unstake(&operator, 400).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    let thief = ledger.give(&ledger.network.collateral, ledger.wallet().pubkey(), 1);
    for destination in [thief, ledger.network.stake_vault, ledger.stock(&ledger.network.collateral)] {
        let withdraw = build::withdraw(&ledger.network, &withdrawal(&operator, destination));
        assert_refused!(ledger.send(&[withdraw], &[]), LedgerError::WrongDestination);
    }
}

#[test]
fn while_a_case_is_open_only_the_owner_withdraws() {
    let ledger = Ledger::new().device_collateral(100).build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.unstake(&operator, 500).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.slash(&device, ledger.current_epoch());

    assert_refused!(ledger.withdraw(&operator, 0, false), LedgerError::OwnerMustWithdraw);
    let stranger = ledger.wallet();
    let owner = operator.identity.pubkey();
    let destination = ledger.network.collateral.account_of(owner);
    let by_owner = Withdrawal { signed_by_owner: true, ..withdrawal(&operator, destination) };
    let mut by_stranger = build::withdraw(&ledger.network, &by_owner);
    by_stranger.accounts[0].pubkey = stranger.pubkey();
    assert_refused!(ledger.send(&[by_stranger], &[&stranger]), LedgerError::OwnerMustWithdraw);

    ledger.withdraw(&operator, 0, true).unwrap();
    assert_eq!(ledger.collateral_of(&operator), 400, "half of 800: two tenths were taken, as half was active");
}

#[test]
fn who_withdraws_everything_comes_back_at_one_to_one() {
    let ledger = Ledger::new().device_collateral(100).build();
    let operator = ledger.operator().stake(1_000).build();
    ledger.slash_for_good(&ledger.device(&operator), 0);
    ledger.unstake(&operator, 1_000).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&operator), 900);
    assert_eq!(pool(&ledger, &operator), (0, 0, 0));
    ledger.deposit(&operator, 70).unwrap();
    assert_eq!(pool(&ledger, &operator), (70, 70, 0));
}

#[test]
fn unstaked_collateral_is_slashable_until_its_last_second() {
    // Unbonding exactly as long as the rule demands: epoch + grace + evidence age.
    let ledger = Ledger::new().parameters(|p| p.unbonding = p.epoch_length + p.grace + p.evidence_age).build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 100).unwrap();
    ledger.unstake(&operator, 1_000).unwrap();

    ledger.chain.warp_to(ledger.evidence_end(1) - 1);
    assert_refused!(ledger.withdraw(&operator, 0, true), LedgerError::TooEarly);
    ledger.slash(&device, 1);
    assert_eq!(pool(&ledger, &operator), (0, 1_000, 1_000), "all of what covered the epoch's first second is taken");
    ledger.chain.warp_by(1);
    ledger.withdraw(&operator, 0, true).unwrap();
    assert_eq!(ledger.collateral_of(&operator), 0);
}

fn withdrawal(operator: &TestOperator, destination: Address) -> Withdrawal {
    let owner = operator.identity.pubkey();
    Withdrawal { operator: operator.address, owner, destination, ticket: 0, signed_by_owner: false }
}
