//! Solvency: donations, what `fund` counts, the largest numbers there are, and rounding in random networks.

use girder_interface::limits::MAX_DEVICE_CREDIT;
use girder_sdk::{
    instructions as build,
    ledger::{
        NewClass,
        error::LedgerError::*,
        state::{Operator, Parameters, Shard, emission_kind},
    },
    pda,
    proof::Route,
    tokens,
};
use girder_tests::{Ledger, Setup, TestDevice, TestOperator, assert_failed, assert_refused, class, with_account};
use solana_address::Address;
use solana_signer::Signer;

mod random;

/// Sends tokens of the stock straight to an account, as anybody could.
fn donate(ledger: &Ledger, to: Address, amount: u64) {
    let token = if to == ledger.network.stake_vault { ledger.network.collateral } else { ledger.network.reward };
    let owner = ledger.authority.pubkey();
    let transfer = tokens::transfer(&token, 6, owner, ledger.stock(&token), to, amount).unwrap();
    ledger.send(&[transfer], &[&ledger.authority]).unwrap();
}

/// Where the case of a device is, or would be.
fn case_of(ledger: &Ledger, device: &TestDevice) -> Address {
    pda::equivocation_case(ledger.network.network, device.address)
}

/// An operator's whole life, paid 5,000; in between, donations to the vaults.
fn live_with_donations(ledger: &Ledger, amount: u64) {
    let donate_both = || {
        if amount > 0 {
            donate(ledger, ledger.network.reward_vault, amount);
            donate(ledger, ledger.network.stake_vault, amount);
        }
        ledger.assert_solvent();
    };
    donate_both();
    let operator = ledger.operator().stake(1 << 20).build();
    assert_eq!(ledger.operator_account(&operator).shares, 1 << 20, "a donation is no price");
    let device = ledger.device(&operator);
    donate_both();
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 5_000).unwrap();
    ledger.settle_up_to(1);
    donate_both();
    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    donate_both();
    ledger.claim(&operator).unwrap();
    ledger.deposit(&operator, 1_000).unwrap();
    ledger.unstake(&operator, (1 << 20) + 1_000).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    donate_both();
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_eq!(ledger.rewards_of(&operator), 5_000);
    let collateral = ledger.network.collateral.account_of(operator.identity.pubkey());
    assert_eq!(ledger.balance(collateral), (1 << 20) + 1_000);
}

#[test]
fn donations_break_nothing_and_are_nobodys() {
    let [plain, donated] = [0, 777].map(|amount| {
        let ledger = Ledger::new().two_mints().build();
        live_with_donations(&ledger, amount);
        (
            ledger.assert_solvent(),
            ledger.balance(ledger.network.reward_vault),
            ledger.balance(ledger.network.stake_vault),
        )
    });
    assert_eq!(bytemuck::bytes_of(&plain.0)[72..], bytemuck::bytes_of(&donated.0)[72..], "no total knows of them");
    assert_eq!((plain.1 + 5 * 777, plain.2 + 5 * 777), (donated.1, donated.2), "and nobody got them");
}

#[test]
fn what_is_funded_is_what_arrives_in_the_reserve() {
    let ledger = Ledger::new().initial_supply(1_000).build();
    assert_refused!(ledger.fund(0), ZeroAmount);
    ledger.fund(1).unwrap();
    ledger.fund(998).unwrap();
    assert_failed!(ledger.fund(2), "insufficient funds");
    let books = ledger.assert_solvent();
    assert_eq!((books.reserve, ledger.balance(ledger.network.reward_vault)), (999, 999));
}

#[test]
fn only_the_reward_mint_funds_the_reserve_and_only_of_ones_own() {
    let ledger = Ledger::new().two_mints().build();
    let (neighbour, thief) = (ledger.neighbour(), ledger.wallet());
    let (owner, stock) = (ledger.authority.pubkey(), ledger.stock(&ledger.network.reward));
    let fund = build::fund(&ledger.network, owner, stock, 10);
    let with = |account, other| ledger.send(&[with_account(fund.clone(), account, other)], &[&ledger.authority]);
    ledger.fund(10).unwrap();
    let collateral = ledger.network.collateral;
    assert_refused!(with(ledger.network.reward.mint, collateral.mint), WrongMint);
    assert_failed!(with(stock, ledger.stock(&collateral)), "not associated with this Mint");
    assert_refused!(with(ledger.network.reward_vault, ledger.network.stake_vault), WrongVault);
    assert_refused!(with(ledger.network.reward_vault, neighbour.network.reward_vault), WrongVault);
    assert_refused!(with(ledger.network.books, neighbour.network.books), WrongNetwork);
    assert_failed!(with(stock, ledger.network.reward_vault), "owner does not match");
    let theft = build::fund(&ledger.network, thief.pubkey(), stock, 10);
    assert_failed!(ledger.send(&[theft], &[&thief]), "owner does not match");
    assert_eq!(ledger.assert_solvent().reserve, 10);
}

/// Rewards of up to 2^64 - 1 base units, of which a million credits earn all.
fn largest() -> Setup {
    Ledger::new().two_mints().initial_supply(0).classes(&[class(MAX_DEVICE_CREDIT)]).parameters(|p| {
        p.supply_cap = u64::MAX;
        p.emission_initial = u64::MAX;
        p.max_reward_per_million_credits = u64::MAX;
        p.reward_price = 1;
        p.collateral_per_million_credits = 1 << 34;
        p.leverage_bps = 10_000;
    })
}

#[test]
fn the_largest_supply_is_emitted_paid_and_claimed() {
    let ledger = largest().parameters(|p| p.attestor_bps = 5_000).parameters(|p| p.settle_tip = u64::MAX).build();
    let operator = ledger.operator().stake(1 << 55).commission(2_000).build();
    let device = ledger.device(&operator);
    let settler = ledger.wallet();
    ledger.settle_up_to(0);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, MAX_DEVICE_CREDIT).unwrap();
    ledger.chain.warp_to(ledger.settle_time(1));
    let tip = ledger.reward_account(settler.pubkey());
    ledger.settle_as(&settler, 1, Some(tip)).unwrap();
    assert_eq!((ledger.books().minted, ledger.reward_supply()), (u64::MAX, u64::MAX));
    assert_eq!(ledger.balance(tip), u64::MAX / 100);
    assert_eq!(ledger.assert_solvent().deferred, 0);

    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    ledger.claim(&operator).unwrap();
    ledger.claim_commission(&operator).unwrap();
    for attestor in &ledger.attestors {
        ledger.claim_attestor_pay(attestor, 1).unwrap();
    }
    assert!(ledger.assert_solvent().owed < 1 << 10, "only dust is left: a share is a 2^55th of it all");
    ledger.close_epoch(1, settler.pubkey()).unwrap();

    let e = ledger.books().next_epoch + 1;
    ledger.enter_epoch(e);
    ledger.prove(&device, e, 1_000_000).unwrap();
    ledger.settle_up_to(e);
    assert_eq!(ledger.books().minted, u64::MAX, "no more can be");
    ledger.assert_solvent();
}

#[test]
fn one_share_may_earn_everything() {
    let ledger = largest().build();
    let operator = ledger.operator().stake(1 << 35).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 1_000_000).unwrap();
    ledger.settle_up_to(1);
    ledger.unstake(&operator, (1 << 35) - 1).unwrap();
    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    ledger.claim(&operator).unwrap();
    assert!(ledger.rewards_of(&operator) >= u64::MAX - 1_000_000, "all but rounding per credit");
    ledger.assert_solvent();
}

#[test]
fn a_deferred_emission_beyond_a_u64_is_as_good_as_the_largest() {
    let ledger = largest().build();
    ledger.settle_up_to(3);
    assert_eq!(ledger.books().deferred, u64::MAX);
    let operator = ledger.operator().stake(1 << 40).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(6);
    ledger.prove(&device, 6, 10).unwrap();
    ledger.settle_up_to(6);
    let worth = u64::try_from(10 * u128::from(u64::MAX) / 1_000_000).unwrap();
    let books = ledger.assert_solvent();
    assert_eq!((books.minted, books.deferred), (worth, u64::MAX - worth));
}

#[test]
fn a_pool_holds_2_to_the_56_and_not_one_more() {
    let ledger = Ledger::new().two_mints().build();
    let most = 1 << 56;
    let operator = ledger.operator().build();
    assert_refused!(ledger.deposit(&operator, most + 1), PoolFull);
    ledger.deposit(&operator, most - 1).unwrap();
    ledger.deposit(&operator, 1).unwrap();
    assert_refused!(ledger.deposit(&operator, 1), PoolFull);
    ledger.deposit(&ledger.operator().build(), most).unwrap();
    assert_eq!(ledger.assert_solvent().staked, 2 * most);

    ledger.unstake(&operator, most).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_eq!(ledger.assert_solvent().staked, most);
}

#[test]
fn a_device_of_a_class_earns_2_to_the_52_credits_at_most() {
    let ledger = Ledger::new().build();
    let add = |class: NewClass| {
        let add = build::add_class(&ledger.network, ledger.authority.pubkey(), class, Some(1));
        ledger.send(&[add], &[&ledger.authority])
    };
    const MOST: u64 = 1 << 52;
    add(class(MOST)).unwrap();
    add(NewClass { weight: MOST, ..class(1) }).unwrap();
    add(NewClass { weight: 1 << 26, ..class(1 << 26) }).unwrap();
    assert_refused!(add(class(MOST + 1)), BadClass);
    assert_refused!(add(NewClass { weight: 2, ..class(MOST) }), BadClass);
    assert_refused!(add(NewClass { weight: MOST, ..class(2) }), BadClass);
    assert_refused!(add(NewClass { weight: 1 << 32, ..class(1 << 32) }), BadClass);
}

#[test]
fn units_beyond_what_stake_covers_are_not_counted_whatever_their_number() {
    let ledger =
        Ledger::new().classes(&[class(MAX_DEVICE_CREDIT), NewClass { weight: MAX_DEVICE_CREDIT, ..class(1) }]).build();
    let operator = ledger.operator().stake(1_000).build();
    let devices = [0, 1].map(|class| ledger.register(&operator, girder_tests::TestDevice::ed25519(), class).unwrap());
    ledger.enter_epoch(1);
    ledger.prove(&devices[1], 1, 1).unwrap();
    assert_eq!(ledger.operator_account(&operator).ring[1].credit, 0);
    ledger.prove(&devices[0], 1, MAX_DEVICE_CREDIT).unwrap();
    ledger.prove(&devices[0], 1, MAX_DEVICE_CREDIT).unwrap();
    assert_eq!(ledger.operator_account(&operator).ring[1].credit, 100);
    assert_eq!(ledger.device_account(&devices[0]).slots.iter().map(|slot| slot.units).sum::<u64>(), 100);
}

/// A network in which a pool of 2^56 covers more credits than a u64 counts.
fn cheap_credit() -> Setup {
    Ledger::new().two_mints().initial_supply(0).classes(&[class(MAX_DEVICE_CREDIT)]).parameters(|p: &mut Parameters| {
        p.max_reward_per_million_credits = 1;
        p.collateral_per_million_credits = 4;
        p.leverage_bps = 10_000;
    })
}

/// Submits a device's units to a shard of its own.
fn prove_in(ledger: &Ledger, device: &TestDevice, units: u64, shard: u8) -> girder_sdk::Result<()> {
    let proof = ledger.attested(device, ledger.statement(device, 1, units));
    let route = Route { shard, attestor_set: Some(1), verifier: None, first_index: 0 };
    ledger.send(&proof.instructions(&ledger.network, route)?, &[]).map(drop)
}

/// Lets an operator have this much credit of epoch 1 in a shard, as very many devices could have earned it.
fn grant(ledger: &Ledger, operator: &TestOperator, shard: u8, credit: u64) {
    let shard = pda::shard(ledger.network.network, shard);
    ledger.edit(operator.address, |account: &mut Operator| account.ring[1].credit = credit);
    ledger.edit(shard, |account: &mut Shard| account.ring[1].credit = credit);
}

#[test]
fn a_full_shard_counts_no_more_and_another_recovers_the_rest() {
    let ledger = cheap_credit().build();
    let operator = ledger.operator().stake(1 << 56).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    prove_in(&ledger, &device, 1, 0).unwrap();
    grant(&ledger, &operator, 0, u64::MAX / 2 - 5);
    let credit = || ledger.operator_account(&operator).ring[1].credit;
    prove_in(&ledger, &device, 11, 0).unwrap();
    assert_eq!(credit(), u64::MAX / 2, "5 units of 10");
    prove_in(&ledger, &device, 11, 0).unwrap();
    assert_eq!(credit(), u64::MAX / 2);
    prove_in(&ledger, &device, 11, 1).unwrap();
    assert_eq!(credit(), u64::MAX / 2 + 5);
    ledger.make_harvestable(1);
    assert_eq!(ledger.epoch(1).credit, credit());
    ledger.harvest(&operator, 1).unwrap();
    ledger.assert_solvent();
}

#[test]
fn an_epoch_whose_shards_are_all_full_settles() {
    let ledger = cheap_credit().build();
    let operators = [0, 1].map(|_| ledger.operator().stake(1 << 56).build());
    let devices = operators.each_ref().map(|operator| ledger.device(operator));
    ledger.enter_epoch(1);
    for (shard, (operator, device)) in operators.iter().zip(&devices).enumerate() {
        let shard = shard as u8;
        prove_in(&ledger, device, 1, shard).unwrap();
        grant(&ledger, operator, shard, u64::MAX / 2 - 5);
        prove_in(&ledger, device, MAX_DEVICE_CREDIT, shard).unwrap();
    }
    ledger.make_harvestable(1);
    assert_eq!(ledger.epoch(1).credit, u64::MAX / 2 * 2);
    for operator in &operators {
        ledger.harvest(operator, 1).unwrap();
    }
    ledger.assert_solvent();
}

#[test]
fn every_equivocation_is_slashed_whatever_its_class_limit() {
    let ledger = cheap_credit().build();
    let operator = ledger.operator().stake(1 << 56).build();
    let devices = [ledger.device(&operator), ledger.device(&operator)];
    ledger.enter_epoch(1);
    prove_in(&ledger, &devices[0], 5, 0).unwrap();
    for device in &devices {
        let (first, second) = ledger.equivocate(device, 1);
        ledger.report(&first, &second).unwrap();
    }
    assert_eq!(ledger.operator_account(&operator).open_cases, 2);
    for device in &devices {
        ledger.overturn(device).unwrap();
    }
    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    ledger.assert_solvent();
}

#[test]
fn a_network_that_emits_nothing_settles_all_the_same() {
    for kind in [emission_kind::FIXED, emission_kind::HALVING, emission_kind::VAULT_FUNDED] {
        let nothing = |p: &mut Parameters| {
            p.emission_kind = kind;
            p.emission_initial = 0;
            p.direct_bps = 0;
        };
        let ledger = Ledger::new().parameters(nothing).build();
        let operator = ledger.operator().stake(1_000).build();
        let device = ledger.device(&operator);
        ledger.enter_epoch(1);
        ledger.prove(&device, 1, 100).unwrap();
        ledger.make_harvestable(1);
        ledger.harvest(&operator, 1).unwrap();
        assert_refused!(ledger.claim(&operator), NothingOwed);
        ledger.close_epoch(1, ledger.payer.pubkey()).unwrap();
        ledger.assert_solvent();
    }
}
