//! What happened, as inner instructions, which no truncated log can hide. Times are Unix seconds.

use anchor_lang::{
    Event,
    event::EVENT_IX_TAG_LE,
    prelude::*,
    solana_program::{instruction::Instruction, program::invoke_signed},
};

/// Emits an event as Anchor's `emit_cpi!` does, byte for byte; out of line, because the macro's expansion in every
/// instruction takes more bytes than all else.
pub(crate) fn emit(event_authority: &AccountInfo, event: impl Event) -> Result<()> {
    send(event_authority, event.data())
}

/// Calls the program itself with an event's data.
fn send(event_authority: &AccountInfo, event: Vec<u8>) -> Result<()> {
    let (authority, bump) = crate::EVENT_AUTHORITY_AND_BUMP;
    let instruction = Instruction {
        program_id: crate::ID,
        accounts: vec![AccountMeta::new_readonly(authority, true)],
        data: [EVENT_IX_TAG_LE, &event].concat(),
    };
    Ok(invoke_signed(&instruction, std::slice::from_ref(event_authority), &[&[b"__event_authority", &[bump]]])?)
}

/// A program's upgrade authority was taken into stewardship.
#[event]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StewardshipCreated {
    /// The stewardship.
    pub stewardship: Pubkey,
    /// The program.
    pub program: Pubkey,
    /// Its upgrade authority before, the steward now.
    pub steward: Pubkey,
}

/// A stewardship was offered.
#[event]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StewardOffered {
    /// The stewardship.
    pub stewardship: Pubkey,
    /// Whom it was offered to before.
    pub before: Pubkey,
    /// Whom it is offered to.
    pub after: Pubkey,
}

/// A stewardship has another steward.
#[event]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StewardAccepted {
    /// The stewardship.
    pub stewardship: Pubkey,
    /// The steward before.
    pub before: Pubkey,
    /// The steward now.
    pub after: Pubkey,
}

/// An upgrade was proposed.
#[event]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpgradeProposed {
    /// The stewardship.
    pub stewardship: Pubkey,
    /// The program.
    pub program: Pubkey,
    /// Holds the new program.
    pub buffer: Pubkey,
    /// sha256 of the new program.
    pub hash: [u8; 32],
    /// Bytes of the new program.
    pub bytes: u64,
    /// From when on anybody may execute it.
    pub executable_from: i64,
    /// Until when, exclusive.
    pub expires_at: i64,
}

/// The program was upgraded.
#[event]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpgradeExecuted {
    /// The stewardship.
    pub stewardship: Pubkey,
    /// The program.
    pub program: Pubkey,
    /// sha256 of what it is now.
    pub hash: [u8; 32],
    /// Bytes of what it is now.
    pub bytes: u64,
}

/// A proposed upgrade was taken back or expired, and its buffer closed.
#[event]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpgradeCancelled {
    /// The stewardship.
    pub stewardship: Pubkey,
    /// The buffer.
    pub buffer: Pubkey,
    /// sha256 of what it held.
    pub hash: [u8; 32],
    /// Who did it.
    pub by: Pubkey,
}

/// A buffer that was not proposed was closed.
#[event]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BufferClosed {
    /// The stewardship.
    pub stewardship: Pubkey,
    /// The buffer.
    pub buffer: Pubkey,
    /// Who got its lamports.
    pub destination: Pubkey,
}

/// A succession was proposed.
#[event]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuccessionProposed {
    /// The stewardship.
    pub stewardship: Pubkey,
    /// The program.
    pub program: Pubkey,
    /// Who will be its upgrade authority, or zero.
    pub successor: Pubkey,
    /// From when on it may be executed.
    pub executable_from: i64,
    /// Until when, exclusive.
    pub expires_at: i64,
}

/// The program has another upgrade authority or none.
#[event]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuccessionExecuted {
    /// The stewardship.
    pub stewardship: Pubkey,
    /// The program.
    pub program: Pubkey,
    /// Its upgrade authority, or zero.
    pub successor: Pubkey,
}

/// A proposed succession was taken back or expired.
#[event]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuccessionCancelled {
    /// The stewardship.
    pub stewardship: Pubkey,
    /// Who would have been the upgrade authority, or zero.
    pub successor: Pubkey,
    /// Who did it.
    pub by: Pubkey,
}

/// A stewardship ended.
#[event]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StewardshipClosed {
    /// The stewardship.
    pub stewardship: Pubkey,
    /// The program.
    pub program: Pubkey,
}
