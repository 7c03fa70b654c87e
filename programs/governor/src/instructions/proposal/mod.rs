//! Proposals: drafted, voted on, executed, closed.

mod add_instruction;
mod close_proposal;
mod draft_proposal;
mod execute_proposal;
mod open_vote;

pub use add_instruction::*;
pub use close_proposal::*;
pub use draft_proposal::*;
pub use execute_proposal::*;
pub use open_vote::*;
