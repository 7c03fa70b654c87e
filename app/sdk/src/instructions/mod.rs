//! Builders of the program's instructions, a file per domain as in the program.
//!
//! The caller gives what can't be derived; every other address comes from [`NetworkAddresses`]
//! and [`pda`]. Who may call what, and what is refused, is documented at the program's own instructions.

mod attestor;
mod class;
mod control;
mod device;
mod network;
mod operator;
mod proof;
mod report;
mod reward;
mod slash;
mod stake;
mod verdict;

pub use attestor::*;
pub use class::*;
pub use control::*;
pub use device::*;
pub use network::*;
pub use operator::*;
pub use proof::*;
pub use report::*;
pub use reward::*;
pub use slash::*;
pub use stake::*;
pub use verdict::*;

use anchor_lang::{InstructionData, ToAccountMetas};
use solana_address::Address;
use solana_instruction::Instruction;

use crate::{NetworkAddresses, pda};

fn build(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: ledger::ID, accounts: accounts.to_account_metas(None), data: data.data() }
}

/// What closes an account that a network counts: its rent goes to `rent_payer`, who paid it.
fn close(network: &NetworkAddresses, account: Address, rent_payer: Address) -> ledger::accounts::CloseAccount {
    ledger::accounts::CloseAccount {
        network: network.network,
        books: network.books,
        account,
        rent_payer,
        event_authority: pda::event_authority(),
        program: ledger::ID,
    }
}
