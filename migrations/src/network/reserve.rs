use anyhow::Result;
use girder_sdk::{instructions, ledger::state::Books, transport::fetch};

use super::Planned;
use crate::planner::Planner;

impl Planned<'_> {
    /// Fills the reserve up, until the first epoch is settled: from then on what is missing was paid out.
    pub(super) async fn plan_reserve(&self, planner: &mut Planner<'_>) -> Result<()> {
        let Some(wanted) = &self.entry.reserve else {
            return Ok(());
        };
        let held = match &self.account {
            Some(_) => {
                let books: Books = fetch(planner.transport, self.addresses.books).await?;
                if books.next_epoch > 0 {
                    return Ok(());
                }
                books.reserve
            }
            None => 0,
        };
        let missing = self.entry.plan.base(wanted)?.saturating_sub(held);
        if missing == 0 {
            return Ok(());
        }
        let source = self.token.account_of(self.founder);
        let fund = instructions::fund(&self.addresses, self.founder, source, missing);
        planner.send(format!("fill the reserve up to {wanted}"), vec![fund])
    }
}
