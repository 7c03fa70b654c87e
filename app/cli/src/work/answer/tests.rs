use super::*;
use crate::work::challenge::Draw;
use crate::work::dataset::Dataset;
use crate::work::share::Share;
use proptest::prelude::*;
use std::fs;
use tempfile::TempDir;

const DRAW: Draw = Draw { seed: [1; 32], epoch: 4, operator: [2; 32], counter: 7 };

/// A share of 11 chunks and a proper answer to a challenge about 3 of them. The files are gone when it returns.
fn answered() -> (Share, Challenge, Answer) {
    let dir = TempDir::new().expect("a directory");
    let content: Vec<u8> = (0..42_000u32).flat_map(u32::to_le_bytes).take(42_000).collect();
    fs::write(dir.path().join("file"), content).expect("a file");
    let share = Dataset::open(dir.path(), |_| ()).and_then(|data| data.split(&[1])).expect("it splits").remove(0);
    let challenge = Challenge::draw(&DRAW, share.commitment(), 3);
    let answer = share.answer(&challenge).expect("it can answer");
    (share, challenge, answer)
}

#[test]
fn an_answer_proves_nothing_for_another_challenge() {
    let (share, challenge, answer) = answered();
    assert_eq!(verify(share.commitment(), &challenge, &answer), Ok(()));
    let next = Challenge { counter: 8, ..challenge.clone() };
    let stale = VerifyError::Stale { epoch: 4, counter: 8 };
    assert_eq!(verify(share.commitment(), &next, &answer), Err(stale));
    assert_eq!(stale.to_string(), "the answer is stale: it must answer challenge 8 of epoch 4, read from disk for it");
    let later = Challenge { epoch: 5, ..challenge };
    assert!(matches!(verify(share.commitment(), &later, &answer), Err(VerifyError::Stale { epoch: 5, .. })));
}

#[test]
fn a_challenge_about_another_share_is_refused() {
    let (share, challenge, answer) = answered();
    let other = Commitment { root: [0; 32], ..*share.commitment() };
    assert_eq!(verify(&other, &challenge, &answer), Err(VerifyError::OtherShare));
}

#[test]
fn missing_extra_and_swapped_chunks_are_refused() {
    let (share, challenge, answer) = answered();
    let refused = |change: fn(&mut Answer)| {
        let mut answer = answer.clone();
        change(&mut answer);
        verify(share.commitment(), &challenge, &answer).expect_err("it is refused")
    };
    assert_eq!(refused(|answer| answer.chunks.clear()), VerifyError::WrongCount { asked: 3, found: 0 });
    let extra = refused(|answer| answer.chunks.extend(answer.chunks.first().cloned()));
    assert_eq!(extra, VerifyError::WrongCount { asked: 3, found: 4 });
    let [first, second, _] = challenge.indices[..] else { panic!("three were asked for") };
    assert_eq!(refused(|answer| answer.chunks.swap(0, 1)), VerifyError::WrongIndex { asked: first, found: second });
}

#[test]
fn lengths_that_no_chunk_has_are_refused() {
    let (share, challenge, answer) = answered();
    for length in [0, CHUNK_BYTES + 1] {
        let mut answer = answer.clone();
        answer.chunks[0].content.resize(length as usize, 0);
        let refused = verify(share.commitment(), &challenge, &answer);
        assert_eq!(refused, Err(VerifyError::WrongLength { index: challenge.indices[0], length }));
    }
}

#[test]
fn the_commitments_counts_are_bound_by_its_root() {
    let (share, challenge, answer) = answered();
    let honest = *share.commitment();
    for lie in [Commitment { bytes: honest.bytes + 1, ..honest }, Commitment { chunks: honest.chunks + 1, ..honest }] {
        assert!(matches!(verify(&lie, &challenge, &answer), Err(VerifyError::WrongPath { .. })));
    }
}

#[test]
fn the_evidence_binds_challenge_and_answer() {
    let (_share, challenge, answer) = answered();
    let evidence = evidence_hash(&challenge, &answer);
    assert_eq!(evidence, evidence_hash(&challenge.clone(), &answer.clone()));
    assert_ne!(evidence, evidence_hash(&Challenge { counter: 8, ..challenge.clone() }, &answer));
    let changes: [fn(&mut Answer); 5] = [
        |answer| answer.challenge[0] ^= 1,
        |answer| answer.chunks[0].index ^= 1,
        |answer| answer.chunks[1].content[9] ^= 1,
        |answer| answer.chunks[2].path[0][31] ^= 1,
        |answer| answer.chunks.truncate(2),
    ];
    for change in changes {
        let mut answer = answer.clone();
        change(&mut answer);
        assert_ne!(evidence, evidence_hash(&challenge, &answer));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_flipped_bit_of_chunk_path_index_or_root_is_refused(
        which in 0usize..3, place: prop::sample::Index, bit in 0u8..8,
    ) {
        let (share, challenge, answer) = answered();
        let flip = |bytes: &mut [u8]| {
            let at = place.index(bytes.len());
            bytes[at] ^= 1 << bit;
        };
        let refused = |answer: &Answer| verify(share.commitment(), &challenge, answer).is_err();

        let mut wrong = answer.clone();
        flip(&mut wrong.chunks[which].content);
        prop_assert!(refused(&wrong));

        let mut wrong = answer.clone();
        flip(wrong.chunks[which].path.as_flattened_mut());
        prop_assert!(refused(&wrong));

        // The index, in the answer alone and in the challenge too.
        let mut wrong = answer.clone();
        let mut asked = challenge.clone();
        let mut index = wrong.chunks[which].index.to_le_bytes();
        flip(&mut index);
        wrong.chunks[which].index = u64::from_le_bytes(index);
        prop_assert!(refused(&wrong));
        asked.indices[which] = wrong.chunks[which].index;
        wrong.challenge = asked.id();
        prop_assert!(verify(share.commitment(), &asked, &wrong).is_err());

        // The root, in the commitment alone and in the challenge too.
        let mut commitment = *share.commitment();
        flip(&mut commitment.root);
        prop_assert!(verify(&commitment, &challenge, &answer).is_err());
        let asked = Challenge { root: commitment.root, ..challenge.clone() };
        let wrong = Answer { challenge: asked.id(), ..answer };
        prop_assert!(verify(&commitment, &asked, &wrong).is_err());
    }
}
