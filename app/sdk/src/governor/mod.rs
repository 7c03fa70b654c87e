//! Stake votes: the governor program, by which those who stake in a network decide what its authority does.
//!
//! [`pda`] finds its accounts, [`instructions`] builds what changes them, [`accounts`] decodes them, [`read`] reads them over any
//! transport, [`events`] says what
//! transactions did. Who may call what, and what is refused, is documented at the program's own instructions.

pub mod accounts;
pub mod events;
pub mod instructions;
pub mod pda;
pub mod read;

pub use ::governor as program;
