//! Who votes, and how.

mod close_governance;
mod create_governance;
mod set_governance;

pub use close_governance::*;
pub use create_governance::*;
pub use set_governance::*;
