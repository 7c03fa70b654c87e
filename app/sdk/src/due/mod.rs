//! What anybody may do on a network now, in the order in which one step enables the next.
//!
//! [`steps`] is a pure function over a [`Snapshot`]: it says what is due, for whom, what it earns, and with which
//! instructions. [`Crank`] takes the steps over any transport. What the program would refuse (a pause, a full breaker, an
//! open case) is not due.

mod closing;
mod crank;
mod layout;
mod retired;
mod rewards;
mod slashes;
mod stake;
mod task;

use ledger::state::AccountSpace;
use solana_address::Address;
use solana_instruction::Instruction;

use crate::{NetworkAddresses, audit::Snapshot};

pub use crank::{Crank, CrankReport, Outcome, Taken};
pub use layout::migrations;
pub use task::{Task, UnknownTask};

/// Who takes steps.
#[derive(Clone, Copy, Debug)]
pub struct Cranker {
    /// Signs and pays.
    pub address: Address,
    /// A token account of theirs of the reward mint, which gets tips; without it there are none.
    pub tip_destination: Option<Address>,
}

/// What a step earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earning {
    /// Nothing.
    Nothing,
    /// A tip: base units of the reward mint at most.
    Tip(u64),
    /// The rent of an account of this many bytes, for whoever paid it.
    Rent {
        /// Who gets it.
        to: Address,
        /// Bytes of the account.
        bytes: usize,
    },
}

/// Something that anybody may do now.
#[derive(Clone, Debug)]
pub struct Step {
    /// Of which kind.
    pub task: Task,
    /// The account that it is about.
    pub subject: Address,
    /// What it does, in words.
    pub what: String,
    /// What does it, in one transaction.
    pub instructions: Vec<Instruction>,
    /// The token account that it pays into, which must exist.
    pub pays_into: Option<Address>,
    /// What it earns.
    pub earning: Earning,
}

impl Step {
    fn new(task: Task, subject: Address, what: String, instruction: Instruction) -> Self {
        Self { task, subject, what, instructions: vec![instruction], pays_into: None, earning: Earning::Nothing }
    }

    fn paying_into(self, account: Address) -> Self {
        Self { pays_into: Some(account), ..self }
    }

    fn earning(self, earning: Earning) -> Self {
        Self { earning, ..self }
    }

    /// With another instruction before its own.
    fn after(mut self, instruction: Instruction) -> Self {
        self.instructions.insert(0, instruction);
        self
    }
}

/// Everything that is due at `now` (Unix seconds), in order. What a step makes due is not in the list yet.
pub fn steps(snapshot: &Snapshot, network: &NetworkAddresses, now: i64, cranker: &Cranker) -> Vec<Step> {
    let mut scene = Scene { snapshot, network, now, cranker, steps: Vec::new() };
    slashes::find(&mut scene);
    rewards::find(&mut scene);
    stake::find(&mut scene);
    closing::find(&mut scene);
    retired::find(&mut scene);
    scene.steps
}

/// What the finders look at, and what they found.
struct Scene<'a> {
    snapshot: &'a Snapshot,
    network: &'a NetworkAddresses,
    now: i64,
    cranker: &'a Cranker,
    steps: Vec<Step>,
}

impl Scene<'_> {
    /// Whether a time has come; one beyond the clock never does.
    fn is_past<E>(&self, time: Result<i64, E>) -> bool {
        time.is_ok_and(|time| self.now >= time)
    }

    fn add(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// Adds a step that closes an account of type `T`, whose rent `to` paid.
    fn close<T: AccountSpace>(&mut self, subject: Address, what: String, instruction: Instruction, to: Address) {
        let step = Step::new(Task::Close, subject, what, instruction);
        self.add(step.earning(Earning::Rent { to, bytes: T::SPACE }));
    }
}
