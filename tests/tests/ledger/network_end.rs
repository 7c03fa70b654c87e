//! A network's end: announced ahead, everything drains by anybody's hand, and nothing is left behind.

use std::collections::BTreeSet;

use girder_sdk::{
    Token,
    instructions::{self as build, NewNetwork},
    ledger::{
        error::LedgerError,
        state::{Parameters, emission_kind},
    },
    network::encode_name,
};
use girder_tests::{Ledger, Setup, TestAttestor, TestDevice, TestOperator, assert_refused, with_account};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

fn lamports(ledger: &Ledger, address: Address) -> u64 {
    ledger.chain.find(&address).map_or(0, |account| account.lamports)
}

/// Everybody who paid rent or has tokens.
struct People {
    operator: TestOperator,
    devices: [TestDevice; 2],
    sponsors: Vec<(Keypair, u64)>,
    wallets: Vec<Address>,
}

/// A network in its second epoch with sponsored accounts of every kind, after work, a slashing, a verdict and an unstaking.
fn busy(setup: Setup) -> (Ledger, People) {
    let ledger = setup
        .device_collateral(100_000)
        .parameters(|p| (p.attestor_bps, p.settle_tip, p.min_bond) = (1_000, 10, 1_000))
        .thresholds(3, 2)
        .build();
    let sponsors: Vec<Keypair> = (0..6).map(|_| ledger.wallet()).collect();
    let before: Vec<u64> = sponsors.iter().map(|sponsor| lamports(&ledger, sponsor.pubkey())).collect();
    let network = &ledger.network;
    let operator = sponsored_operator(&ledger, &sponsors[0]);
    let delegator = ledger.wallet();
    let open = build::open_position(network, sponsors[1].pubkey(), operator.address, delegator.pubkey());
    ledger.send(&[open], &[&sponsors[1]]).unwrap();
    let source = ledger.give(&network.collateral, delegator.pubkey(), 300_000);
    let deposit = build::deposit(network, operator.address, delegator.pubkey(), source, 300_000);
    ledger.send(&[deposit], &[&delegator]).unwrap();
    let idle = build::open_position(network, sponsors[1].pubkey(), operator.address, sponsors[2].pubkey());
    ledger.send(&[idle], &[&sponsors[1]]).unwrap();
    let devices = [ledger.device(&operator), ledger.device(&operator)];
    let other = ledger.operator().stake(500_000).build();

    ledger.enter_epoch(0);
    ledger.prove(&devices[0], 0, 1_000).unwrap();
    ledger.enter_epoch(1);
    ledger.prove(&devices[0], 1, 777).unwrap();
    ledger.settle_as(&sponsors[3], 0, None).unwrap_err();
    ledger.slash(&devices[1], 1);
    let verdict = ledger.verdict(&other, ledger.verdict_statement(1, 1, 1_000));
    ledger.sign_verdict(&verdict, &[0]).unwrap();
    ledger.fund(12_345).unwrap();
    let wallets =
        vec![operator.identity.pubkey(), operator.payout.pubkey(), delegator.pubkey(), other.identity.pubkey()];
    let sponsors = sponsors.into_iter().zip(before).collect();
    (ledger, People { operator, devices, sponsors, wallets })
}

fn sponsored_operator(ledger: &Ledger, sponsor: &Keypair) -> TestOperator {
    let (identity, payout) = (ledger.wallet(), ledger.wallet());
    let network = &ledger.network;
    let register = build::register_operator(network, sponsor.pubkey(), identity.pubkey(), 1_000, payout.pubkey());
    ledger.send(&[register], &[sponsor, &identity]).unwrap();
    let address = girder_sdk::pda::operator(network.network, identity.pubkey());
    let operator = TestOperator { identity, payout, address };
    ledger.deposit(&operator, 200_000).unwrap();
    operator
}

/// What all token accounts of a mint hold that anybody in the test has.
fn held(ledger: &Ledger, token: &Token, wallets: &[Address], treasury: Address) -> u64 {
    let owners = ledger.attestors.iter().map(|attestor| attestor.owner.pubkey());
    let all = owners.chain(wallets.iter().copied()).chain([ledger.authority.pubkey(), ledger.payer.pubkey()]);
    let accounts: BTreeSet<Address> = all.chain([treasury]).map(|owner| token.account_of(owner)).collect();
    let open = accounts.into_iter().filter(|account| ledger.chain.find(account).is_some());
    open.map(|account| ledger.balance(account)).sum()
}

/// From the end of its last epoch on: what is done and paid, who gets what, and that nothing is left.
fn end(ledger: &Ledger, people: &People) {
    let last = ledger.reach_end() - 1;
    ledger.wind_up();
    ledger.fund(12_345).unwrap();
    let books = ledger.assert_solvent();
    assert_eq!((books.accounts, books.next_epoch), (0, last + 1));
    assert_eq!((books.staked, books.escrow, books.bonds, books.pots), (0, 0, 0, 0));
    assert!(books.owed < 50, "only dust of rounding: {books:?}");

    let own = [ledger.network.network, ledger.network.books, ledger.network.classes];
    let vaults = [ledger.network.reward_vault, ledger.network.stake_vault];
    let rent: u64 = own.iter().chain(&vaults).map(|account| lamports(ledger, *account)).sum();
    let left = ledger.balance(ledger.network.reward_vault);
    let treasury = ledger.network_account().treasury;
    let destinations = ledger.heirs_accounts();
    let destination = destinations[0];
    let (payer, before) = (ledger.payer.pubkey(), ledger.balance(destination));
    let paid = lamports(ledger, payer);
    ledger.send(&[build::close_network(&ledger.network, payer, destinations)], &[]).unwrap();

    assert_eq!(ledger.chain.find_all(&[]), vec![], "no account of the program is left");
    assert!(vaults.iter().all(|vault| lamports(ledger, *vault) == 0));
    assert_eq!(lamports(ledger, payer), paid + rent - 5_000, "all rent, but for the transaction's fee");
    for (sponsor, before) in &people.sponsors {
        assert_eq!(lamports(ledger, sponsor.pubkey()), *before);
    }
    assert!(left >= 12_345, "what was funded when nothing was to be paid any more");
    assert_eq!(ledger.balance(destination), before + left);
    for token in [&ledger.network.reward, &ledger.network.collateral] {
        let supply = ledger.chain.mint_state(token.mint).unwrap().supply;
        assert_eq!(held(ledger, token, &people.wallets, treasury), supply, "every token is somebody's");
    }
    assert_eq!(ledger.chain.mint_state(ledger.network.reward.mint).unwrap().authority, None);
}

#[test]
fn a_network_from_its_creation_to_its_end_leaves_nothing_behind() {
    let (ledger, people) = busy(Ledger::new().two_mints().treasury());
    assert_eq!(ledger.books().accounts, 2 + 1 + 3 + 2 + 1 + 1, "shards, set, attestors, operators, case, verdict");
    let operator = ledger.operator_account(&people.operator);
    assert_eq!((operator.positions, operator.devices), (3, 2));
    end(&ledger, &people);
}

#[test]
fn an_end_with_token_2022_and_one_mint_is_no_different() {
    let (ledger, people) = busy(Ledger::new().token_2022());
    end(&ledger, &people);
}

#[test]
fn without_a_treasury_what_is_left_is_the_authoritys() {
    let ledger = Ledger::new().two_mints().build();
    ledger.fund(1_000).unwrap();
    let gift = girder_sdk::tokens::transfer(
        &ledger.network.collateral,
        6,
        ledger.authority.pubkey(),
        ledger.stock(&ledger.network.collateral),
        ledger.network.stake_vault,
        77,
    );
    ledger.send(&[gift.unwrap()], &[&ledger.authority]).unwrap();
    let stocks = [&ledger.network.reward, &ledger.network.collateral].map(|token| ledger.stock(token));
    let before = stocks.map(|stock| ledger.balance(stock));
    ledger.reach_end();
    ledger.wind_up();

    let [reward, collateral] = ledger.heirs_accounts();
    assert_eq!([reward, collateral], stocks);
    let thief = ledger.wallet().pubkey();
    let (network, payer) = (&ledger.network, ledger.payer.pubkey());
    let close = build::close_network(network, payer, [reward, collateral]);
    for (token, right) in [(&network.reward, reward), (&network.collateral, collateral)] {
        let elsewhere = ledger.chain.create_token_account(&ledger.payer, token, thief).unwrap();
        let stolen = with_account(close.clone(), right, elsewhere);
        assert_refused!(ledger.send(&[stolen], &[]), LedgerError::WrongDestination);
    }
    let stolen = build::close_network(network, thief, [reward, collateral]);
    assert_refused!(ledger.send(&[stolen], &[]), LedgerError::WrongRentPayer);
    ledger.send(&[close], &[]).unwrap();
    assert_eq!(stocks.map(|stock| ledger.balance(stock)), [before[0] + 1_000, before[1] + 77]);
}

#[test]
fn an_end_is_announced_one_unbonding_time_ahead_and_can_be_moved() {
    let ledger = Ledger::new().build();
    let (network, authority) = (&ledger.network, ledger.authority.pubkey());
    // The second before an epoch begins one unbonding time later, and that second.
    let announced = ledger.start(7) - ledger.parameters.unbonding;
    ledger.chain.warp_to(announced - 1);
    assert_refused!(ledger.retire_network(6), LedgerError::EpochNotAhead);
    ledger.retire_network(7).unwrap();
    ledger.chain.warp_to(announced);
    assert_refused!(ledger.retire_network(7), LedgerError::EpochNotAhead);
    ledger.retire_network(8).unwrap();

    let stranger = ledger.wallet();
    let retire = build::retire_network(network, stranger.pubkey(), 9);
    assert_refused!(ledger.send(&[retire], &[&stranger]), LedgerError::WrongAuthority);
    ledger.retire_network(u64::MAX).unwrap();
    ledger.retire_network(9).unwrap();
    assert_eq!(ledger.network_account().retired_from, 9);
    ledger.chain.warp_to(ledger.start(9) - 1);
    ledger.retire_network(u64::MAX).unwrap();
    ledger.retire_network(20).unwrap();
    ledger.chain.warp_to(ledger.start(20));
    for epoch in [u64::MAX, 40] {
        let retire = build::retire_network(network, authority, epoch);
        assert_refused!(ledger.send(&[retire], &[&ledger.authority]), LedgerError::NetworkRetired);
    }
}

#[test]
fn whoever_unstakes_at_the_announcement_is_out_before_the_end() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1_000).build();
    ledger.enter_epoch(3);
    let end = ledger.earliest_end();
    ledger.retire_network(end).unwrap();
    ledger.unstake(&operator, 1_000).unwrap();
    ledger.chain.warp_to(ledger.start(end) - 1);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(&operator), 1_000);
}

#[test]
fn the_last_epoch_is_proven_and_settled_and_none_after_it() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    let end = ledger.earliest_end();
    ledger.retire_network(end).unwrap();
    ledger.chain.warp_to(ledger.settle_time(end - 1) - 1);
    ledger.prove(&device, end - 1, 10).unwrap();
    assert_refused!(ledger.prove(&device, end, 10), LedgerError::NetworkRetired);

    ledger.settle_up_to(end - 1);
    ledger.chain.warp_to(ledger.settle_time(end));
    let settle = ledger.settlement(ledger.payer.pubkey(), end, None);
    assert_refused!(ledger.send(&[settle], &[]), LedgerError::NetworkRetired);
    ledger.chain.warp_to(ledger.harvest_time(end - 1));
    ledger.harvest(&operator, end - 1).unwrap();
    ledger.assert_solvent();
}

#[test]
fn nothing_new_comes_into_a_retired_network() {
    let ledger = Ledger::new().two_mints().parameters(|p| p.min_bond = 100).build();
    let (network, payer) = (&ledger.network, ledger.payer.pubkey());
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    let end = ledger.earliest_end();
    ledger.retire_network(end).unwrap();
    // A device would earn from the next epoch on, and there is none.
    ledger.enter_epoch(end - 1);
    ledger.unstake(&operator, 10).unwrap();
    let late = ledger.register(&operator, TestDevice::ed25519(), 0);
    assert_refused!(late.map(drop), LedgerError::NetworkRetired);
    let key = TestDevice::ed25519();
    let rotated = ledger.rotate(&operator, &device, key).map(drop);
    assert_refused!(rotated, LedgerError::NetworkRetired);
    ledger.delegator(&operator);

    ledger.enter_epoch(end);
    let (identity, owner) = (ledger.wallet(), ledger.wallet());
    let register = build::register_operator(network, payer, identity.pubkey(), 0, payer);
    assert_refused!(ledger.send(&[register], &[&identity]), LedgerError::NetworkRetired);
    assert_refused!(ledger.open_position(&operator, owner).map(drop), LedgerError::NetworkRetired);
    assert_refused!(ledger.deposit(&operator, 100), LedgerError::NetworkRetired);
    assert_refused!(ledger.cancel_unstake(&operator, 0), LedgerError::NetworkRetired);
    let attestor = TestAttestor::new(1);
    let (bonder, key) = (attestor.owner.pubkey(), attestor.key.pubkey());
    let register = build::register_attestor(network, payer, bonder, key);
    assert_refused!(ledger.send(&[register], &[&attestor.owner, &attestor.key]), LedgerError::NetworkRetired);
    assert_refused!(ledger.post_bond(&ledger.attestors[0], 1), LedgerError::NetworkRetired);
    let create = build::create_attestor_set(network, 2, payer, ledger.authority.pubkey());
    assert_refused!(ledger.send(&[create], &[&ledger.authority]), LedgerError::NetworkRetired);
}

#[test]
fn evidence_is_committed_to_until_that_about_the_last_epoch_is_old() {
    let ledger = Ledger::new().build();
    let last = ledger.reach_end() - 1;
    let commit = |hash| ledger.send(&[build::commit_report(&ledger.network, ledger.payer.pubkey(), [hash; 32])], &[]);
    ledger.chain.warp_to(ledger.evidence_end(last) - 1);
    commit(1).unwrap();
    ledger.chain.warp_to(ledger.evidence_end(last));
    assert_refused!(commit(2), LedgerError::NetworkRetired);
}

#[test]
fn a_shard_is_created_while_epochs_wait_for_it_and_closed_when_none_does() {
    let (ledger, new) = Ledger::new().prepare();
    let payer = ledger.payer.pubkey();
    ledger.send(&[build::create_network(&new)], &[&ledger.authority]).unwrap();
    let create = |number| ledger.send(&[build::create_shard(&ledger.network, payer, number)], &[]);
    create(0).unwrap();
    let end = ledger.reach_end();
    create(1).unwrap();
    ledger.settle_up_to(end - 2);
    assert_refused!(ledger.close_shard(1), LedgerError::NetworkNotOver);
    ledger.settle_up_to(end - 1);
    let thief = ledger.wallet().pubkey();
    let stolen = build::close_shard(&ledger.network, 1, thief);
    assert_refused!(ledger.send(&[stolen], &[]), LedgerError::WrongRentPayer);
    ledger.close_shard(1).unwrap();
    assert_refused!(create(1), LedgerError::NetworkRetired);
    assert_eq!(ledger.assert_solvent().accounts, 1 + end);
}

#[test]
fn a_network_closes_when_the_last_of_its_accounts_is_closed() {
    let ledger = Ledger::new().two_mints().attestors(&[]).parameters(|p| p.shards = 1).build();
    let end = ledger.earliest_end();
    assert_refused!(ledger.close_network(), LedgerError::NetworkNotOver);
    ledger.retire_network(end).unwrap();
    ledger.settle_up_to(end - 1);
    for epoch in 0..end {
        assert_refused!(ledger.close_network(), LedgerError::NetworkNotEmpty);
        ledger.close_epoch(epoch, ledger.payer.pubkey()).unwrap();
    }
    assert_refused!(ledger.close_network(), LedgerError::NetworkNotEmpty);
    ledger.close_shard(0).unwrap();
    ledger.close_network().unwrap();
}

#[test]
fn anybody_lets_stake_bonds_and_devices_go_once_the_network_is_retired() {
    let ledger = Ledger::new().two_mints().parameters(|p| p.min_bond = 100).build();
    let (network, payer) = (&ledger.network, ledger.payer.pubkey());
    let operator = ledger.operator().stake(1_000).build();
    let delegator = ledger.delegate(&operator, 500);
    let device = ledger.device(&operator);
    let end = ledger.earliest_end();
    ledger.retire_network(end).unwrap();
    ledger.chain.warp_to(ledger.start(end) - 1);
    ledger.lock_shares(&delegator, ledger.start(end) + 1_000_000).unwrap();
    let owner = delegator.owner.pubkey();
    let unstake = |shares| ledger.send(&[build::unstake_for(network, operator.address, owner, payer, shares)], &[]);
    let key = ledger.attestors[0].key.pubkey();
    let unbond = || ledger.send(&[build::unbond_attestor(network, key, payer, Some(1), None)], &[]);
    let retire = || ledger.send(&[build::retire_device(network, operator.address, payer, device.address)], &[]);
    assert_refused!(unstake(500), LedgerError::WrongAuthority);
    assert_refused!(unbond(), LedgerError::WrongAuthority);
    assert_refused!(retire(), LedgerError::WrongAuthority);
    assert_refused!(ledger.unstake(&delegator, 1), LedgerError::SharesLocked);

    ledger.chain.warp_to(ledger.start(end));
    ledger.unstake(&delegator, 100).unwrap();
    assert_refused!(unstake(400), LedgerError::WrongAuthority);
    ledger.chain.warp_to(ledger.settle_time(end - 1));
    ledger.settle_up_to(end - 1);
    assert_refused!(unstake(399), LedgerError::WrongAuthority);
    unstake(400).unwrap();
    unbond().unwrap();
    retire().unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    for ticket in [0, 1] {
        ledger.withdraw(&delegator, ticket, false).unwrap();
    }
    assert_eq!(ledger.collateral_of(&delegator), 500);
    ledger.assert_solvent();
}

#[test]
fn nobody_ends_anothers_stake_before_its_last_rewards_are_harvested() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(100_000).build();
    let device = ledger.device(&operator);
    let (owner, payer) = (operator.identity.pubkey(), ledger.payer.pubkey());
    let end = ledger.earliest_end();
    ledger.retire_network(end).unwrap();
    ledger.enter_epoch(end - 1);
    ledger.prove(&device, end - 1, 1_000).unwrap();
    let unstake = || {
        let unstake = build::unstake_for(&ledger.network, operator.address, owner, payer, 100_000);
        ledger.send(&[unstake], &[])
    };
    ledger.chain.warp_to(ledger.settle_time(end - 1));
    assert_refused!(unstake(), LedgerError::WrongAuthority);
    ledger.settle_up_to(end - 1);
    ledger.chain.warp_to(ledger.harvest_time(end - 1));
    assert_refused!(unstake(), LedgerError::WrongAuthority);
    ledger.harvest(&operator, end - 1).unwrap();
    unstake().unwrap();
    ledger.claim(&operator).unwrap();
    // A base unit stays behind in each of two roundings at the most.
    assert!(ledger.balance(ledger.reward_account(owner)) >= 998);
    ledger.assert_solvent();
}

#[test]
fn a_network_that_is_made_again_is_another_one_and_mints_nothing() {
    let (ledger, people) = busy(Ledger::new().two_mints());
    let stale = ledger.attested(&people.devices[0], ledger.statement(&people.devices[0], 1, 5));
    let before = ledger.network_account().instance;
    end(&ledger, &people);

    let parameters = |kind| Parameters { genesis: ledger.now() + 10, emission_kind: kind, ..ledger.parameters };
    let new = |kind| NewNetwork {
        payer: ledger.payer.pubkey(),
        creator: ledger.authority.pubkey(),
        name: encode_name("test").unwrap(),
        reward: ledger.network.reward,
        collateral: ledger.network.collateral,
        treasury: None,
        parameters: parameters(kind),
        mint_risks: 0,
    };
    let create = |kind| ledger.send(&[build::create_network(&new(kind))], &[&ledger.authority]);
    assert_refused!(create(emission_kind::FIXED), LedgerError::NoMintAuthority);
    create(emission_kind::VAULT_FUNDED).unwrap();
    assert_eq!(new(emission_kind::VAULT_FUNDED).addresses().network, ledger.network.network);
    let after = ledger.network_account();
    assert_ne!(after.instance, before);
    assert_eq!((after.retired_from, ledger.books().accounts, ledger.books().next_epoch), (u64::MAX, 0, 0));
    assert!(ledger.submit(&stale).is_err(), "a proof for the network before is none for this one");
}
