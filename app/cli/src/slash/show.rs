//! Cases told to people and machines.

use anyhow::Result;
use girder_sdk::{
    accounts::AnyAccount,
    amount,
    json::{self, utc},
    ledger::state::{Network, SlashCase, outcome},
    transport::{self, Transport},
};
use serde_json::{Value, json};
use solana_address::Address;

use crate::{output, report::table::listed};

const HEAD: [&str; 7] = ["case", "offence", "offender", "epoch", "taken", "outcome", "deadline"];
const NUMBERS: [&str; 2] = ["epoch", "taken"];

/// Prints a network's cases, open ones first.
pub async fn list(ledger: &dyn Transport, network: Address, as_json: bool) -> Result<()> {
    let decimals = transport::fetch::<Network>(ledger, network).await?.collateral_decimals;
    let mut cases: Vec<(Address, SlashCase)> = transport::fetch_all(ledger, network).await?;
    cases.sort_by_key(|(address, case)| (case.outcome, case.deadline, *address));
    if as_json {
        return output::print(&format!("{:#}", cases.iter().map(as_value).collect::<Value>()));
    }
    if cases.is_empty() {
        return output::print("There is no case.");
    }
    let row = |(address, case): &(Address, SlashCase)| {
        vec![
            address.to_string(),
            offence(*address, case),
            case.offender.to_string(),
            case.epoch.to_string(),
            amount::show(case.taken, decimals),
            outcome(case).to_owned(),
            utc(case.deadline),
        ]
    };
    output::print(&listed(&HEAD, &NUMBERS, &cases.iter().map(row).collect::<Vec<_>>()))
}

/// Open, overturned or executed.
pub fn outcome(case: &SlashCase) -> &'static str {
    match case.outcome {
        outcome::OPEN => "open",
        outcome::OVERTURNED => "overturned",
        _ => "executed",
    }
}

/// The offence's kind, as JSON names it.
fn offence(address: Address, case: &SlashCase) -> String {
    as_value(&(address, *case))["kind"].as_str().unwrap_or("?").to_owned()
}

fn as_value((address, case): &(Address, SlashCase)) -> Value {
    let mut shown = json::account(&AnyAccount::SlashCase(Box::new(*case)));
    shown["address"] = json!(address.to_string());
    shown
}
