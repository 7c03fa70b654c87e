use anyhow::{Result, anyhow};
use girder_sdk::{
    instructions, json,
    ledger::state::{Books, Network, ParameterChange, Parameters},
    pda,
    transport::fetch,
};

use super::Planned;
use crate::planner::Planner;

impl Planned<'_> {
    /// Proposes the file's parameters where they differ, and puts them in force when their timelock is over.
    pub(super) async fn plan_parameters(&self, planner: &mut Planner<'_>, account: &Network) -> Result<()> {
        let (network, payer, authority) = (&self.addresses, planner.payer, self.authority());
        let wanted = self.entry.plan.parameters(0, self.smallest_bond)?;
        let wanted = Parameters { genesis: account.parameters.genesis, ..wanted };
        let version = account.parameters_version;
        let proposed = self.proposed(planner, version).await?;
        let changes = changes(&account.parameters, &wanted);
        if let Some(change) = proposed {
            if change.parameters == wanted && change.executable_from > planner.now {
                planner.wait(format!("its proposed parameters wait: {changes}"), Some(change.executable_from));
                return Ok(());
            }
            let rent_payer = change.rent_payer;
            if change.parameters == wanted {
                let execute = instructions::execute_parameters(network, payer, version, rent_payer);
                return planner.send(format!("put the proposed parameters in force: {changes}"), vec![execute]);
            }
            let close = instructions::close_parameter_change(network, authority, version, rent_payer);
            planner.send("withdraw the proposed parameters, which are not the file's", vec![close])?;
        }
        if changes.is_empty() {
            return Ok(());
        }
        let books: Books = fetch(planner.transport, network.books).await?;
        let issued = books.issued().map_err(|error| anyhow!("{error}"))?;
        let checked = account.parameters.check_successor(&wanted, true, issued);
        checked.map_err(|error| anyhow!("the ledger would refuse the file's parameters ({changes}): {error}"))?;
        let propose = instructions::propose_parameters(network, payer, authority, version, wanted);
        planner.send(format!("propose other parameters, which then wait for their timelock: {changes}"), vec![propose])
    }

    async fn proposed(&self, planner: &Planner<'_>, version: u64) -> Result<Option<ParameterChange>> {
        let address = pda::parameter_change(self.addresses.network, version);
        if planner.transport.account(&address).await?.is_none() {
            return Ok(None);
        }
        Ok(Some(fetch(planner.transport, address).await?))
    }
}

/// What differs, in words.
fn changes(before: &Parameters, after: &Parameters) -> String {
    let [before, after] = [before, after].map(json::parameters);
    let fields = before.as_object().into_iter().flatten();
    let changed = fields.filter_map(|(name, before)| {
        let after = after.get(name).filter(|after| *after != before)?;
        Some(format!("{name} {before} -> {after}"))
    });
    changed.collect::<Vec<_>>().join(", ")
}
