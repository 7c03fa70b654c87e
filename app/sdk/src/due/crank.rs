//! Takes what is due, over any transport.

use std::collections::BTreeSet;

use solana_address::Address;
use solana_hash::Hash;
use solana_instruction::Instruction;
use solana_signature::Signature;

use super::{Cranker, Earning, Step, Task, migrations, steps};
use crate::{
    Result,
    audit::{Balances, Snapshot},
    events::LedgerEvent,
    tokens,
    transport::{self, MAX_TRANSACTION_BYTES, Receipt, TransactionSigner, Transport},
};

/// Bytes that a transport may add to a transaction: a compute limit and a price.
const RESERVED_BYTES: usize = 80;
/// Steps of a transaction at most: more would not fit its compute units.
const MAX_STEPS: usize = 8;
/// How often everything is read again in a turn, since one step makes another due.
const MAX_PASSES: usize = 16;
/// Accounts that are looked up at once.
const MAX_LOOKUP: usize = 100;

/// Whoever runs the steps that anybody may run.
pub struct Crank<'a> {
    /// The ledger.
    pub transport: &'a dyn Transport,
    /// The network.
    pub network: Address,
    /// Signs, pays, and gets the tips in its associated token account, which is made when the first tip comes.
    pub signer: TransactionSigner<'a>,
    /// What it does.
    pub tasks: BTreeSet<Task>,
}

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// This transaction took it.
    Done(Signature),
    /// Somebody else took it first.
    ByOthers,
    /// There is no token account to pay into.
    NoAccount(Address),
    /// The ledger refused it, and it is still due.
    Failed(String),
}

/// A step and how it ended.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The step.
    pub step: Step,
    /// How it ended.
    pub outcome: Outcome,
}

/// What a turn came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CrankReport {
    /// Steps taken.
    pub done: usize,
    /// Steps that somebody else took first.
    pub by_others: usize,
    /// Payments without a token account to go to.
    pub without_account: usize,
    /// Steps that the ledger refused.
    pub failed: usize,
    /// Transactions sent.
    pub transactions: usize,
    /// Tips, base units of the reward mint.
    pub tips: u64,
    /// What the transactions cost, lamports.
    pub fees: u64,
    /// Rent that came back to the cranker, lamports.
    pub rent: u64,
}

impl CrankReport {
    /// Adds another turn's.
    pub fn add(&mut self, other: &Self) {
        let Self { done, by_others, without_account, failed, transactions, tips, fees, rent } = *other;
        self.done = self.done.saturating_add(done);
        self.by_others = self.by_others.saturating_add(by_others);
        self.without_account = self.without_account.saturating_add(without_account);
        self.failed = self.failed.saturating_add(failed);
        self.transactions = self.transactions.saturating_add(transactions);
        self.tips = self.tips.saturating_add(tips);
        self.fees = self.fees.saturating_add(fees);
        self.rent = self.rent.saturating_add(rent);
    }
}

/// A turn while it runs.
struct Turn<'a> {
    report: CrankReport,
    /// What is not tried again in this turn.
    over: BTreeSet<(Task, Address, String)>,
    /// What was refused: by its being due still or not it is known why.
    refused: Vec<(Step, String)>,
    tell: &'a mut (dyn FnMut(&Taken) + Send),
}

impl Crank<'_> {
    /// What is due now, among its tasks.
    pub async fn due(&self) -> Result<Vec<Step>> {
        let us = self.signer.pubkey();
        let accounts = self.transport.program_accounts(&[]).await?;
        if self.tasks.contains(&Task::Migrate) {
            let migrations = migrations(&accounts, us);
            if !migrations.is_empty() {
                return Ok(migrations);
            }
        }
        let (addresses, network) = transport::network(self.transport, self.network).await?;
        // No step depends on what the vaults hold.
        let snapshot = Snapshot::assemble(self.network, &accounts, Balances::default())?;
        let tips = addresses.reward.account_of(us);
        let tip_destination = (network.parameters.settle_tip > 0).then_some(tips);
        let cranker = Cranker { address: us, tip_destination };
        let now = self.transport.clock().await?.unix_timestamp;
        let mut due = steps(&snapshot, &addresses, now, &cranker);
        due.retain(|step| self.tasks.contains(&step.task));
        let first_tip = due.iter_mut().find(|step| matches!(step.earning, Earning::Tip(_)));
        if let Some(step) = first_tip
            && self.transport.account(&tips).await?.is_none()
        {
            step.instructions.insert(0, tokens::create_account(&addresses.reward, us, us));
        }
        let end = due.iter_mut().find(|step| step.task == Task::Close && step.subject == self.network);
        if let Some(step) = end {
            let harvests = tokens::harvest_withheld_fees_of_vaults(self.transport, &addresses).await?;
            step.instructions.splice(..0, harvests);
        }
        Ok(due)
    }

    /// Takes everything that is due, and what that makes due, until nothing is. `tell` hears of each step.
    pub async fn turn(&self, tell: &mut (dyn FnMut(&Taken) + Send)) -> Result<CrankReport> {
        let mut turn = Turn { report: CrankReport::default(), over: BTreeSet::new(), refused: Vec::new(), tell };
        for _ in 0..MAX_PASSES {
            if turn.over.iter().any(|(task, subject, _)| *task == Task::Close && *subject == self.network) {
                break;
            }
            let due = self.due().await?;
            turn.explain_refusals(&due);
            let fresh: Vec<Step> = due.into_iter().filter(|step| !turn.over.contains(&key(step))).collect();
            if fresh.is_empty() {
                break;
            }
            let payable = self.without_unpayable(fresh, &mut turn).await?;
            for batch in batches(payable, self.signer.pubkey()) {
                self.take(batch, &mut turn).await?;
            }
        }
        turn.explain_refusals_as_failures();
        Ok(turn.report)
    }

    /// Puts aside what pays into token accounts that are not there.
    async fn without_unpayable(&self, steps: Vec<Step>, turn: &mut Turn<'_>) -> Result<Vec<Step>> {
        let wanted: BTreeSet<Address> = steps.iter().filter_map(|step| step.pays_into).collect();
        let wanted: Vec<Address> = wanted.into_iter().collect();
        let mut missing = BTreeSet::new();
        for some in wanted.chunks(MAX_LOOKUP) {
            let found = self.transport.accounts(some).await?;
            missing.extend(some.iter().zip(found).filter(|(_, found)| found.is_none()).map(|(address, _)| *address));
        }
        let mut payable = Vec::new();
        for step in steps {
            match step.pays_into.filter(|account| missing.contains(account)) {
                Some(account) => turn.end(step, Outcome::NoAccount(account)),
                None => payable.push(step),
            }
        }
        Ok(payable)
    }

    /// Sends steps in one transaction; if that is refused, one by one, so that one does not stop the others.
    async fn take(&self, steps: Vec<Step>, turn: &mut Turn<'_>) -> Result<()> {
        match self.send(&steps).await {
            Ok(receipt) => self.count(steps, &receipt, turn).await,
            Err(_) if steps.len() > 1 => {
                for step in steps {
                    match self.send(std::slice::from_ref(&step)).await {
                        Ok(receipt) => self.count(vec![step], &receipt, turn).await?,
                        Err(error) => turn.refused.push((step, error.to_string())),
                    }
                }
                Ok(())
            }
            Err(error) => {
                turn.refused.extend(steps.into_iter().map(|step| (step, error.to_string())));
                Ok(())
            }
        }
    }

    async fn send(&self, steps: &[Step]) -> Result<Receipt> {
        let instructions: Vec<Instruction> = steps.iter().flat_map(|step| step.instructions.clone()).collect();
        self.transport.send(&instructions, self.signer, &[]).await
    }

    async fn count(&self, steps: Vec<Step>, receipt: &Receipt, turn: &mut Turn<'_>) -> Result<()> {
        turn.report.transactions = turn.report.transactions.saturating_add(1);
        turn.report.fees = turn.report.fees.saturating_add(receipt.fee);
        for event in &receipt.events {
            if let LedgerEvent::EpochSettled(settled) = event {
                turn.report.tips = turn.report.tips.saturating_add(settled.tip);
            }
        }
        for step in steps {
            if let Earning::Rent { to, bytes } = step.earning
                && to == self.signer.pubkey()
            {
                let rent = self.transport.minimum_balance(bytes).await?;
                turn.report.rent = turn.report.rent.saturating_add(rent);
            }
            turn.end(step, Outcome::Done(receipt.signature));
        }
        Ok(())
    }
}

impl Turn<'_> {
    /// What was refused and is not due any more was done by somebody else.
    fn explain_refusals(&mut self, due: &[Step]) {
        let due: BTreeSet<_> = due.iter().map(key).collect();
        for (step, error) in std::mem::take(&mut self.refused) {
            let outcome = match due.contains(&key(&step)) {
                true => Outcome::Failed(error),
                false => Outcome::ByOthers,
            };
            self.end(step, outcome);
        }
    }

    fn explain_refusals_as_failures(&mut self) {
        for (step, error) in std::mem::take(&mut self.refused) {
            self.end(step, Outcome::Failed(error));
        }
    }

    fn end(&mut self, step: Step, outcome: Outcome) {
        let counter = match &outcome {
            Outcome::Done(_) => &mut self.report.done,
            Outcome::ByOthers => &mut self.report.by_others,
            Outcome::NoAccount(_) => &mut self.report.without_account,
            Outcome::Failed(_) => &mut self.report.failed,
        };
        *counter = counter.saturating_add(1);
        self.over.insert(key(&step));
        (self.tell)(&Taken { step, outcome });
    }
}

fn key(step: &Step) -> (Task, Address, String) {
    (step.task, step.subject, step.what.clone())
}

/// Steps in their order, as many in a transaction as fit.
fn batches(steps: Vec<Step>, payer: Address) -> Vec<Vec<Step>> {
    let mut batches: Vec<Vec<Step>> = Vec::new();
    for step in steps {
        match batches.last_mut().filter(|batch| fits(batch, &step, payer)) {
            Some(batch) => batch.push(step),
            None => batches.push(vec![step]),
        }
    }
    batches
}

fn fits(batch: &[Step], step: &Step, payer: Address) -> bool {
    let all = batch.iter().chain([step]).flat_map(|step| step.instructions.clone());
    let transaction = transport::unsigned(&all.collect::<Vec<_>>(), payer, Hash::default());
    let most = MAX_TRANSACTION_BYTES.saturating_sub(RESERVED_BYTES);
    batch.len() < MAX_STEPS && transaction.is_ok_and(|transaction| transport::wire_size(&transaction) <= most)
}
