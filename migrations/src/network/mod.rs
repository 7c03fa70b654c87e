//! Networks: created, and changed within what the ledger allows.

mod attestors;
mod classes;
mod mint;
mod parameters;
mod reserve;
mod roles;

use anyhow::{Result, bail, ensure};
use girder_sdk::{
    NetworkAddresses, Token,
    instructions::{self, NewNetwork},
    ledger::state::{Layout, Network},
    network::encode_name,
    pda,
    transport::fetch,
};
use solana_address::Address;

use crate::{cluster_file::NetworkEntry, planner::Planner};

/// Shards that one transaction creates.
const SHARDS_TOGETHER: usize = 4;

/// A network that is planned.
struct Planned<'a> {
    entry: &'a NetworkEntry,
    founder: Address,
    token: Token,
    treasury: Option<Address>,
    addresses: NetworkAddresses,
    /// What is there.
    account: Option<Network>,
    smallest_bond: u64,
}

/// Plans a network and everything that it has.
pub async fn plan(planner: &mut Planner<'_>, entry: &NetworkEntry) -> Result<()> {
    let founder = planner.key(entry.founder.as_ref())?;
    // Whoever runs it may sign for what comes before the roles.
    for text in [&entry.authority, &entry.guardian].into_iter().flatten() {
        planner.named(text)?;
    }
    let name = encode_name(&entry.plan.name)?;
    let network = pda::network(founder, &name);
    let account = match find(planner, network).await? {
        Found::Network(account) => Some(*account),
        Found::Nothing => None,
        Found::OldLayout => {
            planner.wait("its accounts have an old layout: they must be migrated first", None);
            return Ok(());
        }
    };
    let token = mint::plan(planner, entry, founder, account.as_ref()).await?;
    let treasury = entry.treasury.as_ref().map(|text| planner.named(text)).transpose()?.map(|key| key.address);
    let treasury_tokens = treasury.map(|wallet| token.account_of(wallet));
    let addresses = NetworkAddresses::derive(network, token, token, treasury_tokens, entry.plan.shards);
    let smallest_bond = entry.plan.base(&entry.smallest_bond)?;
    let planned = Planned { entry, founder, token, treasury, addresses, account, smallest_bond };
    planned.plan(planner, name).await
}

/// What is at a network's address.
enum Found {
    Nothing,
    OldLayout,
    Network(Box<Network>),
}

async fn find(planner: &Planner<'_>, network: Address) -> Result<Found> {
    let Some(account) = planner.transport.account(&network).await? else {
        return Ok(Found::Nothing);
    };
    let is_old = Layout::of(&account.data).is_ok_and(|layout| layout.check_version(&account.data).is_err());
    if is_old {
        return Ok(Found::OldLayout);
    }
    Ok(Found::Network(Box::new(fetch(planner.transport, network).await?)))
}

impl Planned<'_> {
    async fn plan(&self, planner: &mut Planner<'_>, name: [u8; 32]) -> Result<()> {
        match &self.account {
            None => self.create(planner, name)?,
            Some(account) => {
                self.check_fixed(account)?;
                self.check_authority(planner, account)?;
                self.plan_parameters(planner, account).await?;
            }
        }
        self.plan_shards(planner).await?;
        self.plan_classes(planner).await?;
        self.plan_attestors(planner).await?;
        self.plan_reserve(planner).await?;
        self.plan_roles(planner)
    }

    /// Who runs it now.
    fn authority(&self) -> Address {
        self.account.as_ref().map_or(self.founder, |account| account.authority)
    }

    fn create(&self, planner: &mut Planner<'_>, name: [u8; 32]) -> Result<()> {
        let (plan, payer, creator) = (self.entry.plan.clone(), planner.payer, self.founder);
        let (token, treasury, smallest_bond) = (self.token, self.treasury, self.smallest_bond);
        let (parameters, mint_risks) = (plan.parameters(planner.now, smallest_bond)?, plan.token.mint_risks()?);
        parameters.check(true).map_err(|error| anyhow::anyhow!("the ledger would refuse its parameters: {error}"))?;
        let what = format!("create the network {}", self.addresses.network);
        let instructions = move |now, _: Option<&Network>| {
            let parameters = plan.parameters(now, smallest_bond)?;
            let new =
                NewNetwork { payer, creator, name, reward: token, collateral: token, treasury, parameters, mint_risks };
            Ok(vec![instructions::create_network(&new)])
        };
        planner.send_at_time(what, (self.addresses.network, creator), Box::new(instructions))
    }

    /// Refuses a network that is another one than the file's, in what nobody can change.
    fn check_fixed(&self, account: &Network) -> Result<()> {
        let (plan, there) = (&self.entry.plan, &account.parameters);
        let file = plan.parameters(0, self.smallest_bond)?;
        let treasury = self.treasury.unwrap_or_default();
        for (what, there, file) in [
            ("its mint", account.reward_mint, self.token.mint),
            ("its collateral's mint", account.collateral_mint, self.token.mint),
            ("its treasury", account.treasury, treasury),
        ] {
            ensure!(there == file, "{what} is {there}, the file says {file}, and nobody can change it");
        }
        for (what, there, file) in [
            ("shards", there.shards, file.shards),
            ("time.epoch", there.epoch_length.unsigned_abs(), file.epoch_length.unsigned_abs()),
            ("the bits of token.risks", account.mint_risks.into(), plan.token.mint_risks()?.into()),
        ] {
            ensure!(there == file, "{what} is {there}, the file says {file}, and nobody can change it");
        }
        if there.is_vault_funded() != file.is_vault_funded() {
            bail!(
                "emission.schedule can't become vault_funded nor cease to be it: the mint's authority was decided at the creation"
            );
        }
        let (cap, wanted) = (there.supply_cap, file.supply_cap);
        ensure!(wanted <= cap, "token.supply_cap is {cap} base units, the file says {wanted}, and it can only fall");
        Ok(())
    }

    async fn plan_shards(&self, planner: &mut Planner<'_>) -> Result<()> {
        let addresses: Vec<_> = self.addresses.shard_addresses().collect();
        let there = planner.transport.accounts(&addresses).await?;
        let missing: Vec<u8> =
            (0..).zip(&there).filter(|(_, shard)| shard.is_none()).map(|(number, _)| number).collect();
        for numbers in missing.chunks(SHARDS_TOGETHER) {
            let create =
                numbers.iter().map(|&number| instructions::create_shard(&self.addresses, planner.payer, number));
            let (create, count) = (create.collect(), numbers.len());
            planner.send(format!("create {count} of {} shards", addresses.len()), create)?;
        }
        Ok(())
    }
}
