//! Proof of storage of real files.

pub mod challenge;
pub mod hash;
mod tree;
pub mod units;
