//! Networks: creating them, who changes what about them, and moving accounts to today's layouts.

mod accept_network_role;
mod close_parameter_change;
mod create_network;
mod create_shard;
mod execute_parameters;
mod migrate_account;
mod offer_network_role;
mod pause;
mod propose_parameters;

pub(crate) use accept_network_role::*;
pub(crate) use close_parameter_change::*;
pub use create_network::*;
pub use create_shard::*;
pub use execute_parameters::*;
pub use migrate_account::*;
pub use offer_network_role::*;
pub use pause::*;
pub use propose_parameters::*;
