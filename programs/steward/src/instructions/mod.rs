//! The instructions, one a file. Each reads: check, compute, call the loader, record, emit.

mod accept_steward;
mod cancel_succession;
mod cancel_upgrade;
mod close_buffer;
mod close_stewardship;
mod create_stewardship;
mod execute_succession;
mod execute_upgrade;
mod offer_steward;
mod propose_succession;
mod propose_upgrade;

pub use accept_steward::*;
pub use cancel_succession::*;
pub use cancel_upgrade::*;
pub use close_buffer::*;
pub use close_stewardship::*;
pub use create_stewardship::*;
pub use execute_succession::*;
pub use execute_upgrade::*;
pub use offer_steward::*;
pub use propose_succession::*;
pub use propose_upgrade::*;
