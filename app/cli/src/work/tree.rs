//! A Merkle tree over the leaves of one share. A node without a sibling moves up unchanged: no leaf counts
//! twice and nothing is padded, so two different lists of leaves never have the same top.

use super::hash::{Hash, node};

/// All levels of a tree, leaves first; the last level is the top alone.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    levels: Vec<Vec<Hash>>,
    top: Hash,
}

impl Tree {
    /// Builds the tree; `None` without leaves, for there is nothing to commit to.
    pub fn new(leaves: Vec<Hash>) -> Option<Self> {
        let mut levels = vec![];
        let mut level = leaves;
        while level.len() > 1 {
            let above = level.chunks(2).filter_map(join).collect();
            levels.push(std::mem::replace(&mut level, above));
        }
        let top = *level.first()?;
        levels.push(level);
        Some(Self { levels, top })
    }

    /// The hash that every leaf leads to.
    pub fn top(&self) -> Hash {
        self.top
    }

    /// The siblings on the way from leaf `index` to the top, lowest first; `None` if there is no such leaf.
    pub fn path(&self, index: u64) -> Option<Vec<Hash>> {
        let mut at = usize::try_from(index).ok()?;
        self.levels.first()?.get(at)?;
        let mut path = vec![];
        for level in &self.levels {
            // Without a sibling (a promoted node, the top) the level adds nothing to the path.
            path.extend(level.get(at ^ 1).copied());
            at /= 2;
        }
        Some(path)
    }
}

/// The top that `leaf` leads to as number `index` of `count` leaves; `None` if there is no such index or the
/// path is longer or shorter than that position's.
pub(super) fn climb(leaf: Hash, index: u64, count: u64, path: &[Hash]) -> Option<Hash> {
    if index >= count {
        return None;
    }
    let (mut hash, mut at, mut width, mut path) = (leaf, index, count, path.iter());
    while width > 1 {
        if at ^ 1 < width {
            let sibling = path.next()?;
            hash = if at % 2 == 0 { node(&hash, sibling) } else { node(sibling, &hash) };
        }
        at /= 2;
        width = width.div_ceil(2);
    }
    path.next().is_none().then_some(hash)
}

/// The node above a pair, or above the one that is left over: itself.
fn join(pair: &[Hash]) -> Option<Hash> {
    pair.iter().copied().reduce(|left, right| node(&left, &right))
}

#[cfg(test)]
mod tests;
