//! A plain model of the ledger, and what runs it beside the compiled program.
//!
//! - [`ledger`] is the model: what every instruction does to plain structs, written from the design and in the simplest
//!   arithmetic, without the program's own code. It predicts whether an instruction is done or why it is refused, and what
//!   every account, balance and lamport is afterwards.
//! - [`step`] is what can be done: an instruction with its arguments and signers, or time that passes. Bytes become steps
//!   there, in one way for the property test and for the fuzzer.
//! - [`chain`] takes the same step on the real program and compares all there is.
//! - [`run`] does both for a whole sequence; [`statistics`] counts what was reached.

pub mod chain;
pub mod ledger;
pub mod run;
pub mod statistics;
pub mod step;
