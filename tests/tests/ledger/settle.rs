//! Settling: when, in which order, by whom, with which shards and attestors, and for which tip.

use girder_sdk::{
    Token, instructions as build,
    instructions::Seal,
    ledger::{error::LedgerError::*, state::Epoch},
    pda,
    tokens::NewMint,
};
use girder_tests::{Ledger, TestAttestor, assert_failed, assert_refused, with_account};
use solana_instruction::{AccountMeta, Instruction};
use solana_keypair::Keypair;
use solana_signer::Signer;

#[test]
fn an_epoch_settles_from_the_first_second_after_its_grace() {
    let ledger = Ledger::new().build();
    ledger.chain.warp_to(ledger.settle_time(0) - 1);
    assert_refused!(ledger.settle(0), TooEarly);
    ledger.chain.warp_to(ledger.settle_time(0));
    ledger.settle(0).unwrap();
    assert_eq!(ledger.epoch(0).settled_at, ledger.settle_time(0));
}

#[test]
fn epochs_settle_in_order_and_each_once() {
    let ledger = Ledger::new().build();
    ledger.chain.warp_to(ledger.settle_time(2));
    assert_refused!(ledger.settle(1), SettleInOrder);
    assert_refused!(ledger.settle(u64::MAX), SettleInOrder);
    ledger.settle(0).unwrap();
    assert_refused!(ledger.settle(0), SettleInOrder);
    ledger.settle(1).unwrap();
    ledger.settle(2).unwrap();
    assert_refused!(ledger.settle(3), TooEarly);
    assert_eq!(ledger.books().next_epoch, 3);
}

#[test]
fn anybody_settles_and_is_recorded_as_payer_of_the_rent() {
    let ledger = Ledger::new().build();
    let stranger = ledger.wallet();
    let before = ledger.chain.find(&stranger.pubkey()).unwrap().lamports;
    ledger.chain.warp_to(ledger.settle_time(0));
    ledger.settle_as(&stranger, 0, None).unwrap();
    assert_eq!(ledger.epoch(0).rent_payer, stranger.pubkey());
    let rent = ledger.chain.find(&pda::epoch(ledger.network.network, 0)).unwrap().lamports;
    assert_eq!(ledger.chain.find(&stranger.pubkey()).unwrap().lamports, before - rent);
}

#[test]
fn a_late_settlement_pays_what_an_early_one_would() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 70).unwrap();
    ledger.chain.warp_to(ledger.start(60));
    ledger.settle_up_to(40);
    assert_eq!((ledger.epoch(1).credit, ledger.epoch(1).pot), (70, 70));
    assert_eq!(ledger.books().pots, 70);
}

/// Changes the list of shards at the end of a settlement.
fn with_shards(ledger: &Ledger, change: impl FnOnce(&mut Vec<AccountMeta>)) -> Instruction {
    let mut settle = ledger.settlement(ledger.payer.pubkey(), 0, None);
    let first = settle.accounts.len() - usize::from(ledger.network.shards);
    let mut shards = settle.accounts.split_off(first);
    change(&mut shards);
    settle.accounts.extend(shards);
    settle
}

#[test]
fn exactly_the_shards_of_the_network_in_order_are_taken() {
    let ledger = Ledger::new().parameters(|p| p.shards = 3).build();
    let neighbour = ledger.neighbour();
    ledger.chain.warp_to(ledger.settle_time(0));
    let send = |instruction| ledger.send(&[instruction], &[]);
    let foreign = AccountMeta::new(pda::shard(neighbour.network.network, 1), false);

    assert_refused!(send(with_shards(&ledger, |shards| shards.clear())), WrongShards);
    assert_refused!(send(with_shards(&ledger, |shards| shards.truncate(2))), WrongShards);
    assert_refused!(send(with_shards(&ledger, |shards| *shards = shards.split_off(1))), WrongShards);
    assert_refused!(send(with_shards(&ledger, |shards| shards.push(shards[0].clone()))), WrongShards);
    assert_refused!(send(with_shards(&ledger, |shards| shards.push(foreign.clone()))), WrongShards);
    assert_refused!(send(with_shards(&ledger, |shards| shards.swap(0, 1))), WrongShards);
    assert_refused!(send(with_shards(&ledger, |shards| shards[2] = shards[1].clone())), WrongShards);
    assert_refused!(send(with_shards(&ledger, |shards| shards[1] = foreign.clone())), WrongShards);
    assert_eq!(ledger.books().next_epoch, 0);
    send(with_shards(&ledger, |_| ())).unwrap();
}

#[test]
fn what_is_no_shard_or_not_writable_is_refused() {
    let ledger = Ledger::new().build();
    ledger.chain.warp_to(ledger.settle_time(0));
    let send = |instruction| ledger.send(&[instruction], &[]);
    let books = AccountMeta::new(ledger.network.books, false);
    let wallet = AccountMeta::new(ledger.wallet().pubkey(), false);
    assert_failed!(send(with_shards(&ledger, |shards| shards[0] = books)), "AccountDiscriminatorMismatch");
    assert_failed!(send(with_shards(&ledger, |shards| shards[0] = wallet)), "AccountOwnedByWrongProgram");
    assert_failed!(send(with_shards(&ledger, |shards| shards[0].is_writable = false)), "AccountNotMutable");
}

#[test]
fn the_credit_of_every_shard_counts() {
    let ledger = Ledger::new().parameters(|p| p.shards = 16).build();
    let operator = ledger.operator().stake(1_000_000).build();
    ledger.enter_epoch(0);
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    for shard in 0..16 {
        let proof = ledger.attested(&device, ledger.statement(&device, 1, 10 * (u64::from(shard) + 1)));
        let route = girder_sdk::proof::Route { shard, attestor_set: Some(1), verifier: None, first_index: 0 };
        ledger.send(&proof.instructions(&ledger.network, route).unwrap(), &[]).unwrap();
    }
    ledger.settle_up_to(1);
    assert_eq!(ledger.epoch(1).credit, 160);
}

#[test]
fn attestors_can_not_be_left_out_or_replaced() {
    let ledger = Ledger::new().build();
    let members: Vec<_> = ledger.attestors.iter().map(|a| (a.key.pubkey(), a.weight)).collect();
    ledger.seal_set(2, &members, Seal { from_epoch: 1, proof_threshold: 3, verdict_threshold: 3 }).unwrap();
    let draft = build::create_attestor_set(&ledger.network, 3, ledger.payer.pubkey(), ledger.authority.pubkey());
    ledger.send(&[draft], &[&ledger.authority]).unwrap();
    let neighbour = ledger.neighbour();
    ledger.chain.warp_to(ledger.settle_time(1));
    let settle = |epoch, set| build::settle_epoch(&ledger.network, epoch, ledger.payer.pubkey(), set, None);
    let send = |instruction| ledger.send(&[instruction], &[]);
    let set = |ledger: &Ledger, version| pda::attestor_set(ledger.network.network, version);

    assert_refused!(send(settle(0, None)), SetNotInForce);
    assert_refused!(send(settle(0, Some(2))), SetNotInForce);
    assert_refused!(send(settle(0, Some(3))), SetNotSealed);
    let foreign = with_account(settle(0, Some(1)), set(&ledger, 1), set(&neighbour, 1));
    assert_refused!(send(foreign), WrongNetwork);
    send(settle(0, Some(1))).unwrap();
    assert_refused!(send(settle(1, None)), SetNotInForce);
    assert_refused!(send(settle(1, Some(1))), SetNotInForce);
    send(settle(1, Some(2))).unwrap();
}

#[test]
fn before_the_first_attested_epoch_there_is_no_set_to_pay() {
    let ledger = Ledger::new().attestors(&[]).build();
    ledger.chain.warp_to(ledger.settle_time(0));
    ledger.settle(0).unwrap();
    let attestor = TestAttestor::new(1);
    ledger.register_attestor(&attestor);
    let seal = Seal { from_epoch: 2, proof_threshold: 1, verdict_threshold: 1 };
    ledger.seal_set(1, &[(attestor.key.pubkey(), 1)], seal).unwrap();
    ledger.chain.warp_to(ledger.settle_time(2));
    let settle = |epoch, set| build::settle_epoch(&ledger.network, epoch, ledger.payer.pubkey(), set, None);
    assert_refused!(ledger.send(&[settle(1, Some(1))], &[]), SetNotInForce);
    ledger.send(&[settle(1, None)], &[]).unwrap();
    assert_refused!(ledger.send(&[settle(2, None)], &[]), SetNotInForce);
    ledger.send(&[settle(2, Some(1))], &[]).unwrap();
}

/// A ledger in which epoch 1 may be settled and pays this much.
fn paying(amount: u64, tip: u64) -> Ledger {
    let ledger = Ledger::new().parameters(|p| p.settle_tip = tip).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, amount).unwrap();
    ledger.settle_up_to(0);
    ledger.chain.warp_to(ledger.settle_time(1));
    ledger
}

/// The tip that whoever settles that epoch gets.
fn tip_for(amount: u64, tip: u64) -> u64 {
    let (ledger, settler) = (paying(amount, tip), Keypair::new());
    ledger.chain.airdrop(settler.pubkey(), 1_000_000_000).unwrap();
    let destination = ledger.reward_account(settler.pubkey());
    ledger.settle_as(&settler, 1, Some(destination)).unwrap();
    let got = ledger.balance(destination);
    assert_eq!(ledger.epoch(1).pot, amount - got);
    ledger.assert_solvent();
    got
}

#[test]
fn the_tip_is_one_percent_of_the_payment_at_most() {
    assert_eq!(tip_for(10_000, 40), 40);
    assert_eq!(tip_for(10_000, 100), 100);
    assert_eq!(tip_for(10_000, 101), 100);
    assert_eq!(tip_for(9_999, u64::MAX), 99);
    assert_eq!(tip_for(99, u64::MAX), 0);
    assert_eq!(tip_for(0, u64::MAX), 0);
    assert_eq!(tip_for(10_000, 0), 0);
}

#[test]
fn the_tip_goes_to_the_settler_alone() {
    let ledger = paying(10_000, 40);
    let (settler, other) = (ledger.wallet(), ledger.wallet());
    let others = ledger.reward_account(other.pubkey());
    assert_refused!(ledger.settle_as(&settler, 1, Some(others)), WrongDestination);
    // Who pays the transaction is not who settles.
    let payers = ledger.reward_account(ledger.payer.pubkey());
    assert_refused!(ledger.settle_as(&settler, 1, Some(payers)), WrongDestination);
    let vault = ledger.network.reward_vault;
    assert_refused!(ledger.settle_as(&settler, 1, Some(vault)), WrongDestination);
    assert_failed!(ledger.settle_as(&settler, 1, Some(settler.pubkey())), "invalid account data");
}

#[test]
fn the_tip_needs_an_account_of_the_reward_mint() {
    let ledger = paying(10_000, 40);
    let (settler, mint) = (ledger.wallet(), Keypair::new());
    let new = NewMint::plain(Token { mint: mint.pubkey(), ..ledger.network.reward }, settler.pubkey(), 6);
    let token = ledger.chain.create_mint(&settler, &mint, &new).unwrap();
    let account = ledger.chain.create_token_account(&settler, &token, settler.pubkey()).unwrap();
    assert_failed!(ledger.settle_as(&settler, 1, Some(account)), "not associated with this Mint");
}

#[test]
fn without_an_account_there_is_no_tip() {
    let ledger = paying(10_000, 40);
    ledger.settle_as(&ledger.wallet(), 1, None).unwrap();
    assert_eq!(ledger.epoch(1).pot, 10_000);
}

#[test]
fn a_settled_epoch_never_reopens_whatever_the_clock_does() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 5).unwrap();
    ledger.make_harvestable(1);
    ledger.harvest(&operator, 1).unwrap();
    ledger.close_epoch(1, ledger.payer.pubkey()).unwrap();
    assert!(ledger.chain.read::<Epoch>(pda::epoch(ledger.network.network, 1)).is_err());
    assert_refused!(ledger.settle(1), SettleInOrder);

    ledger.enter_epoch(1);
    assert_refused!(ledger.prove(&device, 1, 10), EpochSettled);
    ledger.chain.warp_to(ledger.settle_time(1) - 1);
    assert_refused!(ledger.prove(&device, 1, 10), EpochSettled);
}

#[test]
fn accounts_of_another_network_do_not_settle() {
    let ledger = paying(10_000, 40);
    let neighbour = ledger.neighbour();
    let settle = ledger.settlement(ledger.payer.pubkey(), 1, None);
    let with = |account, other| ledger.send(&[with_account(settle.clone(), account, other)], &[]);
    assert_refused!(with(ledger.network.books, neighbour.network.books), WrongNetwork);
    assert_refused!(with(ledger.network.reward_vault, neighbour.network.reward_vault), WrongVault);
    assert_refused!(with(ledger.network.reward_vault, ledger.network.stake_vault), WrongVault);
    let elsewhere = pda::epoch(ledger.network.network, 2);
    assert_refused!(with(pda::epoch(ledger.network.network, 1), elsewhere), WrongAddress);
}
