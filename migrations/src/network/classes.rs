use anyhow::{Result, ensure};
use girder_sdk::{
    instructions,
    ledger::{
        NewClass,
        state::{Class, Classes, Network},
    },
    transport::fetch,
};
use solana_address::Address;

use super::Planned;
use crate::{network_file::ClassPlan, planner::Planner};

impl Planned<'_> {
    /// Adds classes that are not there, and changes weights.
    pub(super) async fn plan_classes(&self, planner: &mut Planner<'_>) -> Result<()> {
        let there = match &self.account {
            Some(_) => {
                let classes: Classes = fetch(planner.transport, self.addresses.classes).await?;
                classes.classes.into_iter().take(classes.count.into()).collect()
            }
            None => Vec::new(),
        };
        let plans = &self.entry.plan.classes;
        ensure!(
            there.len() <= plans.len(),
            "it has {} classes, the file names {}: a class can be retired, not taken away",
            there.len(),
            plans.len()
        );
        for (number, plan) in (0u16..).zip(plans) {
            match there.get(usize::from(number)) {
                Some(class) => self.change_class(planner, number, class, plan)?,
                None => self.add_class(planner, plan)?,
            }
        }
        Ok(())
    }

    fn add_class(&self, planner: &mut Planner<'_>, plan: &ClassPlan) -> Result<()> {
        let ClassPlan { name, weight, limit, floor, .. } = plan;
        let (key_kinds, verifier) = (plan.key_kinds(), Address::default());
        let class = NewClass { weight: *weight, limit: *limit, floor: *floor, key_kinds, verifier };
        let newest_set =
            self.account.as_ref().map(|account| account.attestor_set_version).filter(|&version| version > 0);
        let add = instructions::add_class(&self.addresses, self.authority(), class, newest_set);
        planner.send(format!("add the class `{name}`"), vec![add])
    }

    /// Changes a class's weight from the next epoch on; refuses other differences, which nobody can change.
    fn change_class(&self, planner: &mut Planner<'_>, number: u16, there: &Class, plan: &ClassPlan) -> Result<()> {
        let ClassPlan { name, weight, limit, floor, .. } = plan;
        for (what, there, file) in [
            ("limit", there.limit, *limit),
            ("floor", there.floor, *floor),
            ("keys, as bits,", there.key_kinds.into(), plan.key_kinds().into()),
        ] {
            ensure!(
                there == file,
                "class {number}, `{name}` in the file: its {what} is {there}, the file says {file}, and nobody can change it"
            );
        }
        if there.next_weight == *weight {
            return Ok(());
        }
        let (network, authority, weight) = (self.addresses, self.authority(), *weight);
        let reweight = move |now, account: Option<&Network>| {
            let next = account.map_or(Ok(0), |account| account.parameters.next_epoch(now));
            let from_epoch = next.map_err(|error| anyhow::anyhow!("{error}"))?;
            Ok(vec![instructions::reweight_class(&network, authority, number, weight, from_epoch)])
        };
        let what = format!("change the weight of the class `{name}` from {} to {weight}", there.next_weight);
        planner.send_at_time(what, (network.network, authority), Box::new(reweight))
    }
}
