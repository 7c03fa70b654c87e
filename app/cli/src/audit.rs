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

use crate::{output, report::amount::grouped, source::Source};

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
    output::print(&match options.json {
        true => format!("{:#}", networks.iter().map(Audited::json).collect::<Value>()),
        false => networks.iter().map(Audited::text).collect(),
    })?;
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

    fn text(&self) -> String {
        let line = |check: &Check| {
            let verdict = if check.holds() { "ok " } else { "OFF" };
            let subject = check.subject.map(|subject| format!(" of {subject}")).unwrap_or_default();
            format!("  {verdict}  {}{subject}: {} and {}\n", check.name, grouped(check.left), grouped(check.right))
        };
        let all = self.checks.len();
        let verdict = match self.checks.iter().filter(|check| !check.holds()).count() {
            0 => format!("All {all} sums hold."),
            broken => format!("{broken} of {all} sums DO NOT HOLD."),
        };
        let lines: String = self.checks.iter().map(line).collect();
        format!("{} ({})\n{lines}{verdict}\n", self.name.escape_debug(), self.address)
    }
}
