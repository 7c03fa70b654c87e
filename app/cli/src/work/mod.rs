//! Proof of storage of real files.

pub mod hash;
mod tree;
pub mod units;
