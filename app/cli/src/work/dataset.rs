//! The files that are stored, cut into chunks.

use super::hash::{Hash, sha256};
use super::share::{Place, Share};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

/// Bytes in a chunk; the last one of a file may be shorter. A page: what one random read of a disk gives at its
/// usual cost.
pub const CHUNK_BYTES: u64 = 4096;

/// Below this a share earns no units: they count whole KiB.
const LEAST_SHARE_BYTES: u64 = 1024;

/// All files under one directory, read once.
#[derive(Debug)]
pub struct Dataset {
    dir: PathBuf,
    files: usize,
    bytes: u64,
    chunks: Vec<Chunk>,
}

/// A chunk where it was found, with the sha256 of what it held.
#[derive(Debug)]
struct Chunk {
    place: Place,
    content: Hash,
}

impl Dataset {
    /// Reads every file under `dir`, in the order of their names, directory by directory; calls `on_read` after
    /// each file with its length in bytes, for a progress bar.
    ///
    /// Left out: symbolic links, whatever is not a regular file, anything named `.git`, directories named
    /// `target`. Empty files hold nothing to store and don't count.
    pub fn open(dir: impl AsRef<Path>, mut on_read: impl FnMut(u64)) -> Result<Self, DatasetError> {
        let dir = dir.as_ref().to_path_buf();
        match dir.metadata() {
            Err(source) if source.kind() == io::ErrorKind::NotFound => {
                return Err(DatasetError::Missing { dir });
            }
            Err(source) => return Err(DatasetError::Unreadable { path: dir, source }),
            Ok(found) if !found.is_dir() => return Err(DatasetError::NotADirectory { dir }),
            Ok(_) => (),
        }
        let mut dataset = Self { dir, files: 0, bytes: 0, chunks: vec![] };
        let entries = WalkDir::new(&dataset.dir).sort_by_file_name().into_iter().filter_entry(is_wanted);
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&dataset.dir, error))?;
            if entry.file_type().is_file() {
                on_read(dataset.add(entry.path())?);
            }
        }
        if dataset.bytes == 0 {
            return Err(DatasetError::Empty { dir: dataset.dir });
        }
        Ok(dataset)
    }

    /// Appends the chunks of a file; its length in bytes.
    fn add(&mut self, path: &Path) -> Result<u64, DatasetError> {
        let unreadable = |source| DatasetError::Unreadable { path: path.to_path_buf(), source };
        let too_large = || DatasetError::TooLarge { dir: self.dir.clone() };
        let mut reader = BufReader::new(File::open(path).map_err(unreadable)?);
        let path: Arc<Path> = path.into();
        let mut offset: u64 = 0;
        loop {
            let content = next_chunk(&mut reader).map_err(unreadable)?;
            if content.is_empty() {
                break;
            }
            let length = content.len() as u64;
            let place = Place { path: Arc::clone(&path), offset, length };
            self.chunks.push(Chunk { place, content: sha256(&[&content]) });
            offset = offset.checked_add(length).ok_or_else(too_large)?;
        }
        self.bytes = self.bytes.checked_add(offset).ok_or_else(too_large)?;
        self.files = self.files.saturating_add(usize::from(offset > 0));
        Ok(offset)
    }

    /// How many files hold at least one byte.
    pub fn files(&self) -> usize {
        self.files
    }

    /// Bytes in all files.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Chunks of at most [`CHUNK_BYTES`].
    pub fn chunks(&self) -> usize {
        self.chunks.len()
    }

    /// One share per weight, in the same order and about in that proportion (exact to one chunk). Every chunk
    /// is in exactly one share; a share is a run of the dataset, so that a lost file hurts its keeper and
    /// perhaps a neighbour, not everybody.
    pub fn split(&self, weights: &[u32]) -> Result<Vec<Share>, DatasetError> {
        let whole: u128 = weights.iter().copied().map(u128::from).sum();
        let mut chunks = self.chunks.iter().peekable();
        let (mut start, mut cumulative) = (0u64, 0u128);
        let mut shares = Vec::with_capacity(weights.len());
        for (number, weight) in (1..).zip(weights) {
            cumulative = cumulative.saturating_add(u128::from(*weight));
            // A u64 times a sum of u32: 128 bits are plenty.
            let end = u128::from(self.bytes).saturating_mul(cumulative).checked_div(whole).unwrap_or(0);
            let first = start;
            let mut kept = vec![];
            while let Some(chunk) = chunks.next_if(|_| u128::from(start) < end) {
                kept.push((chunk.place.clone(), chunk.content));
                start = start.saturating_add(chunk.place.length);
            }
            let bytes = start.saturating_sub(first);
            let too_small = || self.too_small(weights.len(), number, bytes);
            if bytes < LEAST_SHARE_BYTES {
                return Err(too_small());
            }
            shares.push(Share::new(kept, bytes).ok_or_else(too_small)?);
        }
        Ok(shares)
    }

    fn too_small(&self, shares: usize, number: usize, bytes: u64) -> DatasetError {
        DatasetError::TooSmall { dir: self.dir.clone(), held: self.bytes, shares, number, bytes }
    }
}

/// Why a directory can't be stored.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    /// There is no such directory.
    #[error("`{}` doesn't exist: the data must be a directory with at least one file", dir.display())]
    Missing {
        /// What was asked for.
        dir: PathBuf,
    },
    /// The path names something else.
    #[error("`{}` is not a directory: the data must be a directory with at least one file", dir.display())]
    NotADirectory {
        /// What was asked for.
        dir: PathBuf,
    },
    /// There is nothing to store.
    #[error(
        "`{}` is empty: it must hold at least one byte in a regular file (symbolic links, \
         `.git` and `target` directories don't count)",
        dir.display()
    )]
    Empty {
        /// What was asked for.
        dir: PathBuf,
    },
    /// Something in it can't be read.
    #[error("`{}` can't be read: every file and directory of the data must be readable", path.display())]
    Unreadable {
        /// The file or directory at fault.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is too little to go round.
    #[error(
        "`{}` holds {held} bytes, too few for {shares} shares: share {number} would have {bytes}, \
         it must have at least {LEAST_SHARE_BYTES}",
        dir.display()
    )]
    TooSmall {
        /// What was asked for.
        dir: PathBuf,
        /// Bytes in the whole dataset.
        held: u64,
        /// Shares asked for.
        shares: usize,
        /// The first share that gets too little, counted from 1.
        number: usize,
        /// Bytes that it would get.
        bytes: u64,
    },
    /// Sizes don't fit 64 bits (a file system that lies).
    #[error("`{}` is too large: the data must have fewer than 2^64 bytes", dir.display())]
    TooLarge {
        /// What was asked for.
        dir: PathBuf,
    },
}

/// Decides on everything below the directory itself, which is wanted whatever its name.
fn is_wanted(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    // In a git worktree `.git` is a file.
    let skipped = name == ".git" || name == "target" && entry.file_type().is_dir();
    entry.depth() == 0 || !skipped
}

fn unreadable(dir: &Path, error: walkdir::Error) -> DatasetError {
    let path = error.path().unwrap_or(dir).to_path_buf();
    DatasetError::Unreadable { path, source: error.into() }
}

/// The next chunk of a file; empty at its end.
fn next_chunk(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut content = vec![];
    reader.take(CHUNK_BYTES).read_to_end(&mut content)?;
    Ok(content)
}

#[cfg(test)]
mod tests;
