//! Which accounts and which of their fields are exported.

use anyhow::Result;
use girder_sdk::{
    accounts::AnyAccount,
    audit::Snapshot,
    json,
    ledger::state::{Device, Operator, Position},
};
use serde_json::Value;
use solana_address::Address;

use super::{
    What,
    table::{
        Kind::{self, Number, Text, Time},
        Table,
    },
};

const OPERATORS: &[(&str, Kind)] = &[
    ("address", Text),
    ("identity", Text),
    ("authority", Text),
    ("manager", Text),
    ("payout_wallet", Text),
    ("stake", Number),
    ("active_stake", Number),
    ("covered_stake", Number),
    ("shares", Number),
    ("unbonding_shares", Number),
    ("own_shares", Number),
    ("commission_bps", Number),
    ("commission_owed", Number),
    ("open_cases", Number),
    ("jailed_until", Time),
    ("positions", Number),
    ("devices", Number),
];

const POSITIONS: &[(&str, Kind)] = &[
    ("address", Text),
    ("operator", Text),
    ("owner", Text),
    ("shares", Number),
    ("unbonding_shares", Number),
    ("stake", Number),
    ("owed", Number),
    ("paid", Number),
    ("since", Time),
    ("locked_until", Time),
];

const DEVICES: &[(&str, Kind)] = &[
    ("address", Text),
    ("operator", Text),
    ("key_kind", Text),
    ("key", Text),
    ("class", Number),
    ("region", Number),
    ("state", Text),
    ("first_epoch", Number),
    ("last_epoch", Number),
    ("licensed_until", Time),
    ("newest_epoch", Number),
    ("newest_sequence", Number),
    ("newest_units", Number),
    ("newest_credit", Number),
];

const EPOCHS: &[(&str, Kind)] = &[
    ("address", Text),
    ("index", Number),
    ("credit", Number),
    ("credit_left", Number),
    ("pot", Number),
    ("pot_left", Number),
    ("reward_per_credit", Text),
    ("settled_at", Time),
    ("rent_payer", Text),
];

const CASES: &[(&str, Kind)] = &[
    ("address", Text),
    ("kind", Text),
    ("offender", Text),
    ("device", Text),
    ("reporter", Text),
    ("bounty_recipient", Text),
    ("epoch", Number),
    ("taken", Number),
    ("returned", Number),
    ("bounty", Number),
    ("opened_at", Time),
    ("deadline", Time),
    ("evidence_end", Time),
    ("outcome", Text),
];

/// The accounts of a network as a table.
pub fn table(snapshot: &Snapshot, what: What) -> Result<Table> {
    match what {
        What::Operators => {
            let rows = snapshot.operators.iter().map(|(address, operator)| operator_row(snapshot, *address, operator));
            Table::new(&rows.collect::<Vec<_>>(), OPERATORS)
        }
        What::Positions => {
            let rows = snapshot.positions.iter().map(|(address, position)| position_row(snapshot, *address, position));
            Table::new(&rows.collect::<Result<Vec<_>>>()?, POSITIONS)
        }
        What::Devices => {
            let rows = snapshot.devices.iter().map(|(address, device)| device_row(*address, device));
            Table::new(&rows.collect::<Vec<_>>(), DEVICES)
        }
        What::Epochs => {
            let rows = snapshot.epochs.iter().map(|(at, epoch)| row(*at, AnyAccount::Epoch(Box::new(*epoch))));
            Table::new(&rows.collect::<Vec<_>>(), EPOCHS)
        }
        What::Cases => {
            let rows = snapshot.cases.iter().map(|(at, case)| row(*at, AnyAccount::SlashCase(Box::new(*case))));
            Table::new(&rows.collect::<Vec<_>>(), CASES)
        }
    }
}

fn row(address: Address, account: AnyAccount) -> Value {
    let mut row = json::account(&account);
    row["address"] = Value::String(address.to_string());
    row
}

fn operator_row(snapshot: &Snapshot, address: Address, operator: &Operator) -> Value {
    let mut row = row(address, AnyAccount::Operator(Box::new(*operator)));
    row["covered_stake"] = json::number(operator.covered(&snapshot.network.parameters));
    row
}

/// With what its shares are worth, and what it is owed at this moment.
fn position_row(snapshot: &Snapshot, address: Address, position: &Position) -> Result<Value> {
    let mut position = *position;
    let mut stake = 0;
    if let Some(operator) = snapshot.operator(&position.operator) {
        position.accrue(operator)?;
        stake = if position.shares > 0 { operator.stake_for(position.shares)? } else { 0 };
    }
    let mut row = row(address, AnyAccount::Position(Box::new(position)));
    row["stake"] = json::number(stake);
    Ok(row)
}

fn device_row(address: Address, device: &Device) -> Value {
    let mut row = row(address, AnyAccount::Device(Box::new(*device)));
    let newest = device.slots.iter().filter(|slot| slot.sequence > 0).max_by_key(|slot| slot.epoch);
    let mut set = |name: &str, number: Option<u64>| row[name] = number.map_or(Value::Null, json::number);
    set("newest_epoch", newest.map(|slot| slot.epoch));
    set("newest_sequence", newest.map(|slot| slot.sequence));
    set("newest_units", newest.map(|slot| slot.units));
    set("newest_credit", newest.map(|slot| slot.credit));
    row
}
