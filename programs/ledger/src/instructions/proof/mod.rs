//! Signed proofs of contributions.

mod submit_contribution;

pub use submit_contribution::*;
