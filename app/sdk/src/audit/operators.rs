//! Operators: shares against positions, stake, and slash cases.

use std::collections::BTreeMap;

use girder_interface::limits::MAX_POOL;
use ledger::state::{Operator, Position, SlashCase, outcome};
use solana_address::Address;

use super::{Report, Snapshot, sum};

pub fn check(snapshot: &Snapshot, report: &mut Report) {
    let mut positions: BTreeMap<Address, Vec<&Position>> = BTreeMap::new();
    for (address, position) in &snapshot.positions {
        check_position(*address, position, report);
        positions.entry(position.operator).or_default().push(position);
    }
    let mut cases: BTreeMap<Address, Vec<&SlashCase>> = BTreeMap::new();
    for (_, case) in snapshot.cases.iter().filter(|(_, case)| case.outcome == outcome::OPEN) {
        cases.entry(case.offender).or_default().push(case);
    }
    for (address, operator) in &snapshot.operators {
        check_accounts(snapshot, *address, operator, report);
        let of = |positions: &BTreeMap<_, Vec<_>>| positions.get(address).cloned().unwrap_or_default();
        check_shares(*address, operator, &of(&positions), report);
        check_pool(*address, operator, report);
        check_cases(*address, operator, &cases.get(address).cloned().unwrap_or_default(), report);
    }
}

fn check_position(address: Address, position: &Position, report: &mut Report) {
    let subject = Some(address);
    let marked = sum(position.tickets.iter().map(|ticket| ticket.shares));
    report.equal(subject, "unbonding shares = shares of the tickets", position.unbonding_shares, marked);
    report.at_most(subject, "unbonding shares <= shares", position.unbonding_shares, position.shares);
}

/// The accounts that an operator counts, unless it had an old layout: it closes when only its own position is left.
fn check_accounts(snapshot: &Snapshot, address: Address, operator: &Operator, report: &mut Report) {
    if operator.positions >= Operator::UNCOUNTED {
        return;
    }
    let positions = snapshot.positions.iter().filter(|(_, position)| position.operator == address).count();
    let devices = snapshot.devices.iter().filter(|(_, device)| device.operator == address).count();
    report.equal(Some(address), "positions = those that are open", operator.positions, positions as u64);
    report.equal(Some(address), "devices = those that are open", operator.devices, devices as u64);
}

/// Shares of an earlier generation are worth nothing, whether or not their position knows it yet.
fn check_shares(address: Address, operator: &Operator, positions: &[&Position], report: &mut Report) {
    let subject = Some(address);
    let living = || positions.iter().filter(|position| position.generation == operator.generation);
    let own = || living().filter(|position| position.is_own(operator));
    let shares = sum(living().map(|position| position.shares));
    let unbonding = sum(living().map(|position| position.unbonding_shares));
    let own_shares = sum(own().map(|position| position.shares));
    let own_unbonding = sum(own().map(|position| position.unbonding_shares));
    report.equal(subject, "shares = shares of the positions", operator.shares, shares);
    report.equal(subject, "unbonding shares = of the positions", operator.unbonding_shares, unbonding);
    report.equal(subject, "own shares = of the own position", operator.own_shares, own_shares);
    report.equal(subject, "own unbonding shares = of the own position", operator.own_unbonding_shares, own_unbonding);
}

fn check_pool(address: Address, operator: &Operator, report: &mut Report) {
    let subject = Some(address);
    report.at_most(subject, "stake <= shares", operator.stake, operator.shares);
    report.at_most(subject, "shares <= most of a pool", operator.shares, MAX_POOL);
    let active_stake = operator.stake_for(operator.active_shares()).map_or(u128::MAX, u128::from);
    report.equal(subject, "active stake = active shares at their price", operator.active_stake, active_stake);
}

fn check_cases(address: Address, operator: &Operator, open: &[&SlashCase], report: &mut Report) {
    report.equal(Some(address), "open cases = cases that are open", operator.open_cases, open.len() as u64);
    for (index, slot) in operator.ring.iter().enumerate() {
        let voids =
            open.iter().filter(|case| case.void_slots.checked_shr(index as u32).is_some_and(|bits| bits & 1 == 1));
        let (all, parts): (Vec<&SlashCase>, Vec<&SlashCase>) =
            voids.copied().partition(|case| case.void_credit == u64::MAX);
        let voided = sum(parts.iter().map(|case| case.void_credit));
        if voided > 0 {
            let name = format!("void credit by open cases in epoch {} <= void credit", slot.epoch);
            report.at_most(Some(address), name, voided, slot.void_credit);
        }
        if !all.is_empty() {
            let name = format!("open cases that void all of epoch {} <= cases that do", slot.epoch);
            report.at_most(Some(address), name, all.len() as u64, slot.void_all);
        }
    }
}
