//! Why an instruction is refused. An error says which rule; where numbers or addresses decided, the log has both.

use anchor_lang::prelude::*;

/// Every refusal of the program's own.
#[error_code]
#[derive(PartialEq, Eq)]
pub enum StewardError {
    // Who and what
    /// Not the steward.
    #[msg("this is not the steward")]
    WrongSteward,
    /// A handover nobody offered.
    #[msg("the stewardship was not offered to this signer")]
    NoHandover,
    /// Not the program's upgrade authority.
    #[msg("this is not the program's upgrade authority")]
    WrongAuthority,
    /// Nobody's any more.
    #[msg("the program is final: it has no upgrade authority")]
    ProgramFinal,
    /// Of another stewardship.
    #[msg("the account belongs to another stewardship")]
    WrongStewardship,
    /// Another program.
    #[msg("this is not the stewardship's program")]
    WrongProgram,
    /// Another buffer.
    #[msg("this is not the proposed buffer")]
    WrongBuffer,
    /// Not who paid the rent.
    #[msg("this is not who paid the account's rent")]
    WrongRentPayer,
    /// Not the proposed one.
    #[msg("the proposed successor must sign")]
    WrongSuccessor,

    // Buffers
    /// Not a buffer.
    #[msg("this is not a buffer of the upgradeable loader that holds a program")]
    NotABuffer,
    /// Somebody else could still change it.
    #[msg("the buffer's authority must be the stewardship")]
    BufferNotHandedOver,
    /// Other bytes.
    #[msg("the buffer's bytes have another sha256 than the one that was named")]
    HashMismatch,
    /// The proposed one.
    #[msg("the buffer is proposed: cancel the upgrade instead")]
    BufferProposed,
    /// Larger than the program may be.
    #[msg("the new program (Left) is larger than the program's account holds (Right): extend it first")]
    ExtendFirst,

    // Time and order
    /// Not yet.
    #[msg("too early: the time is Left, this is allowed from Right on")]
    TooEarly,
    /// Not any more.
    #[msg("too late: the time is Left, this was allowed before Right")]
    TooLate,
    /// An upgrade or a succession is open.
    #[msg("a proposal of the stewardship is open: execute or cancel it first")]
    ProposalOpen,
    /// The program is still held.
    #[msg("the stewardship still is the program's upgrade authority")]
    StillHeld,
    /// A number does not fit.
    #[msg("a number does not fit its type")]
    Overflow,
}

/// Refuses unless the condition holds.
pub(crate) fn check(condition: bool, otherwise: StewardError) -> Result<()> {
    if condition { Ok(()) } else { Err(otherwise.into()) }
}

/// Refuses unless the condition holds, with the two numbers that decided in the log.
pub(crate) fn check_numbers(
    condition: bool,
    otherwise: StewardError,
    left: impl Into<i128>,
    right: impl Into<i128>,
) -> Result<()> {
    if condition { Ok(()) } else { Err(Error::from(otherwise).with_values((left.into(), right.into()))) }
}

/// Refuses an address that is not the expected one, and logs both.
pub(crate) fn check_key(actual: &Pubkey, expected: &Pubkey, otherwise: StewardError) -> Result<()> {
    if actual == expected { Ok(()) } else { Err(Error::from(otherwise).with_pubkeys((*actual, *expected))) }
}
