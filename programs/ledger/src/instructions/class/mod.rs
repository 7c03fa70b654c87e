//! The table of what counts as a contribution, and where it needs a licence.

mod add_class;
mod retire_class;
mod reweight_class;
mod set_licensor;

pub use add_class::*;
pub use retire_class::*;
pub(crate) use reweight_class::*;
pub(crate) use set_licensor::*;
