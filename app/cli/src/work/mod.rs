//! The real work of the demo: proof of storage of real files.
//!
//! ```text
//! Dataset::open(DIR) --split--> Share (operator: files on disk, Merkle tree)
//!                                 |  commitment            ^          |
//!                                 v                        |          v
//!                              attestor --- Challenge -----+       Answer (chunks re-read from disk + paths)
//!                                 ^                                   |
//!                                 +---------- verify -----------------+--> evidence_hash --> signed statement
//! ```
//!
//! A dataset is cut into chunks of [`dataset::CHUNK_BYTES`]; each operator keeps a share of them. Whoever
//! splits the dataset (its owner) computes each share's [`hash::Commitment`] and gives it to the attestors, so
//! an operator can't choose what it is asked about. An attestor then draws random chunks
//! ([`challenge::Challenge`]); the operator reads them **at that time** and answers with their Merkle paths
//! ([`answer::Answer`]); [`answer::verify`] compares with the commitment, whose root
//! alone has to come from a source that the attestor trusts.
//!
//! One challenge of `k` chunks misses an operator that lost a part `f` of its share with probability
//! `(1 - f)^k`; the draws of later epochs are independent, so a loss that lasts is found.

pub mod answer;
pub mod challenge;
pub mod dataset;
pub mod hash;
pub mod share;
mod tree;
pub mod units;
