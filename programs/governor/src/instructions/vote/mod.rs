//! Votes.

mod cast_vote;
mod close_vote;

pub use cast_vote::*;
pub use close_vote::*;
