//! Creating networks.

mod create_network;
mod create_shard;

pub use create_network::*;
pub use create_shard::*;
