//! Accounts of old layouts.

use ledger::state::Layout;
use solana_account::Account;
use solana_address::Address;

use super::{Step, Task};
use crate::instructions;

/// The steps that move accounts from old layouts to today's; `payer` pays the rent of what they grow by. Of all networks,
/// since an account of an old layout can't be decoded before.
pub fn migrations(accounts: &[(Address, Account)], payer: Address) -> Vec<Step> {
    let old = accounts.iter().filter(|(_, account)| is_old(&account.data));
    old.map(|(address, _)| {
        let migrate = instructions::migrate_account(*address, payer);
        Step::new(Task::Migrate, *address, format!("move the account {address} to today's layout"), migrate)
    })
    .collect()
}

fn is_old(data: &[u8]) -> bool {
    Layout::of(data).is_ok_and(|layout| layout.renew(data).is_ok())
}
