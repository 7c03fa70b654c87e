//! Collateral: in, marked for leaving, and out.

mod cancel_unstake;
mod deposit;
mod unstake;
mod withdraw;

pub(crate) use cancel_unstake::*;
pub use deposit::*;
pub use unstake::*;
pub use withdraw::*;
