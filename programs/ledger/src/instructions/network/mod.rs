//! Networks: their beginning, who changes what about them, moving accounts to today's layouts, and their end.

mod accept_network_role;
mod close_account;
mod close_network;
mod close_parameter_change;
mod close_shard;
mod create_network;
mod create_shard;
mod execute_parameters;
mod migrate_account;
mod offer_network_role;
mod pause;
mod propose_parameters;
mod retire_network;

pub(crate) use accept_network_role::*;
pub use close_account::*;
pub use close_network::*;
pub(crate) use close_parameter_change::*;
pub(crate) use close_shard::*;
pub use create_network::*;
pub use create_shard::*;
pub use execute_parameters::*;
pub use migrate_account::*;
pub use offer_network_role::*;
pub use pause::*;
pub use propose_parameters::*;
pub use retire_network::*;
