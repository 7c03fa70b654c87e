//! Epochs to settle, rewards to harvest and to pay.

use ledger::{
    math::breaker::{Breaker, Bucket},
    state::{Position, pause_subject},
};
use solana_address::Address;

use super::{Earning, Scene, Step, Task};
use crate::{amount, instructions};

pub(super) fn find(scene: &mut Scene) {
    settle(scene);
    harvest(scene);
    if scene.snapshot.network.check_not_paused(pause_subject::CLAIMS, scene.now).is_ok() {
        pay(scene);
    }
}

/// Epochs are settled in order, each with all shards and with the attestor set that was in force in it.
fn settle(scene: &mut Scene) {
    let (snapshot, network) = (scene.snapshot, scene.network);
    let paused = snapshot.network.check_not_paused(pause_subject::SETTLEMENT, scene.now).is_err();
    if paused || snapshot.shards.len() < usize::from(network.shards) {
        return;
    }
    let mut epoch = snapshot.books.next_epoch;
    while epoch < snapshot.network.retired_from && scene.is_past(snapshot.network.parameters.settle_time(epoch)) {
        let mut set = None;
        if epoch >= snapshot.network.first_attested_epoch {
            let in_force = snapshot.attestor_sets.iter().find(|(_, set)| set.check_in_force(epoch).is_ok());
            let Some((_, in_force)) = in_force else { return };
            set = Some(in_force.set_version);
        }
        let tip = scene.cranker.tip_destination;
        let instruction = instructions::settle_epoch(network, epoch, scene.cranker.address, set, tip);
        let earning = match tip {
            Some(_) => Earning::Tip(snapshot.network.parameters.settle_tip),
            None => Earning::Nothing,
        };
        let step = Step::new(Task::Settle, network.network, format!("settle epoch {epoch}"), instruction);
        scene.add(step.earning(earning));
        epoch = epoch.saturating_add(1);
    }
}

/// What an open case voids waits for its outcome.
fn harvest(scene: &mut Scene) {
    let snapshot = scene.snapshot;
    for (address, operator) in &snapshot.operators {
        for slot in operator.ring.iter().filter(|slot| slot.is_due() && slot.epoch < snapshot.books.next_epoch) {
            let waits = slot.voided() > 0 && operator.open_cases > 0;
            if waits || !scene.is_past(snapshot.network.parameters.harvest_time(slot.epoch)) {
                continue;
            }
            let what = format!("harvest epoch {} of operator {address}", slot.epoch);
            let instruction = instructions::harvest(scene.network, *address, slot.epoch);
            scene.add(Step::new(Task::Harvest, *address, what, instruction));
        }
    }
}

/// What the network's breaker lets through, and what went through.
struct Passing {
    breaker: Breaker,
    bucket: Bucket,
    now: i64,
}

impl Passing {
    /// How much of what is owed can be paid now.
    fn pass(&mut self, owed: u64) -> u64 {
        let (amount, bucket) = self.breaker.pass(self.bucket, self.now, owed);
        self.bucket = bucket;
        amount
    }
}

fn pay(scene: &mut Scene) {
    let (snapshot, network) = (scene.snapshot, scene.network);
    let bucket = Bucket { level: snapshot.books.breaker_level.bits(), since: snapshot.books.breaker_since };
    let breaker = snapshot.network.parameters.breaker();
    let mut passing = Passing { breaker, bucket, now: scene.now };
    let whole = |base| amount::show(base, snapshot.network.reward_decimals);

    for (address, operator) in &snapshot.operators {
        let amount = passing.pass(operator.commission_owed);
        if amount > 0 {
            let into = network.reward.account_of(operator.payout_wallet);
            let what = format!("pay {} of commission to {}", whole(amount), operator.payout_wallet);
            let instruction = instructions::claim_commission(network, *address, into);
            scene.add(Step::new(Task::Commission, *address, what, instruction).paying_into(into));
        }
    }
    for (address, position) in &snapshot.positions {
        let amount = passing.pass(owed(scene, position));
        if amount > 0 {
            let into = network.reward.account_of(position.owner);
            let what = format!("pay {} of rewards to {}", whole(amount), position.owner);
            let instruction = instructions::claim(network, position.operator, position.owner, into);
            scene.add(Step::new(Task::Claim, *address, what, instruction).paying_into(into));
        }
    }
    for (address, set) in &snapshot.attestor_sets {
        let mut set = *set;
        for index in 0..usize::from(set.count) {
            let Ok(member) = set.accrue(index).copied() else { continue };
            let amount = passing.pass(member.owed);
            if amount > 0 {
                let into = network.reward.account_of(member.payee);
                let what = format!("pay {} for attesting to {}", whole(amount), member.payee);
                let instruction = instructions::claim_attestor_pay(network, set.set_version, member.key, into);
                scene.add(Step::new(Task::AttestorPay, *address, what, instruction).paying_into(into));
            }
        }
    }
}

/// What a position is owed now, base units of the reward mint.
fn owed(scene: &Scene, position: &Position) -> u64 {
    let operator = scene.snapshot.operator(&position.operator);
    let mut position = *position;
    match operator.map(|operator| position.accrue(operator)) {
        Some(Ok(())) => position.owed,
        _ => 0,
    }
}

/// Whether a position holds nothing.
pub(super) fn is_empty(scene: &Scene, operator: &Address, position: &Position) -> bool {
    let mut position = *position;
    let accrued = scene.snapshot.operator(operator).map(|operator| position.accrue(operator));
    matches!(accrued, Some(Ok(()))) && position.check_empty().is_ok()
}
