use anyhow::Result;
use girder_sdk::{instructions, ledger::state::Layout};

use crate::planner::Planner;

/// Accounts that one transaction moves: each is read and written as a whole.
const TOGETHER: usize = 4;

/// Moves all accounts of the ledger that have an old layout to today's.
pub async fn plan(planner: &mut Planner<'_>) -> Result<()> {
    let accounts = planner.transport.program_accounts(&[]).await?;
    let old = accounts.into_iter().filter(|(_, account)| {
        Layout::of(&account.data).is_ok_and(|layout| layout.check_version(&account.data).is_err())
    });
    let old: Vec<_> = old.map(|(address, _)| address).collect();
    for addresses in old.chunks(TOGETHER) {
        let names: Vec<_> = addresses.iter().map(ToString::to_string).collect();
        let migrate = addresses.iter().map(|&address| instructions::migrate_account(address, planner.payer));
        planner.send(format!("move to today's layout: {}", names.join(", ")), migrate.collect())?;
    }
    Ok(())
}
