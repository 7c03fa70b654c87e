//! Everything on chain beside everything in the model.

use std::{collections::BTreeMap, fmt::Debug};

use girder_sdk::accounts::AnyAccount;
use solana_account::Account as Found;
use solana_address::Address;

use super::{Chain, expected::Expected};
use crate::ledger::{Ledger, Wallet, rent::Held, tokens::Holder};

impl Chain {
    /// What differs; `None` if nothing does.
    pub fn difference(&self, ledger: &Ledger) -> Option<String> {
        let mut found: BTreeMap<Address, Found> = self.svm.find_all(&[]).into_iter().collect();
        let instance = |number| self.instance(number);
        let expected = Expected { ledger, addresses: &self.addresses, instance: &instance };
        for (&account, held) in &ledger.lamports.accounts {
            let address = self.addresses.of(account);
            let difference = match found.remove(&address).or_else(|| self.svm.find(&address)) {
                None => Some(format!("there is no such account, but the model has one: {held:?}")),
                Some(there) => compare(&there, *held, || expected.account(account)),
            };
            if let Some(difference) = difference {
                return Some(format!("{account:?}: {difference}"));
            }
        }
        if let Some((address, there)) = found.first_key_value() {
            return Some(format!("{address} is unknown to the model: {:?}", AnyAccount::decode(&there.data)));
        }
        self.differing_tokens(ledger).or_else(|| self.differing_wallet(ledger))
    }

    fn differing_tokens(&self, ledger: &Ledger) -> Option<String> {
        for mint in ledger.tokens.mints() {
            let supply = self.number_at(&self.addresses.token(mint).mint, 36);
            if supply != Some(ledger.tokens.supply(mint)) {
                return Some(format!("supply of {mint:?}: {supply:?} on chain, {}", ledger.tokens.supply(mint)));
            }
        }
        let open = |holder: &Holder| !ledger.closed || matches!(holder, Holder::Purse(_));
        ledger.tokens.holders().into_iter().filter(open).find_map(|holder: Holder| {
            let (there, right) = (self.number_at(&self.addresses.holder(holder), 64), ledger.tokens.balance(holder));
            (there != Some(right)).then(|| format!("balance of {holder:?}: {there:?} on chain, {right} in the model"))
        })
    }

    fn differing_wallet(&self, ledger: &Ledger) -> Option<String> {
        Wallet::all().find_map(|wallet| {
            let there = self.svm.find(&self.addresses.keys.wallet(wallet)).map_or(0, |account| account.lamports);
            let right = ledger.lamports.wallets[&wallet];
            (there != right).then(|| format!("lamports of {wallet:?}: {there} on chain, {right} in the model"))
        })
    }

    /// The `u64` at an offset of an account's data.
    fn number_at(&self, address: &Address, offset: usize) -> Option<u64> {
        let account = self.svm.find(address)?;
        Some(u64::from_le_bytes(account.data.get(offset..offset + 8)?.try_into().ok()?))
    }
}

fn compare(there: &Found, held: Held, right: impl FnOnce() -> Option<Vec<u8>>) -> Option<String> {
    if there.lamports != held.lamports {
        return Some(format!("{} lamports on chain, {} in the model", there.lamports, held.lamports));
    }
    let right = if held.exists { right()? } else { Vec::new() };
    if there.data == right {
        return None;
    }
    let [there, right] =
        [&there.data, &right].map(|data| AnyAccount::decode(data).map_or_else(|_| vec![], |a| lines(&a)));
    let differing = there.iter().zip(&right).filter(|(there, right)| there != right);
    let shown: Vec<String> =
        differing.map(|(there, right)| format!("{there} on chain, {right} in the model")).collect();
    Some(if shown.is_empty() { format!("{} lines on chain, {}", there.len(), right.len()) } else { shown.join("\n  ") })
}

/// An account field by field, each line with the names that lead to it.
fn lines(account: &impl Debug) -> Vec<String> {
    let shown = format!("{account:#?}");
    let mut path: Vec<&str> = Vec::new();
    let mut lines = Vec::new();
    for line in shown.lines().map(str::trim) {
        if let Some(opened) = line.strip_suffix(['{', '[', '(']) {
            path.push(opened);
        } else if line.starts_with(['}', ']', ')']) {
            path.pop();
        } else {
            let outer = path.iter().skip(1).filter_map(|name| Some(&name[..=name.find(':')?]));
            lines.push(outer.chain([line]).collect::<Vec<_>>().join(" "));
        }
    }
    lines
}
