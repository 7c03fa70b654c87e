//! `girder audit`: every total of every network against the sum over its accounts, and the vaults against what is owed.

use anyhow::{Result, ensure};
use clap::Args;
use girder_sdk::{
    accounts::AnyAccount,
    audit::{Check, Snapshot, audit as checks},
    network::decode_name,
    transport::Transport,
};
use serde_json::{Value, json};
use solana_address::Address;

use crate::{report::amount::grouped, source::Source};

/// Options of `girder audit`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder audit --ledger ledger.json
  girder audit --ledger ledger.json --json | jq '.[].checks[] | select(.holds | not)'

Amounts are base units. Exit code: 0 if every sum holds, 1 if one does not or something failed.")]
pub struct Audit {
    #[command(flatten)]
    source: Source,
    /// Print the checks as JSON
    #[arg(long)]
    json: bool,
}

/// A network and its checks.
struct Audited {
    address: Address,
    name: String,
    checks: Vec<Check>,
}

/// Audits all networks; true if every sum holds.
pub async fn audit(options: &Audit) -> Result<bool> {
    let ledger = options.source.open()?;
    let networks = networks(ledger.as_ref()).await?;
    ensure!(!networks.is_empty(), "there is no network on this ledger: nothing was audited");
    let holds = networks.iter().flat_map(|network| &network.checks).all(Check::holds);
    if options.json {
        println!("{:#}", networks.iter().map(Audited::json).collect::<Value>());
    } else {
        networks.iter().for_each(Audited::print);
    }
    Ok(holds)
}

async fn networks(ledger: &dyn Transport) -> Result<Vec<Audited>> {
    let mut audited = Vec::new();
    for (address, account) in ledger.program_accounts(&[]).await? {
        if let Ok(AnyAccount::Network(network)) = AnyAccount::decode_account(&account) {
            let checks = checks(&Snapshot::take(ledger, address).await?);
            audited.push(Audited { address, name: decode_name(&network.name), checks });
        }
    }
    Ok(audited)
}

impl Audited {
    fn json(&self) -> Value {
        json!({
            "network": self.address.to_string(),
            "name": self.name,
            "checks": self.checks.iter().map(Check::json).collect::<Value>(),
        })
    }

    fn print(&self) {
        println!("{} ({})", self.name.escape_debug(), self.address);
        for check in &self.checks {
            let verdict = if check.holds() { "ok " } else { "OFF" };
            let subject = check.subject.map(|subject| format!(" of {subject}")).unwrap_or_default();
            println!("  {verdict}  {}{subject}: {} and {}", check.name, grouped(check.left), grouped(check.right));
        }
        let broken = self.checks.iter().filter(|check| !check.holds()).count();
        match broken {
            0 => println!("All {} sums hold.", self.checks.len()),
            _ => println!("{broken} of {} sums DO NOT HOLD.", self.checks.len()),
        }
    }
}
