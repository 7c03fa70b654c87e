//! Owners as a table and as JSON.

use girder_sdk::json::{number, utc};
use serde_json::{Value, json};

use super::{Leaving, Owned, Owner};
use crate::report::{amount::column, table::aligned};

const HEAD: [&str; 6] = ["owner", "shares", "part", "stake", "earned", "claimable"];

impl Owned {
    /// A table with its totals; who leaves and what the commission is stand below it.
    pub(super) fn text(&self) -> String {
        let owners = &self.owners;
        let numbers = |decimals, pick: &dyn Fn(&Owner) -> u64| {
            let mut numbers: Vec<u128> = owners.iter().map(|owner| pick(owner).into()).collect();
            numbers.push(numbers.iter().sum());
            column(&numbers, decimals)
        };
        let mut names: Vec<String> = owners.iter().map(Owner::name).collect();
        names.push("total".to_owned());
        let all: u128 = owners.iter().map(|owner| u128::from(owner.position.shares)).sum();
        let mut parts: Vec<String> = owners.iter().map(|owner| part(owner.position.shares.into(), all)).collect();
        parts.push(part(all, all));
        let columns = [
            names,
            numbers(self.collateral_decimals, &|owner| owner.position.shares),
            parts,
            numbers(self.collateral_decimals, &|owner| owner.stake),
            numbers(self.reward_decimals, &Owner::earned),
            numbers(self.reward_decimals, &|owner| owner.position.owed),
        ];
        let rows = (0..=owners.len()).map(|row| columns.iter().filter_map(|column| column.get(row).cloned()).collect());
        let table = aligned(&HEAD.map(str::to_owned), &rows.collect::<Vec<Vec<String>>>());
        let leaving: String =
            owners.iter().flat_map(|owner| owner.leaving.iter().map(|found| self.line(owner, found))).collect();
        format!("Operator {}\n{table}{leaving}{}", self.address, self.commission())
    }

    fn line(&self, owner: &Owner, leaving: &Leaving) -> String {
        let [shares, stake] = [leaving.shares, leaving.stake].map(|amount| tokens(amount, self.collateral_decimals));
        let (who, when) = (owner.position.owner, utc(leaving.matures));
        format!("{who} leaves with {shares} shares, worth {stake}: withdrawable from {when} on.\n")
    }

    fn commission(&self) -> String {
        let (now, next) = (part(self.commission_bps.into(), 10_000), self.operator.next_commission_bps);
        let change = match next == self.commission_bps {
            true => String::new(),
            false => format!(", {} from epoch {} on", part(next.into(), 10_000), self.operator.next_commission_epoch),
        };
        let claimable = tokens(self.operator.commission_owed, self.reward_decimals);
        format!("Commission {now}{change}; {claimable} claimable.\n")
    }

    /// Everything in base units.
    pub(super) fn json(&self) -> Value {
        json!({
            "operator": self.address.to_string(),
            "shares": number(self.operator.shares),
            "stake": number(self.operator.stake),
            "commission_bps": self.commission_bps,
            "next_commission_bps": self.operator.next_commission_bps,
            "next_commission_epoch": number(self.operator.next_commission_epoch),
            "commission_claimable": number(self.operator.commission_owed),
            "owners": self.owners.iter().map(Owner::json).collect::<Value>(),
        })
    }
}

impl Owner {
    fn name(&self) -> String {
        format!("{}{}", self.position.owner, if self.own { " (own)" } else { "" })
    }

    fn json(&self) -> Value {
        let leaving = |found: &Leaving| {
            json!({
                "shares": number(found.shares),
                "stake": number(found.stake),
                "matures": { "unix": found.matures, "utc": utc(found.matures) },
            })
        };
        json!({
            "owner": self.position.owner.to_string(),
            "own": self.own,
            "shares": number(self.position.shares),
            "stake": number(self.stake),
            "earned": number(self.earned()),
            "claimable": number(self.position.owed),
            "leaving": self.leaving.iter().map(leaving).collect::<Value>(),
        })
    }
}

/// `part` of `all` in per cent with two decimals, rounded down.
fn part(part: u128, all: u128) -> String {
    let bps = part.saturating_mul(10_000).checked_div(all).unwrap_or(0);
    format!("{}.{:02}%", bps / 100, bps % 100)
}

fn tokens(amount: u64, decimals: u8) -> String {
    column(&[amount.into()], decimals).concat()
}
