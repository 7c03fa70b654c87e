//! Credits: what operators hold in their rings against what epochs and shards count.

use std::collections::{BTreeMap, BTreeSet};

use ledger::math::accumulator;
use solana_address::Address;

use super::{Report, Snapshot};

pub fn check(snapshot: &Snapshot, report: &mut Report) {
    let slots = || snapshot.operators.iter().flat_map(|(_, operator)| &operator.ring);
    let operators = credits(slots(), |slot| (slot.epoch, slot.credit));
    let unharvested = credits(slots().filter(|slot| slot.is_due()), |slot| (slot.epoch, slot.credit));
    let shards = credits(snapshot.shards.iter().flat_map(|(_, shard)| &shard.ring), |slot| (slot.epoch, slot.credit));
    check_settled(snapshot, &unharvested, report);
    check_unsettled(snapshot, &operators, &shards, report);
    check_shards(snapshot, report);
    check_devices(snapshot, report);
}

/// Credits per epoch.
fn credits<'a, T: 'a>(slots: impl Iterator<Item = &'a T>, read: impl Fn(&T) -> (u64, u64)) -> BTreeMap<u64, u128> {
    let mut credits = BTreeMap::new();
    for (epoch, credit) in slots.map(read).filter(|&(_, credit)| credit > 0) {
        *credits.entry(epoch).or_default() += u128::from(credit);
    }
    credits
}

fn check_settled(snapshot: &Snapshot, operators: &BTreeMap<u64, u128>, report: &mut Report) {
    for (address, epoch) in &snapshot.epochs {
        let subject = Some(*address);
        let unharvested = operators.get(&epoch.index).copied().unwrap_or(0);
        report.equal(
            subject,
            "credit left = unharvested credit in the operators' rings",
            epoch.credit_left,
            unharvested,
        );
        report.at_most(subject, "credit left <= credit", epoch.credit_left, epoch.credit);
        report.at_most(subject, "pot left <= pot", epoch.pot_left, epoch.pot);
        let due = accumulator::value(epoch.credit_left, epoch.reward_per_credit.bits()).map_or(u128::MAX, u128::from);
        report.at_most(subject, "reward of the credit left <= pot left", due, epoch.pot_left);
        report.at_most(subject, "index < next epoch to settle", u128::from(epoch.index) + 1, snapshot.books.next_epoch);
    }
}

fn check_unsettled(
    snapshot: &Snapshot,
    operators: &BTreeMap<u64, u128>,
    shards: &BTreeMap<u64, u128>,
    report: &mut Report,
) {
    let next = snapshot.books.next_epoch;
    let epochs: BTreeSet<u64> = operators.keys().chain(shards.keys()).copied().filter(|&epoch| epoch >= next).collect();
    for epoch in epochs {
        let credit = |of: &BTreeMap<u64, u128>| of.get(&epoch).copied().unwrap_or(0);
        let name = format!("credit of epoch {epoch} in the shards = in the operators' rings");
        report.equal(None, name, credit(shards), credit(operators));
    }
    let settled: u128 = shards.range(..next).map(|(_, credit)| credit).sum();
    report.equal(None, "credit of settled epochs in the shards = 0", settled, 0u64);
}

fn check_shards(snapshot: &Snapshot, report: &mut Report) {
    let shards = snapshot.network.parameters.shards;
    report.at_most(None, "shards there are <= shards of the network", snapshot.shards.len() as u64, shards);
    for (address, shard) in &snapshot.shards {
        let next = snapshot.books.next_epoch;
        report.equal(Some(*address), "next epoch of the shard = next epoch to settle", shard.next_epoch, next);
    }
}

/// What devices earned in an epoch is in their operator's ring, as long as that slot is there.
fn check_devices(snapshot: &Snapshot, report: &mut Report) {
    let mut earned: BTreeMap<(Address, u64), u128> = BTreeMap::new();
    for (_, device) in &snapshot.devices {
        for slot in device.slots.iter().filter(|slot| slot.credit > 0) {
            *earned.entry((device.operator, slot.epoch)).or_default() += u128::from(slot.credit);
        }
    }
    for (address, operator) in &snapshot.operators {
        for slot in operator.ring.iter().filter(|slot| slot.credit > 0) {
            let devices = earned.get(&(*address, slot.epoch)).copied().unwrap_or(0);
            let name = format!("credit of the devices in epoch {} <= credit", slot.epoch);
            report.at_most(Some(*address), name, devices, slot.credit);
        }
    }
}
