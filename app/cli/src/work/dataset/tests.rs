use super::*;
use std::collections::BTreeSet;
use std::fs;
use tempfile::TempDir;

fn write(dir: &TempDir, name: &str, content: &[u8]) {
    let path = dir.path().join(name);
    fs::create_dir_all(path.parent().expect("it has a parent")).expect("directories can be made");
    fs::write(path, content).expect("files can be written");
}

fn dataset(sizes: &[usize]) -> (TempDir, Dataset) {
    let dir = TempDir::new().expect("a directory");
    for (number, size) in sizes.iter().enumerate() {
        write(&dir, &format!("file{number:03}"), &vec![number as u8; *size]);
    }
    let dataset = Dataset::open(dir.path(), |_| ()).expect("it opens");
    (dir, dataset)
}

#[test]
fn every_byte_is_in_exactly_one_chunk_and_one_share() {
    let (_dir, dataset) = dataset(&[0, 1, 4095, 4096, 4097, 20_000, 8192]);
    assert_eq!((dataset.files(), dataset.bytes(), dataset.chunks()), (6, 40_481, 1 + 1 + 1 + 2 + 5 + 2));
    let shares = dataset.split(&[1, 2, 1]).expect("it splits");
    let bytes: Vec<u64> = shares.iter().map(|share| share.commitment().bytes).collect();
    assert_eq!(bytes.iter().sum::<u64>(), dataset.bytes());
    assert_eq!(shares.iter().map(|share| share.commitment().chunks).sum::<u64>(), dataset.chunks() as u64);
    for (weight, bytes) in [1, 2, 1].into_iter().zip(bytes) {
        assert!(bytes.abs_diff(weight * dataset.bytes() / 4) <= CHUNK_BYTES, "{bytes}");
    }
}

#[test]
fn files_come_sorted_and_links_git_and_target_are_left_out() {
    let dir = TempDir::new().expect("a directory");
    for name in ["b/z", "b/a", "a", "c", ".git/objects", "b/target/x", "b/.git", "d/target"] {
        write(&dir, name, &[1; 2048]);
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(dir.path().join("a"), dir.path().join("link")).expect("a link");
    let dataset = Dataset::open(dir.path(), |_| ()).expect("it opens");
    let share = dataset.split(&[1]).expect("it splits").remove(0);
    let mut names: Vec<_> = share.places.iter().filter_map(|place| place.path.strip_prefix(dir.path()).ok()).collect();
    names.dedup();
    // `d/target` is a file: only directories of that name are skipped.
    assert_eq!(names, ["a", "b/a", "b/z", "c", "d/target"].map(Path::new));
}

#[test]
fn the_directory_itself_may_be_named_target() {
    let dir = TempDir::new().expect("a directory");
    write(&dir, "target/file", &[1; 2048]);
    assert_eq!(Dataset::open(dir.path().join("target"), |_| ()).expect("it opens").files(), 1);
}

#[test]
fn the_same_files_give_the_same_shares() {
    let (_one, first) = dataset(&[5000, 9000, 123]);
    let (_two, second) = dataset(&[5000, 9000, 123]);
    let roots = |dataset: &Dataset| -> BTreeSet<Hash> {
        let shares = dataset.split(&[1, 1]).expect("it splits");
        shares.iter().map(|share| share.commitment().root).collect()
    };
    assert_eq!(roots(&first), roots(&second));
    assert_eq!(roots(&first).len(), 2);
}

#[test]
fn each_refusal_names_the_path_and_the_rule() {
    let dir = TempDir::new().expect("a directory");
    let at = |name: &str| dir.path().join(name).display().to_string();
    write(&dir, "file", b"");
    write(&dir, "small/file", &[1; 1500]);

    let said = |name: &str| Dataset::open(at(name), |_| ()).expect_err("it is refused").to_string();
    assert_eq!(
        said("none"),
        format!("`{}` doesn't exist: the data must be a directory with at least one file", at("none"))
    );
    assert_eq!(
        said("file"),
        format!("`{}` is not a directory: the data must be a directory with at least one file", at("file"))
    );
    fs::create_dir(dir.path().join("empty")).expect("a directory");
    fs::write(dir.path().join("empty/nothing"), b"").expect("a file");
    assert!(said("empty").starts_with(&format!("`{}` is empty: it must hold at least one byte", at("empty"))));

    let small = Dataset::open(at("small"), |_| ()).expect("it opens");
    assert_eq!(
        small.split(&[1, 1]).expect_err("it is refused").to_string(),
        format!(
            "`{}` holds 1500 bytes, too few for 2 shares: share 2 would have 0, it must have at least 1024",
            at("small")
        )
    );
    assert!(matches!(small.split(&[0]), Err(DatasetError::TooSmall { number: 1, .. })));
    assert!(small.split(&[]).expect("nobody keeps anything").is_empty());
}

#[cfg(unix)]
#[test]
fn a_file_that_fails_to_read_is_refused_by_name() {
    let mut dataset = Dataset { dir: PathBuf::new(), files: 0, bytes: 0, chunks: vec![] };
    // Opening a directory as a file works, reading it fails: so it does for root, whom no permission stops.
    let dir = TempDir::new().expect("a directory");
    let error = dataset.add(dir.path()).expect_err("it is refused");
    assert_eq!(
        error.to_string(),
        format!("`{}` can't be read: every file and directory of the data must be readable", dir.path().display())
    );
    assert!(std::error::Error::source(&error).is_some());
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_refused_by_name() {
    use std::os::unix::fs::PermissionsExt;
    let dir = TempDir::new().expect("a directory");
    write(&dir, "secret", &[1; 2048]);
    let path = dir.path().join("secret");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("they can be set");
    // Root reads it all the same; then there is nothing to refuse.
    match (File::open(&path), Dataset::open(dir.path(), |_| ())) {
        (Ok(_), found) => assert!(found.is_ok()),
        (Err(_), found) => {
            assert!(matches!(found, Err(DatasetError::Unreadable { path: at, .. }) if at == path))
        }
    }
}

#[test]
fn progress_adds_up_to_all_bytes() {
    let (dir, dataset) = dataset(&[5000, 0, 9000]);
    let mut seen = 0;
    Dataset::open(dir.path(), |bytes| seen += bytes).expect("it opens");
    assert_eq!(seen, dataset.bytes());
}
