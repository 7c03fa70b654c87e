//! A ledger's accounts in a file: what `girder demo --save` writes, and where the other commands read from.
//!
//! JSON, one object: `format`, `unix_time`, and `accounts`, each with `address`, `owner`, `lamports` and `data` in base64.
//! Held are all accounts of the program, the mints and vaults of its networks, and whatever token accounts the writer names.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use girder_sdk::{accounts::AnyAccount, embedded::EmbeddedLedger, transport::Transport};
use serde::{Deserialize, Serialize};
use solana_account::Account;
use solana_address::Address;

const FORMAT: &str = "girder-ledger-1";

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LedgerFile {
    format: String,
    unix_time: i64,
    accounts: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    address: String,
    owner: String,
    lamports: u64,
    data: String,
}

/// Writes a ledger's accounts to a file. `others`: accounts beyond the program's and its networks' own.
pub async fn save(ledger: &dyn Transport, others: &[Address], path: &Path) -> Result<()> {
    let mut accounts = ledger.program_accounts(&[]).await?;
    let mut more = others.to_vec();
    for (_, account) in &accounts {
        if let Ok(AnyAccount::Network(network)) = AnyAccount::decode_account(account) {
            more.extend([network.reward_mint, network.collateral_mint, network.reward_vault, network.stake_vault]);
        }
    }
    more.sort_unstable();
    more.dedup();
    let found = ledger.accounts(&more).await?;
    accounts.extend(more.into_iter().zip(found).filter_map(|(address, account)| Some((address, account?))));
    let file = LedgerFile {
        format: FORMAT.to_owned(),
        unix_time: ledger.clock().await?.unix_timestamp,
        accounts: accounts.iter().map(|(address, account)| Entry::new(*address, account)).collect(),
    };
    let text = serde_json::to_string_pretty(&file)?;
    fs::write(path, text).with_context(|| format!("the ledger can't be written to `{}`", path.display()))
}

/// An embedded ledger with the accounts of a file.
pub fn load(path: &Path) -> Result<EmbeddedLedger> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("the ledger file `{name}` can't be read"))?;
    let file: LedgerFile = serde_json::from_str(&text).with_context(|| format!("`{name}` is no ledger file"))?;
    ensure!(file.format == FORMAT, "`{name}` has the format `{}`: it must be `{FORMAT}`", file.format);
    let ledger = EmbeddedLedger::new(0)?;
    ledger.warp_to(file.unix_time);
    for entry in &file.accounts {
        let placed = entry.account().and_then(|(address, account)| Ok(ledger.set_account(address, account)?));
        placed.with_context(|| format!("account `{}` of `{name}` can't be used", entry.address))?;
    }
    Ok(ledger)
}

impl Entry {
    fn new(address: Address, account: &Account) -> Self {
        Self {
            address: address.to_string(),
            owner: account.owner.to_string(),
            lamports: account.lamports,
            data: BASE64.encode(&account.data),
        }
    }

    fn account(&self) -> Result<(Address, Account)> {
        let address = self.address.parse().context("its address is none")?;
        let account = Account {
            lamports: self.lamports,
            data: BASE64.decode(&self.data).context("its data is no base64")?,
            owner: self.owner.parse().context("its owner is no address")?,
            executable: false,
            rent_epoch: u64::MAX,
        };
        Ok((address, account))
    }
}
