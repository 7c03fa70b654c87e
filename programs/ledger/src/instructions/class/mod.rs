//! The table of what counts as a contribution.

mod add_class;
mod retire_class;
mod reweight_class;

pub use add_class::*;
pub use retire_class::*;
pub(crate) use reweight_class::*;
