//! An attestor's side: whether an answer proves possession, and the 32 bytes that stand for it in the signed
//! statement.

use super::challenge::Challenge;
use super::dataset::CHUNK_BYTES;
use super::hash::{Commitment, Hash, leaf, sha256};
use super::tree::climb;

const EVIDENCE_TAG: &[u8] = b"girder/storage/evidence/v1";

/// The chunks that a challenge asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// [`Challenge::id`] of the challenge it answers.
    pub challenge: Hash,
    /// One per index asked for, in the same order.
    pub chunks: Vec<ChunkAnswer>,
}

/// One chunk and the proof that it belongs to the share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChunkAnswer {
    /// Its index in the share.
    pub index: u64,
    /// Its bytes, as read from disk: 1 to [`CHUNK_BYTES`].
    pub content: Vec<u8>,
    /// The siblings from its leaf to the top of the tree, lowest first.
    pub path: Vec<Hash>,
}

/// Whether `answer` shows every chunk that `challenge` asked for, as the share in `commitment` holds them.
pub fn verify(commitment: &Commitment, challenge: &Challenge, answer: &Answer) -> Result<(), VerifyError> {
    if challenge.root != commitment.root {
        return Err(VerifyError::OtherShare);
    }
    if answer.challenge != challenge.id() {
        return Err(VerifyError::Stale { epoch: challenge.epoch, counter: challenge.counter });
    }
    if answer.chunks.len() != challenge.indices.len() {
        return Err(VerifyError::WrongCount { asked: challenge.indices.len(), found: answer.chunks.len() });
    }
    challenge.indices.iter().zip(&answer.chunks).try_for_each(|(asked, chunk)| check(commitment, *asked, chunk))
}

fn check(commitment: &Commitment, asked: u64, chunk: &ChunkAnswer) -> Result<(), VerifyError> {
    let Commitment { root, chunks, bytes } = *commitment;
    let ChunkAnswer { index, content, path } = chunk;
    if *index != asked {
        return Err(VerifyError::WrongIndex { asked, found: *index });
    }
    let length = content.len() as u64;
    if !(1..=CHUNK_BYTES).contains(&length) {
        return Err(VerifyError::WrongLength { index: asked, length });
    }
    let leaf = leaf(asked, length, &sha256(&[content]));
    let top = climb(leaf, asked, chunks, path).ok_or(VerifyError::WrongPath { index: asked })?;
    if Commitment::seal(chunks, bytes, &top).root == root {
        Ok(())
    } else {
        Err(VerifyError::WrongPath { index: asked })
    }
}

/// The statement's evidence hash: binds the challenge and every byte of the answer. Whoever keeps both can show
/// what was signed.
///
/// It proves nothing by itself: [`verify`] first.
pub fn evidence_hash(challenge: &Challenge, answer: &Answer) -> Hash {
    let mut preimage = [EVIDENCE_TAG, &challenge.id(), &answer.challenge].concat();
    for ChunkAnswer { index, content, path } in &answer.chunks {
        preimage.extend(leaf(*index, content.len() as u64, &sha256(&[content])));
        preimage.extend((path.len() as u64).to_le_bytes());
        preimage.extend(path.as_flattened());
    }
    sha256(&[&preimage])
}

/// Why an answer proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The challenge was drawn for other chunks.
    #[error("the challenge is about another share: its root must be the commitment's")]
    OtherShare,
    /// The answer was made for another challenge, such as an earlier one.
    #[error("the answer is stale: it must answer challenge {counter} of epoch {epoch}, read from disk for it")]
    Stale {
        /// Epoch of the challenge.
        epoch: u64,
        /// Counter of the challenge.
        counter: u64,
    },
    /// Chunks are missing or too many.
    #[error("the answer has {found} chunks: it must have the {asked} that were asked for")]
    WrongCount {
        /// Chunks asked for.
        asked: usize,
        /// Chunks in the answer.
        found: usize,
    },
    /// A chunk stands where another was asked for.
    #[error("the answer shows chunk {found}: chunk {asked} was asked for")]
    WrongIndex {
        /// Index asked for.
        asked: u64,
        /// Index in the answer.
        found: u64,
    },
    /// No chunk is that long.
    #[error("chunk {index} has {length} bytes: it must have 1 to {CHUNK_BYTES}")]
    WrongLength {
        /// Index asked for.
        index: u64,
        /// Bytes in the answer.
        length: u64,
    },
    /// The chunk is not what the operator promised to keep.
    #[error("chunk {index} doesn't lead to the committed root: its bytes or its path are not those of the share")]
    WrongPath {
        /// Index asked for.
        index: u64,
    },
}

#[cfg(test)]
mod tests;
