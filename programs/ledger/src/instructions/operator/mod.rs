//! Operators: who they are and who manages them.

mod accept_operator_authority;
mod claim_commission;
mod close_operator;
mod declare_maintenance;
mod offer_operator_authority;
mod register_operator;
mod set_commission;
mod set_operator_manager;
mod set_payout_wallet;
mod unjail;

pub use accept_operator_authority::*;
pub use claim_commission::*;
pub use close_operator::*;
pub(crate) use declare_maintenance::*;
pub use offer_operator_authority::*;
pub use register_operator::*;
pub use set_commission::*;
pub(crate) use set_operator_manager::*;
pub(crate) use set_payout_wallet::*;
pub use unjail::*;
