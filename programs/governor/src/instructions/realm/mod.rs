//! Stake that votes in a realm of spl-governance.

mod close_voter_weight;
mod create_voter_weight;
mod register_realm;
mod unregister_realm;
mod update_voter_weight;

pub use close_voter_weight::*;
pub use create_voter_weight::*;
pub use register_realm::*;
pub use unregister_realm::*;
pub use update_voter_weight::*;
