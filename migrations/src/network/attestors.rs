use std::collections::BTreeMap;

use anyhow::{Result, anyhow, ensure};
use girder_sdk::{
    instructions::{self, Seal},
    ledger::state::{Attestor, AttestorSet, Network},
    pda, tokens,
    transport::fetch,
};
use solana_address::Address;

use super::Planned;
use crate::{cluster_file::AttestorEntry, planner::Planner};

impl Planned<'_> {
    /// Seats the file's attestors: each registers and bonds, and a set of them is sealed, unless the newest one is it.
    pub(super) async fn plan_attestors(&self, planner: &mut Planner<'_>) -> Result<()> {
        let mut seats = BTreeMap::new();
        let mut are_all_there = true;
        for entry in &self.entry.attestors {
            let key = planner.named(&entry.key)?.address;
            ensure!(seats.insert(key, entry.weight).is_none(), "the attestor {key} is there twice");
            are_all_there &= self.seat(planner, key, entry).await?;
        }
        if seats.is_empty() {
            return Ok(());
        }
        let newest = self.account.as_ref().map_or(0, |account| account.attestor_set_version);
        let predecessor = match newest {
            0 => None,
            version => Some(fetch(planner.transport, pda::attestor_set(self.addresses.network, version)).await?),
        };
        let members = predecessor.as_ref().map(members).unwrap_or_default();
        if members == seats || !are_all_there {
            return Ok(());
        }
        let version = newest.saturating_add(1);
        self.draft(planner, version, &seats).await?;
        self.seal(planner, version, &seats, predecessor.map(|set| set.from_epoch))
    }

    /// Registers an attestor and fills its bond up; false if it has to do so itself.
    async fn seat(&self, planner: &mut Planner<'_>, key: Address, entry: &AttestorEntry) -> Result<bool> {
        let (network, payer, founder) = (&self.addresses, planner.payer, self.founder);
        let wanted = self.entry.plan.base(&entry.bond)?;
        let address = pda::attestor(network.network, key);
        let there = match planner.transport.account(&address).await? {
            Some(_) => Some(fetch::<Attestor>(planner.transport, address).await?),
            None => None,
        };
        let missing = wanted.saturating_sub(there.as_ref().map_or(0, |there| there.bond));
        if missing == 0 && there.is_some() {
            return Ok(true);
        }
        if !planner.can_sign(key) {
            planner.wait(format!("the attestor {key} has to register and to post {} of bond", entry.bond), None);
            return Ok(false);
        }
        let mut join = Vec::new();
        if there.is_none() {
            join.push(tokens::create_account(&network.collateral, payer, key));
            join.push(instructions::register_attestor(network, payer, key, key));
        }
        let source = network.collateral.account_of(founder);
        join.push(instructions::post_bond(network, key, founder, source, missing));
        planner.send(format!("seat the attestor {key} with a bond of {}", entry.bond), join)?;
        Ok(true)
    }

    /// Makes a draft hold exactly these keys and weights.
    async fn draft(&self, planner: &mut Planner<'_>, version: u64, seats: &BTreeMap<Address, u64>) -> Result<()> {
        let (network, authority) = (&self.addresses, self.authority());
        let address = pda::attestor_set(network.network, version);
        let there = match planner.transport.account(&address).await? {
            Some(_) => members(&fetch(planner.transport, address).await?),
            None => {
                let create = instructions::create_attestor_set(network, version, planner.payer, authority);
                planner.send(format!("open attestor set {version}"), vec![create])?;
                BTreeMap::new()
            }
        };
        for (key, _) in there.iter().filter(|(key, weight)| seats.get(*key) != Some(*weight)) {
            let strike = instructions::strike_attestor(network, version, authority, *key, false);
            planner.send(format!("take {key} out of attestor set {version}"), vec![strike])?;
        }
        for (&key, &weight) in seats.iter().filter(|(key, weight)| there.get(*key) != Some(*weight)) {
            let add = instructions::add_attestor(network, version, authority, key, weight);
            planner.send(format!("add {key} with weight {weight} to attestor set {version}"), vec![add])?;
        }
        Ok(())
    }

    /// Seals a draft from the next epoch on: proofs need more than half of the weight, verdicts two thirds.
    fn seal(
        &self,
        planner: &mut Planner<'_>,
        version: u64,
        seats: &BTreeMap<Address, u64>,
        predecessor_from: Option<u64>,
    ) -> Result<()> {
        let (network, authority) = (self.addresses, self.authority());
        let weight = seats.values().try_fold(0u64, |sum, &weight| sum.checked_add(weight));
        let weight = weight.ok_or_else(|| anyhow!("the attestors weigh more than 2^64 together"))?;
        let first = predecessor_from.map_or(0, |from| from.saturating_add(1));
        let seal = move |now, account: Option<&Network>| {
            let next = account.map_or(Ok(0), |account| account.parameters.next_epoch(now));
            let seal = Seal {
                from_epoch: next.map_err(|error| anyhow!("{error}"))?.max(first),
                proof_threshold: (weight / 2).saturating_add(1),
                verdict_threshold: weight.saturating_sub(weight / 3),
            };
            Ok(vec![instructions::seal_attestor_set(&network, version, authority, seal)])
        };
        let what = format!("seal attestor set {version} of {} keys", seats.len());
        planner.send_at_time(what, (network.network, authority), Box::new(seal))
    }
}

/// The keys of a set that were not struck, and their weights.
fn members(set: &AttestorSet) -> BTreeMap<Address, u64> {
    let live = set.members().iter().filter(|member| member.struck == 0);
    live.map(|member| (member.key, member.weight)).collect()
}
