//! Which chunks an operator has to show.

use super::hash::{Commitment, Hash, sha256};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use std::collections::BTreeSet;

const KEY_TAG: &[u8] = b"girder/storage/draw/v1";
const ID_TAG: &[u8] = b"girder/storage/challenge/v1";

/// Where an attestor's challenge comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// The attestor's secret. An operator that knew it could keep just the chunks it will be asked for; once
    /// the epoch is over it may be published, and then anybody can check that the chunks were not hand-picked.
    pub seed: [u8; 32],
    /// Index of the ledger's epoch.
    pub epoch: u64,
    /// The operator asked: its identity's 32 bytes.
    pub operator: [u8; 32],
    /// Number of the challenge among those of this operator and epoch.
    pub counter: u64,
}

/// Random chunks of one operator's share, asked for once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Index of the ledger's epoch.
    pub epoch: u64,
    /// The operator asked: its identity's 32 bytes.
    pub operator: [u8; 32],
    /// Number of the challenge among those of this operator and epoch.
    pub counter: u64,
    /// The root of the share that it asks about.
    pub root: Hash,
    /// Indices of chunks in the share: strictly ascending, each below the share's count.
    pub indices: Vec<u64>,
}

impl Challenge {
    /// Draws `count` different chunks (all, if the share has no more) of the share in `commitment`, each set as
    /// likely as any other.
    ///
    /// The same arguments give the same challenge on every machine.
    pub fn draw(draw: &Draw, commitment: &Commitment, count: u64) -> Self {
        let Draw { seed, epoch, operator, counter } = *draw;
        let key = sha256(&[KEY_TAG, &seed, &commitment.root, &epoch.to_le_bytes(), &operator, &counter.to_le_bytes()]);
        let mut random = ChaCha20Rng::from_seed(key);
        let indices = distinct(&mut random, commitment.chunks, count);
        Self { epoch, operator, counter, root: commitment.root, indices }
    }

    /// Names this challenge: an answer carries it, so that it is good for no other.
    pub fn id(&self) -> Hash {
        let Self { epoch, operator, counter, root, indices } = self;
        let indices: Vec<u8> = indices.iter().flat_map(|index| index.to_le_bytes()).collect();
        sha256(&[ID_TAG, &epoch.to_le_bytes(), operator, &counter.to_le_bytes(), root, &indices])
    }
}

/// `count` different numbers below `below`, ascending (Floyd's algorithm: one draw each, whatever the ratio).
fn distinct(random: &mut ChaCha20Rng, below: u64, count: u64) -> Vec<u64> {
    let mut chosen = BTreeSet::new();
    for newest in below.saturating_sub(count)..below {
        let drawn = up_to(random, newest);
        if !chosen.insert(drawn) {
            chosen.insert(newest);
        }
    }
    chosen.into_iter().collect()
}

/// A uniform number in `0..=last`. Written out, because `rand` keeps no promise that its own sampling stays the
/// same over versions, and anybody must be able to draw an old challenge again.
fn up_to(random: &mut ChaCha20Rng, last: u64) -> u64 {
    let Some(span) = last.checked_add(1) else {
        return random.next_u64();
    };
    // The largest multiple of `span` below 2^64: what lies above it would favour small numbers.
    let fair = u64::MAX - u64::MAX % span;
    loop {
        let drawn = random.next_u64();
        if drawn < fair {
            return drawn % span;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn commitment(chunks: u64) -> Commitment {
        Commitment { root: [7; 32], chunks, bytes: chunks * 4096 }
    }

    fn draw(counter: u64) -> Draw {
        Draw { seed: [1; 32], epoch: 5, operator: [2; 32], counter }
    }

    proptest! {
        #[test]
        fn indices_are_distinct_ascending_and_in_range(chunks in 1u64..500, count in 0u64..600, counter: u64) {
            let challenge = Challenge::draw(&draw(counter), &commitment(chunks), count);
            prop_assert_eq!(challenge.indices.len() as u64, count.min(chunks));
            prop_assert!(challenge.indices.is_sorted_by(|a, b| a < b));
            prop_assert!(challenge.indices.iter().all(|index| *index < chunks));
        }
    }

    #[test]
    fn every_argument_changes_the_challenge() {
        let base = Challenge::draw(&draw(0), &commitment(1 << 40), 4);
        assert_eq!(base, Challenge::draw(&draw(0), &commitment(1 << 40), 4));
        let others = [
            Challenge::draw(&Draw { seed: [9; 32], ..draw(0) }, &commitment(1 << 40), 4),
            Challenge::draw(&Draw { epoch: 6, ..draw(0) }, &commitment(1 << 40), 4),
            Challenge::draw(&Draw { operator: [9; 32], ..draw(0) }, &commitment(1 << 40), 4),
            Challenge::draw(&draw(1), &commitment(1 << 40), 4),
            Challenge::draw(&draw(0), &Commitment { root: [8; 32], ..commitment(1 << 40) }, 4),
        ];
        for other in others {
            assert_ne!(base.indices, other.indices);
            assert_ne!(base.id(), other.id());
        }
    }

    #[test]
    fn a_draw_never_changes() {
        let indices = Challenge::draw(&draw(3), &commitment(1000), 5).indices;
        // Computed once by another implementation of ChaCha20 and of the sampling.
        assert_eq!(indices, [40, 206, 267, 408, 551], "a changed draw makes old evidence unverifiable");
    }

    #[test]
    fn every_chunk_is_asked_for_about_equally_often() {
        let mut asked = [0u32; 10];
        for counter in 0..5_000 {
            for index in Challenge::draw(&draw(counter), &commitment(10), 2).indices {
                asked[index as usize] += 1;
            }
        }
        // Expected 1,000 each with a deviation of 28; six of them are allowed.
        assert!(asked.iter().all(|times| (830..1_170).contains(times)), "{asked:?}");
    }

    #[test]
    fn the_largest_span_is_drawn_without_overflow() {
        let mut random = ChaCha20Rng::from_seed([0; 32]);
        assert!(up_to(&mut random, u64::MAX) > 0);
        assert!(up_to(&mut random, u64::MAX - 1) < u64::MAX);
        assert_eq!(up_to(&mut random, 0), 0);
    }
}
