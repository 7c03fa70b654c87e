//! Attestors, their bonds and their sets.

mod add_attestor;
mod claim_attestor_pay;
mod close_attestor_set;
mod create_attestor_set;
mod post_bond;
mod register_attestor;
mod seal_attestor_set;
mod strike_attestor;
mod unbond_attestor;
mod withdraw_bond;

pub use add_attestor::*;
pub use claim_attestor_pay::*;
pub(crate) use close_attestor_set::*;
pub use create_attestor_set::*;
pub use post_bond::*;
pub use register_attestor::*;
pub use seal_attestor_set::*;
pub use strike_attestor::*;
pub use unbond_attestor::*;
pub use withdraw_bond::*;
