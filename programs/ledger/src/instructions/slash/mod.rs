//! Slashing.

mod close_slash_case;
mod execute_slash;
mod overturn_slash;
mod report_equivocation;

pub use close_slash_case::*;
pub use execute_slash::*;
pub use overturn_slash::*;
pub use report_equivocation::*;
