//! Networks: creating them, and who changes what about them.

mod accept_network_role;
mod close_parameter_change;
mod create_network;
mod create_shard;
mod execute_parameters;
mod offer_network_role;
mod pause;
mod propose_parameters;

pub(crate) use accept_network_role::*;
pub(crate) use close_parameter_change::*;
pub use create_network::*;
pub use create_shard::*;
pub use execute_parameters::*;
pub use offer_network_role::*;
pub use pause::*;
pub use propose_parameters::*;
