use super::*;
use crate::work::answer::{VerifyError, verify};
use crate::work::challenge::Draw;
use crate::work::dataset::Dataset;
use std::fs;
use tempfile::TempDir;

/// One operator that keeps three files, and a challenge about all of their chunks.
fn keeper() -> (TempDir, Share, Challenge) {
    let dir = TempDir::new().expect("a directory");
    for name in ["a", "b", "c"] {
        fs::write(dir.path().join(name), name.repeat(6000)).expect("a file");
    }
    let share = Dataset::open(dir.path(), |_| ()).and_then(|data| data.split(&[1])).expect("it splits").remove(0);
    let draw = Draw { seed: [1; 32], epoch: 4, operator: [2; 32], counter: 0 };
    let challenge = Challenge::draw(&draw, share.commitment(), u64::MAX);
    (dir, share, challenge)
}

#[test]
fn an_operator_that_keeps_its_files_passes() {
    let (_dir, share, challenge) = keeper();
    assert_eq!(challenge.indices, [0, 1, 2, 3, 4, 5]);
    let answer = share.answer(&challenge).expect("it can answer");
    assert_eq!(verify(share.commitment(), &challenge, &answer), Ok(()));
}

#[test]
fn an_operator_that_deleted_a_file_cannot_answer() {
    let (dir, share, challenge) = keeper();
    fs::remove_file(dir.path().join("b")).expect("it can be removed");
    let error = share.answer(&challenge).expect_err("nothing to show");
    assert!(matches!(&error, AnswerError::Lost { index: 2, path, .. } if path.ends_with("b")), "{error:?}");
}

#[test]
fn an_operator_that_truncated_a_file_cannot_answer() {
    let (dir, share, challenge) = keeper();
    fs::write(dir.path().join("c"), "c".repeat(5999)).expect("a file");
    let AnswerError::Lost { index: 5, source, .. } = share.answer(&challenge).expect_err("a byte is gone") else {
        panic!("another error")
    };
    assert_eq!(source.to_string(), "1903 of the 1904 bytes at offset 4096 are left");
}

#[test]
fn an_operator_that_altered_one_byte_is_found_out() {
    let (dir, share, challenge) = keeper();
    let mut content = "a".repeat(6000).into_bytes();
    content[5000] = b'!';
    fs::write(dir.path().join("a"), content).expect("a file");
    let answer = share.answer(&challenge).expect("it answers with what it has");
    assert_eq!(verify(share.commitment(), &challenge, &answer), Err(VerifyError::WrongPath { index: 1 }));
}

#[test]
fn chunks_are_read_at_the_time_of_the_answer() {
    let (dir, share, challenge) = keeper();
    let path = dir.path().join("b");
    let kept = fs::read(&path).expect("it is there");
    fs::remove_file(&path).expect("it can be removed");
    assert!(share.answer(&challenge).is_err());
    fs::write(&path, kept).expect("a file");
    assert!(share.answer(&challenge).is_ok());
}

#[test]
fn a_challenge_of_another_share_or_past_the_end_is_refused() {
    let (_dir, share, challenge) = keeper();
    let other = Challenge { root: [0; 32], ..challenge.clone() };
    assert!(matches!(share.answer(&other), Err(AnswerError::OtherShare)));
    for index in [6, u64::MAX] {
        let past = Challenge { indices: vec![index], ..challenge.clone() };
        let error = share.answer(&past).expect_err("there is no such chunk");
        assert_eq!(
            error.to_string(),
            format!("chunk {index} was asked for: indices must be below the share's 6 chunks")
        );
    }
}
