use std::sync::Arc;

use anyhow::Result;
use girder_sdk::ledger::state::Network;
use serde::Serialize;
use solana_address::Address;
use solana_instruction::Instruction;

/// What brings a cluster to what a file says.
#[derive(Debug, Default, Serialize)]
pub struct Plan {
    /// What changes something, in its order.
    pub steps: Vec<Step>,
    /// What somebody else or time has to do first.
    pub waiting: Vec<Waiting>,
}

impl Plan {
    /// Whether there is nothing to do now.
    pub fn is_done(&self) -> bool {
        self.steps.is_empty()
    }
}

/// Something that changes the cluster.
#[derive(Debug, Serialize)]
pub struct Step {
    /// What it is about: a program or a network.
    pub subject: String,
    /// What happens.
    pub what: String,
    #[serde(skip)]
    pub(crate) action: Action,
}

/// Something that can't be done now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// What it is about.
    pub subject: String,
    /// What is missing.
    pub what: String,
    /// From when on it may be done (Unix seconds), if only time is missing.
    pub from: Option<i64>,
}

/// How a step is taken.
pub(crate) enum Action {
    /// One transaction.
    Send(Vec<Instruction>),
    /// One transaction that depends on the time and on a network, which may be new.
    AtTime { network: Address, make: AtTime },
    /// A program is written into its buffer, as far as it isn't there.
    Write(Arc<Upload>),
    /// One transaction after which the loader touches the program only in the next slot, and what the program must be then.
    Load { instructions: Vec<Instruction>, program: Address, code: Option<Arc<Upload>> },
}

/// Makes instructions when they are sent, of the time (Unix seconds) and the network as it is then.
pub(crate) type AtTime = Box<dyn Fn(i64, Option<&Network>) -> Result<Vec<Instruction>> + Send + Sync>;

/// A program and the buffer that it is written into.
#[derive(Debug)]
pub(crate) struct Upload {
    pub buffer: Address,
    pub code: Vec<u8>,
}

impl std::fmt::Debug for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(match self {
            Self::Send(_) => "Send",
            Self::AtTime { .. } => "AtTime",
            Self::Write(_) => "Write",
            Self::Load { .. } => "Load",
        })
    }
}
