//! The instructions: each file has the accounts, then the handler, which checks, computes, moves, records and emits, in this
//! order.

mod governance;
mod proposal;
mod realm;
mod vote;

pub use governance::*;
pub use proposal::*;
pub use realm::*;
pub use vote::*;
