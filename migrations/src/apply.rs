use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use futures::{StreamExt, stream};
use girder_sdk::{
    loader::{self, ProgramState},
    steward::buffer::{self, Buffer},
    transport::{TransactionSigner, Transport, fetch},
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;

use crate::{
    ClusterFile, Plan, Step,
    plan::{Action, Upload},
    planner::Planner,
};

/// Writes into a buffer that are under way at the same time.
const CONCURRENT_WRITES: usize = 24;

/// How often what a round of writes left out is written again while that brings something.
const WRITE_ROUNDS: usize = 20;

/// How often the cluster is asked for its slot while a program waits for the next one.
const POLL: Duration = Duration::from_millis(100);

/// Plans one after the other: what was applied may show something more to do, a wait that is over for example.
const ROUNDS: usize = 5;

/// Hears how far the work is.
pub trait Progress: Sync {
    /// A step begins: its number from 0 in a plan of that many steps.
    fn step(&self, number: usize, steps: usize, step: &Step);

    /// So many of a buffer's writes are done.
    fn wrote(&self, done: usize, all: usize);
}

/// Takes the steps that bring a cluster to what a file says, and returns what is left: what waits for others or for time. Stops
/// at the first step that fails; what was done until then stays done.
pub async fn apply(
    file: &ClusterFile,
    transport: &dyn Transport,
    payer: TransactionSigner<'_>,
    progress: &dyn Progress,
) -> Result<Plan> {
    for _ in 0..ROUNDS {
        let Planner { plan, keys, .. } = Planner::new(file, transport, payer).await?.run().await?;
        if plan.is_done() {
            return Ok(plan);
        }
        let keys: Vec<&Keypair> = keys.values().map(AsRef::as_ref).collect();
        let worker = Worker { transport, payer, signers: keys.iter().map(|&key| key as _).collect(), progress };
        for (number, step) in plan.steps.iter().enumerate() {
            progress.step(number, plan.steps.len(), step);
            worker.take(step).await.with_context(|| format!("{}: {}", step.subject, step.what))?;
        }
    }
    bail!("the plan is not empty after it was applied {ROUNDS} times: something else changes the cluster")
}

struct Worker<'a> {
    transport: &'a dyn Transport,
    payer: TransactionSigner<'a>,
    signers: Vec<TransactionSigner<'a>>,
    progress: &'a dyn Progress,
}

impl Worker<'_> {
    async fn take(&self, step: &Step) -> Result<()> {
        match &step.action {
            Action::Send(instructions) => self.send(instructions).await,
            Action::AtTime { network, make } => {
                let there = match self.transport.account(network).await? {
                    Some(_) => Some(fetch(self.transport, *network).await?),
                    None => None,
                };
                let now = self.transport.clock().await?.unix_timestamp;
                self.send(&make(now, there.as_ref())?).await
            }
            Action::Write(upload) => self.write(upload).await,
            Action::Load { instructions, program, code } => {
                self.send(instructions).await?;
                self.wait_for(*program, code.as_deref()).await
            }
        }
    }

    async fn send(&self, instructions: &[Instruction]) -> Result<()> {
        self.transport.send(instructions, self.payer, &self.signers).await?;
        Ok(())
    }

    /// Writes what the buffer does not hold, until it holds everything.
    async fn write(&self, upload: &Upload) -> Result<()> {
        let Upload { buffer, code } = upload;
        let all = code.len().div_ceil(buffer::CHUNK);
        let mut failure = None;
        let mut before = usize::MAX;
        for _ in 0..WRITE_ROUNDS {
            let held = self.held(*buffer, code).await?;
            let missing = buffer::missing(*buffer, self.payer.pubkey(), code, &held.bytes);
            let left = missing.len();
            match failure.take() {
                _ if left == 0 => return Ok(()),
                Some(error) if left >= before => return Err(error),
                _ => before = left,
            }
            let write = |(number, write): (usize, Instruction)| async move {
                let written = self.send(&[write]).await;
                self.progress.wrote(all.saturating_sub(left).saturating_add(number).saturating_add(1), all);
                written
            };
            let mut writes = stream::iter(missing.into_iter().enumerate().map(write)).buffered(CONCURRENT_WRITES);
            while let Some(written) = writes.next().await {
                failure = written.err().or(failure);
            }
        }
        bail!("the buffer {buffer} does not hold the program after {WRITE_ROUNDS} rounds of writing")
    }

    /// What a buffer holds; it is created if it does not exist.
    async fn held(&self, address: Address, code: &[u8]) -> Result<Buffer> {
        let account = self.transport.account(&address).await?;
        if let Some(held) = account.as_ref().and_then(Buffer::decode) {
            return Ok(held);
        }
        let rent = self.transport.minimum_balance(buffer::space(code.len())).await?;
        let missing = rent.saturating_sub(account.map_or(0, |account| account.lamports));
        self.send(&buffer::create_at(self.payer.pubkey(), address, missing, code)).await?;
        Ok(Buffer { authority: Some(self.payer.pubkey()), bytes: vec![0; code.len()] })
    }

    /// Waits for the slot after the one in which the loader touched a program, and checks what the program is now.
    async fn wait_for(&self, program: Address, code: Option<&Upload>) -> Result<()> {
        let ProgramState::Deployed(deployed) = loader::program(self.transport, program).await? else {
            bail!("the transaction went through, but there is no program at {program}");
        };
        if let Some(upload) = code {
            ensure!(deployed.is(&upload.code), "the program at {program} is not what was written");
        }
        while self.transport.clock().await?.slot <= deployed.slot {
            tokio::time::sleep(POLL).await;
        }
        Ok(())
    }
}
