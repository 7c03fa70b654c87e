//! Every instruction of the program in a valid use, for tests about all of them: what each costs, and who may not do it.
//!
//! [`walk`] leads through the life of networks and shows each step to a visitor before it takes it.

mod attestor;
mod control;
mod delegation;
mod device;
mod end;
mod evidence;
mod idl;
mod network;
mod operator;
mod proof;
mod reward;
mod slash;

use girder_sdk::transport::Receipt;
use solana_instruction::Instruction;
use solana_keypair::Keypair;

use crate::{Ledger, program};

pub use idl::{IdlAccount, IdlInstruction, instructions};

/// One instruction of the ledger about to be executed, maybe with precompile instructions before it.
pub struct Step<'a> {
    /// What it runs on.
    pub ledger: &'a Ledger,
    /// What is special about this use; empty if nothing is.
    pub variant: &'a str,
    /// The transaction's instructions.
    pub transaction: Vec<Instruction>,
    /// Who signs beside the harness's payer.
    pub signers: Vec<&'a Keypair>,
}

impl Step<'_> {
    /// The index of the ledger's instruction in the transaction.
    pub fn index(&self) -> usize {
        let is_ledgers = |instruction: &Instruction| instruction.program_id == program::ID;
        self.transaction.iter().position(is_ledgers).expect("a step is about the ledger")
    }

    /// The interface of the ledger's instruction.
    pub fn interface(&self) -> &'static IdlInstruction {
        idl::find(&self.transaction[self.index()].data)
    }

    /// The instruction's name and the variant.
    pub fn title(&self) -> String {
        let name = &self.interface().name;
        if self.variant.is_empty() { name.clone() } else { format!("{name} ({})", self.variant) }
    }

    fn execute(&self) -> Receipt {
        match self.ledger.send(&self.transaction, &self.signers) {
            Ok(receipt) => receipt,
            Err(error) => panic!("{}: {error:?}", self.title()),
        }
    }
}

/// Looks at steps.
pub trait Visitor {
    /// Before a step is taken; what it does must leave the ledger as it is.
    fn before(&mut self, _step: &Step) {}

    /// After a step was taken.
    fn after(&mut self, _step: &Step, _receipt: &Receipt) {}
}

/// Leads a visitor through valid uses of all instructions. The same keys, clocks and amounts every time.
pub fn walk(visitor: &mut dyn Visitor) {
    let mut walk = Walk { visitor };
    network::walk(&mut walk);
    control::walk(&mut walk);
    attestor::walk(&mut walk);
    operator::walk(&mut walk);
    delegation::walk(&mut walk);
    device::walk(&mut walk);
    proof::walk(&mut walk);
    reward::walk(&mut walk);
    slash::walk(&mut walk);
    evidence::walk(&mut walk);
    end::walk(&mut walk);
}

struct Walk<'v> {
    visitor: &'v mut dyn Visitor,
}

impl Walk<'_> {
    fn step(&mut self, ledger: &Ledger, variant: &str, transaction: Vec<Instruction>, signers: &[&Keypair]) {
        let step = Step { ledger, variant, transaction, signers: signers.to_vec() };
        self.visitor.before(&step);
        let receipt = step.execute();
        self.visitor.after(&step, &receipt);
    }
}
