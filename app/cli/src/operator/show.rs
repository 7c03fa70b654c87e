//! Operators told to people and machines.

use anyhow::{Context, Result};
use girder_sdk::{
    accounts::AnyAccount,
    amount,
    audit::Snapshot,
    json::{self, utc},
    ledger::{
        math::coverage,
        state::{Device, Operator},
    },
    transport::{self, Transport},
};
use serde_json::{Value, json};
use solana_address::Address;

use crate::{device, output, report::table::listed};

const HEAD: [&str; 7] = ["operator", "stake", "covers", "commission", "positions", "devices", "state"];
const NUMBERS: [&str; 5] = ["stake", "covers", "commission", "positions", "devices"];

/// Prints a network's operators, the largest stake first. `covers`: credits an epoch.
pub async fn list(ledger: &dyn Transport, network: Address, as_json: bool) -> Result<()> {
    let snapshot = Snapshot::take(ledger, network).await?;
    let now = ledger.clock().await?.unix_timestamp;
    let mut operators: Vec<_> = snapshot.operators.iter().collect();
    operators.sort_by_key(|(address, operator)| (std::cmp::Reverse(operator.stake), *address));
    if as_json {
        let all = operators.iter().map(|(address, operator)| as_value(*address, operator));
        return output::print(&format!("{:#}", all.collect::<Value>()));
    }
    if operators.is_empty() {
        return output::print("There is no operator.");
    }
    let row = |(address, operator): &&(Address, Operator)| {
        vec![
            address.to_string(),
            amount::show(operator.stake, snapshot.network.collateral_decimals),
            credit_limit(&snapshot, operator).to_string(),
            percent(commission(&snapshot, operator, now)),
            operator.positions.to_string(),
            operator.devices.to_string(),
            standing(operator, now),
        ]
    };
    output::print(&listed(&HEAD, &NUMBERS, &operators.iter().map(row).collect::<Vec<_>>()))
}

/// Prints an operator and its devices.
pub async fn show(ledger: &dyn Transport, address: Address, as_json: bool) -> Result<()> {
    let network = transport::fetch::<Operator>(ledger, address).await?.network;
    let snapshot = Snapshot::take(ledger, network).await?;
    let operator = snapshot.operator(&address).with_context(|| format!("the operator {address} has just closed"))?;
    let devices = snapshot.devices.iter().filter(|(_, device)| device.operator == address);
    let devices: Vec<(Address, Device)> = devices.copied().collect();
    if as_json {
        let mut shown = as_value(address, operator);
        shown["rewards_claimable"] = json::number(claimable(&snapshot, address, operator)?);
        shown["registered_devices"] = devices.iter().map(device::show::as_value).collect();
        return output::print(&format!("{shown:#}"));
    }
    let now = ledger.clock().await?.unix_timestamp;
    let lines = lines(&snapshot, (address, operator), now)?;
    let lines: String = lines.iter().map(|(name, value)| format!("{name:<16} {value}\n")).collect();
    output::print(&format!("{lines}\n{}", device::show::table(&devices)))
}

/// Whether something is wrong, in words.
pub fn standing(operator: &Operator, now: i64) -> String {
    match (operator.open_cases, operator.jailed_until) {
        (0, 0) => "active".to_owned(),
        (0, until) if now >= until => "may leave jail".to_owned(),
        (0, until) => format!("jailed until {}", utc(until)),
        (1, _) => "a case is open".to_owned(),
        (cases, _) => format!("{cases} cases are open"),
    }
}

/// An operator in lines of a name and a value.
pub fn lines(
    snapshot: &Snapshot,
    (address, operator): (Address, &Operator),
    now: i64,
) -> Result<Vec<(&'static str, String)>> {
    let reward = |base| amount::show(base, snapshot.network.reward_decimals);
    let collateral = |base| amount::show(base, snapshot.network.collateral_decimals);
    let worth = |shares| if shares > 0 { operator.stake_for(shares) } else { Ok(0) };
    let somebody = |key: Address| if key == Address::default() { "nobody".to_owned() } else { key.to_string() };
    let epoch = snapshot.network.parameters.schedule().epoch_at(now);
    let used = epoch.map_or(0, |epoch| operator.credit_in(epoch));
    let in_force = commission(snapshot, operator, now);
    let change = match operator.next_commission_bps == in_force {
        true => String::new(),
        false => {
            format!(", {} from epoch {} on", percent(operator.next_commission_bps), operator.next_commission_epoch)
        }
    };
    let due = operator.ring.iter().filter(|slot| slot.is_due());
    let due = due.map(|slot| format!("epoch {}: {} credits", slot.epoch, slot.credit)).collect::<Vec<_>>();
    Ok(vec![
        ("operator", address.to_string()),
        ("network", operator.network.to_string()),
        ("identity", operator.identity.to_string()),
        ("authority", operator.authority.to_string()),
        ("offered to", somebody(operator.pending_authority)),
        ("manager", somebody(operator.manager)),
        ("payout wallet", operator.payout_wallet.to_string()),
        ("state", standing(operator, now)),
        ("stake", collateral(operator.stake)),
        ("of that its own", collateral(worth(operator.own_shares)?)),
        ("leaving", collateral(worth(operator.unbonding_shares)?)),
        ("covers", format!("{} credits an epoch, {used} used in this one", credit_limit(snapshot, operator))),
        ("commission", format!("{}{change}", percent(in_force))),
        ("commission due", reward(operator.commission_owed)),
        ("rewards due", reward(claimable(snapshot, address, operator)?)),
        ("to be harvested", if due.is_empty() { "nothing".to_owned() } else { due.join(", ") }),
        ("maintenance", maintenance(operator)),
    ])
}

/// Declared maintenance: the epochs from the first on, up to one that it no longer holds.
fn maintenance(operator: &Operator) -> String {
    match (operator.maintenance_from, operator.maintenance_until) {
        (from, until) if from >= until => "none".to_owned(),
        (from, until) => format!("epochs {from} to {}", until.saturating_sub(1)),
    }
}

/// What all owners of a pool may claim now, base units of the reward mint.
fn claimable(snapshot: &Snapshot, address: Address, operator: &Operator) -> Result<u64> {
    let mut sum = 0u64;
    for (_, position) in snapshot.positions.iter().filter(|(_, position)| position.operator == address) {
        let mut position = *position;
        position.accrue(operator)?;
        sum = sum.saturating_add(position.owed);
    }
    Ok(sum)
}

/// Commission in force, basis points.
fn commission(snapshot: &Snapshot, operator: &Operator, now: i64) -> u64 {
    let parameters = &snapshot.network.parameters;
    let epoch = parameters.schedule().epoch_at(now).unwrap_or(0);
    operator.commission_at(epoch).min(parameters.max_commission_bps)
}

/// Credits that its stake covers in an epoch.
fn credit_limit(snapshot: &Snapshot, operator: &Operator) -> u64 {
    let parameters = &snapshot.network.parameters;
    coverage::credit_limit(operator.covered(parameters), parameters.collateral_per_million_credits).unwrap_or(0)
}

fn percent(bps: u64) -> String {
    format!("{}.{:02}%", bps / 100, bps % 100)
}

fn as_value(address: Address, operator: &Operator) -> Value {
    let mut shown = json::account(&AnyAccount::Operator(Box::new(*operator)));
    shown["address"] = json!(address.to_string());
    shown
}
