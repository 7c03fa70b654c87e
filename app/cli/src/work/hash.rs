//! What is hashed, and how: one tag per kind of preimage, every field of fixed size, integers little-endian.
//!
//! The tags differ in their first bytes after the common prefix, so no leaf is ever a node, a root or a
//! challenge. A leaf binds its index, so a chunk can't answer for another; the root binds the number of chunks
//! and bytes, so the shape of every path follows from it.

use sha2::{Digest, Sha256};

const LEAF_TAG: &[u8] = b"girder/storage/leaf/v1";
const NODE_TAG: &[u8] = b"girder/storage/node/v1";
const ROOT_TAG: &[u8] = b"girder/storage/root/v1";

/// A sha256 digest.
pub type Hash = [u8; 32];

/// What one operator stores, as its attestors know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Binds the chunks and both numbers below: the only field a verifier has to have from a trusted source.
    pub root: Hash,
    /// How many chunks the share has; at least 1.
    pub chunks: u64,
    /// How many bytes the share has: what its operator is paid for keeping.
    pub bytes: u64,
}

impl Commitment {
    /// Commits to a share of `chunks` chunks with `bytes` bytes in all, whose Merkle tree ends in `top`.
    pub(super) fn seal(chunks: u64, bytes: u64, top: &Hash) -> Self {
        let root = sha256(&[ROOT_TAG, &chunks.to_le_bytes(), &bytes.to_le_bytes(), top]);
        Self { root, chunks, bytes }
    }
}

/// The leaf of the chunk at `index` of a share, `length` bytes long, with the sha256 `content`.
pub(super) fn leaf(index: u64, length: u64, content: &Hash) -> Hash {
    sha256(&[LEAF_TAG, &index.to_le_bytes(), &length.to_le_bytes(), content])
}

/// The parent of two neighbours.
pub(super) fn node(left: &Hash, right: &Hash) -> Hash {
    sha256(&[NODE_TAG, left, right])
}

/// sha256 of the concatenation of `parts`.
pub(super) fn sha256(parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}
