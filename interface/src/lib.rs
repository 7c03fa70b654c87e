//! What Girder's program, clients and device firmware must agree on: the digests that get signed, the seeds of the
//! program's addresses, and fixed limits.
//!
//! `no_std` and without allocation, so that a microcontroller can sign what the program verifies. Off chain, enable
//! the feature `sha2`; on chain the hash is a syscall.
//!
//! Addresses are plain 32-byte arrays here, so that firmware needs no Solana crate. All integers in a digest are
//! little-endian and of fixed size; no field has a variable length, so two different statements never share a preimage.
#![no_std]

pub mod contribution;
pub mod key;
pub mod licence;
pub mod limits;
pub mod mint_risk;
pub mod offence;
pub mod registration;
pub mod report;
pub mod seeds;
pub mod verdict;

/// A Solana address, in bytes.
pub type Address = [u8; 32];

/// A sha256 hash.
pub type Hash = [u8; 32];

/// Where a statement is valid: it is part of every digest, so a signature made for one program, network or cluster
/// means nothing to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Domain {
    /// The ledger program.
    pub program_id: Address,
    /// The Network account.
    pub network: Address,
    /// The newest slot hash when the network was created: the same keys on another cluster, or a network closed and
    /// made again, have another one.
    pub instance: Hash,
}

/// sha256 over the concatenated parts.
pub(crate) fn hash(parts: &[&[u8]]) -> Hash {
    solana_sha256_hasher::hashv(parts).to_bytes()
}
