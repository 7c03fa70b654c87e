//! Positions told to people and machines.

use anyhow::Result;
use girder_sdk::{
    accounts::AnyAccount,
    amount,
    audit::Snapshot,
    json::{self, utc},
    ledger::state::{Operator, Position},
    pda,
    transport::{self, Transport},
};
use serde_json::{Value, json};
use solana_address::Address;

use super::Pool;
use crate::{output, report::table::listed};

const HEAD: [&str; 7] = ["operator", "owner", "shares", "stake", "claimable", "paid", "leaving"];
const NUMBERS: [&str; 5] = ["shares", "stake", "claimable", "paid", "leaving"];

/// Prints a network's positions, or an owner's; accrued up to now.
pub async fn list(ledger: &dyn Transport, network: Address, owner: Option<Address>, as_json: bool) -> Result<()> {
    let snapshot = Snapshot::take(ledger, network).await?;
    let mut found = Vec::new();
    for (address, position) in &snapshot.positions {
        let Some(operator) = snapshot.operator(&position.operator) else { continue };
        if owner.is_none_or(|owner| owner == position.owner) {
            found.push((*address, accrued(*position, operator)?));
        }
    }
    if as_json {
        return output::print(&format!("{:#}", found.iter().map(as_value).collect::<Value>()));
    }
    if found.is_empty() {
        return output::print("There is no position.");
    }
    let (reward, collateral) = (snapshot.network.reward_decimals, snapshot.network.collateral_decimals);
    let row = |(_, (position, stake)): &(Address, (Position, u64))| {
        vec![
            position.operator.to_string(),
            position.owner.to_string(),
            position.shares.to_string(),
            amount::show(*stake, collateral),
            amount::show(position.owed, reward),
            amount::show(position.paid, reward),
            position.unbonding_shares.to_string(),
        ]
    };
    output::print(&listed(&HEAD, &NUMBERS, &found.iter().map(row).collect::<Vec<_>>()))
}

/// Prints one position, accrued up to now.
pub async fn show(ledger: &dyn Transport, operator: Address, owner: Address, as_json: bool) -> Result<()> {
    if as_json {
        let (_, found) = one(ledger, operator, owner).await?;
        return output::print(&format!("{:#}", as_value(&found)));
    }
    output::print(&text(ledger, operator, owner).await?)
}

async fn one(ledger: &dyn Transport, operator: Address, owner: Address) -> Result<(Pool, (Address, (Position, u64)))> {
    let pool = Pool::read(ledger, operator).await?;
    let address = pda::position(operator, owner);
    let position: Position = transport::fetch(ledger, address).await?;
    let found = (address, accrued(position, &pool.operator)?);
    Ok((pool, found))
}

/// A position as it stands now, and what its shares are worth, base units of collateral.
fn accrued(mut position: Position, operator: &Operator) -> Result<(Position, u64)> {
    position.accrue(operator)?;
    let stake = if position.shares > 0 { operator.stake_for(position.shares)? } else { 0 };
    Ok((position, stake))
}

/// One position for people.
pub async fn text(ledger: &dyn Transport, operator: Address, owner: Address) -> Result<String> {
    let (pool, (address, (position, stake))) = one(ledger, operator, owner).await?;
    let reward = |base| amount::show(base, pool.network.reward_decimals);
    let collateral = |base| amount::show(base, pool.network.collateral_decimals);
    let locked =
        if position.locked_until == 0 { "no".to_owned() } else { format!("until {}", utc(position.locked_until)) };
    let mut lines = vec![
        ("position", address.to_string()),
        ("operator", position.operator.to_string()),
        ("owner", position.owner.to_string()),
        ("shares", position.shares.to_string()),
        ("stake", collateral(stake)),
        ("claimable", reward(position.owed)),
        ("paid", reward(position.paid)),
        ("held since", utc(position.since)),
        ("locked", locked),
    ];
    for (number, ticket) in position.tickets.iter().enumerate().filter(|(_, ticket)| ticket.shares > 0) {
        let from = utc(ticket.requested_at.saturating_add(ticket.unbonding));
        lines.push(("leaving", format!("ticket {number}: {} shares, from {from} on", ticket.shares)));
    }
    Ok(lines.iter().map(|(name, value)| format!("{name:<12} {value}\n")).collect())
}

fn as_value((address, (position, stake)): &(Address, (Position, u64))) -> Value {
    let mut shown = json::account(&AnyAccount::Position(Box::new(*position)));
    shown["address"] = json!(address.to_string());
    shown["stake"] = json::number(*stake);
    shown
}
