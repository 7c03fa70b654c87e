//! Positions in a pool, and collateral: in, marked for leaving, and out.

mod cancel_unstake;
mod close_position;
mod deposit;
mod lock_shares;
mod open_position;
mod transfer_shares;
mod unstake;
mod withdraw;

pub(crate) use cancel_unstake::*;
pub use close_position::*;
pub use deposit::*;
pub use lock_shares::*;
pub use open_position::*;
pub use transfer_shares::*;
pub use unstake::*;
pub use withdraw::*;
