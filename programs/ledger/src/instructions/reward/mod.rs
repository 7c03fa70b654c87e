//! Epochs and their rewards.

mod claim;
mod close_epoch;
mod fund;
mod harvest;
mod settle_epoch;

pub use claim::*;
pub use close_epoch::*;
pub use fund::*;
pub use harvest::*;
pub use settle_epoch::*;
