//! What happened, as inner instructions, which no truncated log can hide. Amounts are in base units, times in Unix
//! seconds.

mod attestor;
mod class;
mod device;
mod network;
mod operator;
mod proof;
mod reward;
mod slash;
mod stake;

use anchor_lang::{
    Event,
    event::EVENT_IX_TAG_LE,
    prelude::*,
    solana_program::{instruction::Instruction, program::invoke_signed},
};

use crate::{error::LedgerError, state::check_key};

pub use attestor::*;
pub use class::*;
pub use device::*;
pub use network::*;
pub use operator::*;
pub use proof::*;
pub use reward::*;
pub use slash::*;
pub use stake::*;

/// Emits an event as Anchor's `emit_cpi!` does, byte for byte; out of line, because the macro's expansion in every
/// instruction made up a tenth of the program.
pub(crate) fn emit(event_authority: &AccountInfo, event: impl Event) -> Result<()> {
    send(event_authority, event.data())
}

/// Emits an event whose layout in memory is its serialization: 64-bit numbers and byte arrays, no padding. Saves the code
/// that serializes field by field.
pub(crate) fn emit_plain<E: Event + bytemuck::Pod>(event_authority: &AccountInfo, event: E) -> Result<()> {
    send(event_authority, [E::DISCRIMINATOR, bytemuck::bytes_of(&event)].concat())
}

/// Calls the program itself with an event's data; refuses another event authority, which no instruction checks before.
fn send(event_authority: &AccountInfo, event: Vec<u8>) -> Result<()> {
    let (authority, bump) = crate::EVENT_AUTHORITY_AND_BUMP;
    check_key(event_authority.key, &authority, LedgerError::WrongAddress)?;
    let instruction = Instruction {
        program_id: crate::ID,
        accounts: vec![AccountMeta::new_readonly(authority, true)],
        data: [EVENT_IX_TAG_LE, &event].concat(),
    };
    Ok(invoke_signed(&instruction, std::slice::from_ref(event_authority), &[&[b"__event_authority", &[bump]]])?)
}
