use girder_sdk::instructions::{self as build, ShareTransfer, Withdrawal};
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::Walk;
use crate::{Holder, Ledger, Setup, TestDelegator, TestOperator};

pub(super) fn walk(walk: &mut Walk) {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let first = hold(walk, &ledger, &operator);
    transfer(walk, &ledger, &operator, &first);
    lock(walk, &ledger, &first);
    close(walk, &ledger, &operator);
    earn(walk, "SPL Token, a delegator's", Ledger::new().two_mints());
    earn(walk, "Token-2022, a delegator's", Ledger::new().two_mints().token_2022());
    govern(walk);
}

/// A delegator's own steps.
fn hold(walk: &mut Walk, ledger: &Ledger, operator: &TestOperator) -> TestDelegator {
    let (network, address) = (&ledger.network, operator.address);
    let delegator = TestDelegator { owner: ledger.wallet(), operator: address };
    let signers = [&delegator.owner];
    let owner = delegator.owner.pubkey();
    walk.step(ledger, "", vec![build::open_position(network, ledger.payer.pubkey(), address, owner)], &[]);
    let source = ledger.give(&network.collateral, owner, 1_000);
    walk.step(ledger, "a delegator's", vec![build::deposit(network, address, owner, source, 1_000)], &signers);
    let unstake = vec![build::unstake(network, address, owner, 500)];
    walk.step(ledger, "a delegator's", unstake.clone(), &signers);
    walk.step(ledger, "a delegator's", vec![build::cancel_unstake(network, address, owner, 0)], &signers);
    ledger.send(&unstake, &signers).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    let withdrawal = Withdrawal { operator: address, owner, destination: source, ticket: 0, signed_by_owner: false };
    walk.step(ledger, "a delegator's", vec![build::withdraw(network, &withdrawal)], &[]);
    delegator
}

/// Gifts to a position that the giver opened and to one that somebody else did: while they are empty, and then.
fn transfer(walk: &mut Walk, ledger: &Ledger, operator: &TestOperator, from: &TestDelegator) {
    let mut transfer = |variant, to: &TestDelegator, signed_by_recipient| {
        let (giver, receiver) = (from.owner.pubkey(), to.owner.pubkey());
        let transfer =
            ShareTransfer { operator: from.operator, from: giver, to: receiver, shares: 100, signed_by_recipient };
        let signers = if signed_by_recipient { vec![&from.owner, &to.owner] } else { vec![&from.owner] };
        walk.step(ledger, variant, vec![build::transfer_shares(&ledger.network, &transfer)], &signers);
    };
    let own = ledger.delegator_of(from);
    transfer("to an empty position that the giver opened", &own, false);
    transfer("with the receiver's consent", &own, true);
    transfer("to an empty position that another opened", &ledger.delegator(operator), true);
}

/// A lock, and one that is longer.
fn lock(walk: &mut Walk, ledger: &Ledger, delegator: &TestDelegator) {
    let owner = &delegator.owner;
    let lock = |ahead| vec![build::lock_shares(delegator.operator, owner.pubkey(), ledger.now() + ahead)];
    walk.step(ledger, "", lock(1_000), &[owner]);
    walk.step(ledger, "of a locked position", lock(2_000), &[owner]);
}

fn close(walk: &mut Walk, ledger: &Ledger, operator: &TestOperator) {
    let payer = &ledger.payer;
    let mut close = |variant, signer: fn(&TestDelegator) -> Option<&Keypair>| {
        let position = ledger.delegator(operator);
        let signer = signer(&position);
        let owner = position.owner.pubkey();
        let by = signer.unwrap_or(payer).pubkey();
        let close = build::close_position(&ledger.network, position.operator(), owner, by, payer.pubkey());
        walk.step(ledger, variant, vec![close], signer.as_slice());
    };
    close("by its owner", |position| Some(&position.owner));
    close("by its rent's payer", |_| None);
}

/// A delegator's claim of what it earned in an epoch.
fn earn(walk: &mut Walk, variant: &str, setup: Setup) {
    let ledger = setup.build();
    let operator = ledger.operator().stake(1_000_000).commission(1_000).build();
    let delegator = ledger.delegate(&operator, 1_000_000);
    let device = ledger.device(&operator);
    ledger.enter_epoch(0);
    ledger.earn(&operator, &device, 10_000);
    let owner = delegator.owner.pubkey();
    let destination = ledger.reward_account(owner);
    walk.step(&ledger, variant, vec![build::claim(&ledger.network, operator.address, owner, destination)], &[]);
}

fn govern(walk: &mut Walk) {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let (network, address) = (&ledger.network, operator.address);
    let (authority, signers) = (operator.identity.pubkey(), [&operator.identity]);
    let set = |bps| vec![build::set_commission(network, address, authority, bps)];
    let declare = |from| vec![build::declare_maintenance(network, address, authority, from, 4)];
    walk.step(&ledger, "the first change", set(300), &signers);
    walk.step(&ledger, "the first one", declare(3), &signers);
    ledger.enter_epoch(40);
    walk.step(&ledger, "after one in force", set(600), &signers);
    walk.step(&ledger, "32 epochs after the last", declare(50), &signers);
}
