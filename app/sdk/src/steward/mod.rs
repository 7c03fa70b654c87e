//! The steward program's clients: upgrades that wait in public. Who may do what is in `docs/upgrades.md`; what each instruction
//! refuses is documented at the program's own instructions.
//!
//! - [`pda`] finds accounts, [`decode`] decodes them, [`read`] reads them over any transport.
//! - [`instructions`] builds what changes them; [`buffer`] what the loader needs before: a buffer that holds the new program.
//! - [`events`] says what a transaction did.

mod accounts;
pub mod buffer;
pub mod events;
pub mod instructions;
pub mod pda;
pub mod read;

pub use ::steward as program;
pub use accounts::{decode, find};
