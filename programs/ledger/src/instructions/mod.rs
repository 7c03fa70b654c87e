//! One file an instruction: its accounts, then its handler, which checks, computes, moves tokens, records and emits.

mod attestor;
mod class;
mod device;
mod network;
mod operator;
mod proof;
mod reward;
mod slash;
mod stake;

pub use attestor::*;
pub use class::*;
pub use device::*;
pub use network::*;
pub use operator::*;
pub use proof::*;
pub use reward::*;
pub use slash::*;
pub use stake::*;
