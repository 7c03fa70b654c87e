use std::{collections::BTreeMap, sync::Arc};

use anyhow::{Context, Result, ensure};
use girder_sdk::transport::{TransactionSigner, Transport};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;

use crate::{
    ClusterFile, Plan, Step, Waiting, accounts,
    cluster_file::{Key, KeyText},
    network,
    plan::{Action, AtTime},
    program,
};

/// Reads a cluster and says what brings it to what a file says. `payer` pays, and is whoever the file does not name. Refuses what
/// can't be brought there, with what stands in the way.
pub async fn plan(file: &ClusterFile, transport: &dyn Transport, payer: TransactionSigner<'_>) -> Result<Plan> {
    Ok(Planner::new(file, transport, payer).await?.run().await?.plan)
}

/// Puts a plan together.
pub(crate) struct Planner<'a> {
    pub file: &'a ClusterFile,
    pub transport: &'a dyn Transport,
    pub payer: Address,
    /// Unix seconds.
    pub now: i64,
    pub plan: Plan,
    /// Whoever can sign beside the payer.
    pub keys: BTreeMap<Address, Arc<Keypair>>,
    /// What the steps are about.
    subject: String,
}

impl<'a> Planner<'a> {
    pub async fn new(
        file: &'a ClusterFile,
        transport: &'a dyn Transport,
        payer: TransactionSigner<'_>,
    ) -> Result<Self> {
        let now = transport.clock().await.context("the cluster can't be reached")?.unix_timestamp;
        let (payer, plan) = (payer.pubkey(), Plan::default());
        Ok(Self { file, transport, payer, now, plan, keys: BTreeMap::new(), subject: String::new() })
    }

    /// Plans everything in the file.
    pub async fn run(mut self) -> Result<Self> {
        for entry in &self.file.programs {
            self.subject = entry.name.name().to_owned();
            program::plan(&mut self, entry).await.with_context(|| format!("program `{}`", entry.name.name()))?;
        }
        if self.file.programs.iter().any(|entry| entry.migrate_accounts) {
            self.subject = "accounts".to_owned();
            accounts::plan(&mut self).await?;
        }
        for entry in &self.file.networks {
            self.subject = entry.plan.name.clone();
            network::plan(&mut self, entry).await.with_context(|| format!("network `{}`", entry.plan.name))?;
        }
        Ok(self)
    }

    /// The key that the file names, whose keypair signs from then on; the payer if it names none.
    pub fn key(&mut self, text: Option<&KeyText>) -> Result<Address> {
        text.map_or(Ok(self.payer), |text| self.named(text).map(|key| key.address))
    }

    /// A key that the file names, whose keypair signs from then on.
    pub fn named(&mut self, text: &KeyText) -> Result<Key> {
        let key = self.file.key(text)?;
        self.keys.extend(key.keypair.clone().map(|keypair| (key.address, keypair)));
        Ok(key)
    }

    /// Whether somebody signs for this address.
    pub fn can_sign(&self, address: Address) -> bool {
        address == self.payer || self.keys.contains_key(&address)
    }

    /// Refuses a step that nobody here can sign.
    pub fn check_signer(&self, address: Address, what: &str) -> Result<()> {
        ensure!(self.can_sign(address), "to {what} {address} must sign, and the file names no keypair of it");
        Ok(())
    }

    /// One transaction; refuses one that nobody here can sign.
    pub fn send(&mut self, what: impl Into<String>, instructions: Vec<Instruction>) -> Result<()> {
        let what = what.into();
        self.check_signers(&instructions, &what)?;
        self.push(what, Action::Send(instructions));
        Ok(())
    }

    /// Refuses instructions that nobody here can sign.
    pub fn check_signers(&self, instructions: &[Instruction], what: &str) -> Result<()> {
        let accounts = instructions.iter().flat_map(|instruction| &instruction.accounts);
        accounts.filter(|account| account.is_signer).try_for_each(|account| self.check_signer(account.pubkey, what))
    }

    /// One transaction that depends on the time, about `network`, that `signer` signs beside the payer.
    pub fn send_at_time(
        &mut self,
        what: impl Into<String>,
        (network, signer): (Address, Address),
        make: AtTime,
    ) -> Result<()> {
        let what = what.into();
        self.check_signer(signer, &what)?;
        self.push(what, Action::AtTime { network, make });
        Ok(())
    }

    /// A step.
    pub fn push(&mut self, what: impl Into<String>, action: Action) {
        self.plan.steps.push(Step { subject: self.subject.clone(), what: what.into(), action });
    }

    /// Something that can't be done now. `from`: from when on, if only time is missing.
    pub fn wait(&mut self, what: impl Into<String>, from: Option<i64>) {
        self.plan.waiting.push(Waiting { subject: self.subject.clone(), what: what.into(), from });
    }
}
