//! `girder inspect`: any account as JSON that people can read.

use anyhow::{Context, Result};
use clap::Args;
use girder_sdk::{accounts::AnyAccount, json, ledger, tokens, transport::Transport};
use serde_json::{Value, json};
use solana_account::Account;
use solana_address::Address;

use crate::{output, source::Source};

/// Options of `girder inspect`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder demo --save ledger.json                     a ledger to look at
  girder inspect --ledger ledger.json                all its accounts: address and type
  girder inspect --ledger ledger.json ADDRESS        one account: the program's, a token account or a mint

Prints JSON. Numbers above 2^53 are text; times are Unix seconds and UTC; empty slots are left out.")]
pub struct Inspect {
    /// The account; without it, all accounts of the program are listed
    #[arg(value_name = "ACCOUNT")]
    account: Option<Address>,
    #[command(flatten)]
    source: Source,
}

/// Prints an account, or the list of all.
pub async fn inspect(options: &Inspect) -> Result<bool> {
    let ledger = options.source.open()?;
    let shown = match options.account {
        Some(address) => one(ledger.as_ref(), address).await?,
        None => list(ledger.as_ref()).await?,
    };
    output::print(&format!("{shown:#}"))?;
    Ok(true)
}

async fn one(ledger: &dyn Transport, address: Address) -> Result<Value> {
    let account = ledger.account(&address).await?;
    let account = account.with_context(|| format!("there is no account at {address}"))?;
    if account.owner != ledger::ID {
        return Ok(foreign(address, &account));
    }
    let decoded = AnyAccount::decode_account(&account).with_context(|| format!("account {address}"))?;
    Ok(json::account(&decoded))
}

/// An account of another program: of a token program's, what it holds.
fn foreign(address: Address, account: &Account) -> Value {
    if let Ok(held) = tokens::decode_holding(address, account) {
        return json!({
            "type": "TokenAccount",
            "mint": held.mint.to_string(),
            "owner": held.owner.to_string(),
            "amount": held.amount.to_string(),
        });
    }
    if let Ok(mint) = tokens::decode_mint(address, account) {
        return json!({
            "type": "Mint",
            "supply": mint.supply.to_string(),
            "decimals": mint.decimals,
            "authority": mint.authority.map(|authority| authority.to_string()),
        });
    }
    json!({
        "type": null,
        "program": account.owner.to_string(),
        "lamports": account.lamports.to_string(),
        "bytes": account.data.len(),
    })
}

async fn list(ledger: &dyn Transport) -> Result<Value> {
    let accounts = ledger.program_accounts(&[]).await?;
    let line = |(address, account): &(Address, Account)| {
        let name = AnyAccount::decode_account(account).ok().map(|account| account.type_name());
        json!({ "address": address.to_string(), "type": name })
    };
    Ok(accounts.iter().map(line).collect())
}
