//! An operator's side: the chunks that it keeps, and how it shows them.

use super::answer::{Answer, ChunkAnswer};
use super::challenge::Challenge;
use super::hash::{Commitment, Hash, leaf};
use super::tree::Tree;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a chunk is on disk.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The file.
    pub path: Arc<Path>,
    /// Bytes before it in the file.
    pub offset: u64,
    /// Its bytes.
    pub length: u64,
}

/// What one operator keeps: places on disk and the Merkle tree over what was there. The content stays on disk.
#[derive(Clone, Debug)]
pub struct Share {
    /// In the order of the tree's leaves.
    pub(super) places: Vec<Place>,
    tree: Tree,
    commitment: Commitment,
}

impl Share {
    /// A share of chunks with their content hashes, `bytes` in all; `None` if there are none.
    pub(super) fn new(chunks: Vec<(Place, Hash)>, bytes: u64) -> Option<Self> {
        let leaves = (0..).zip(&chunks).map(|(index, (place, content))| leaf(index, place.length, content)).collect();
        let tree = Tree::new(leaves)?;
        let commitment = Commitment::seal(chunks.len() as u64, bytes, &tree.top());
        Some(Self { places: chunks.into_iter().map(|(place, _)| place).collect(), tree, commitment })
    }

    /// What the attestors have to know of this share.
    pub fn commitment(&self) -> &Commitment {
        &self.commitment
    }

    /// Answers with what the files hold **now**: each chunk is read from disk in this call.
    ///
    /// A file that is gone or too short is an error here; one that was altered gives an answer that
    /// [`verify`](super::answer::verify) refuses.
    pub fn answer(&self, challenge: &Challenge) -> Result<Answer, AnswerError> {
        if challenge.root != self.commitment.root {
            return Err(AnswerError::OtherShare);
        }
        let chunks = challenge.indices.iter().map(|index| self.show(*index)).collect::<Result<_, _>>()?;
        Ok(Answer { challenge: challenge.id(), chunks })
    }

    fn show(&self, index: u64) -> Result<ChunkAnswer, AnswerError> {
        let no_such_chunk = AnswerError::NoSuchChunk { index, chunks: self.commitment.chunks };
        let place = usize::try_from(index).ok().and_then(|at| self.places.get(at));
        let (Some(place), Some(path)) = (place, self.tree.path(index)) else {
            return Err(no_such_chunk);
        };
        let content =
            place.read().map_err(|source| AnswerError::Lost { index, path: place.path.to_path_buf(), source })?;
        Ok(ChunkAnswer { index, content, path })
    }
}

impl Place {
    /// Exactly its bytes, from disk. A file that ends early is an error.
    fn read(&self) -> io::Result<Vec<u8>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.offset))?;
        let mut content = vec![];
        file.take(self.length).read_to_end(&mut content)?;
        let found = content.len();
        if found as u64 == self.length {
            Ok(content)
        } else {
            let Self { offset, length, .. } = self;
            Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                format!("{found} of the {length} bytes at offset {offset} are left"),
            ))
        }
    }
}

/// Why an operator can't answer a challenge.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The challenge is about other chunks.
    #[error("the challenge is about another share: its root must be this share's")]
    OtherShare,
    /// The challenge is malformed.
    #[error("chunk {index} was asked for: indices must be below the share's {chunks} chunks")]
    NoSuchChunk {
        /// The index asked for.
        index: u64,
        /// How many chunks there are.
        chunks: u64,
    },
    /// What was to be kept is not there any more.
    #[error("chunk {index} is lost: `{}` must still hold it", path.display())]
    Lost {
        /// The chunk's index in the share.
        index: u64,
        /// The file that held it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

#[cfg(test)]
mod tests;
