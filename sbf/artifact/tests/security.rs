//! Who finds a flaw learns from the programs' own bytes where to report it, as explorers show it.

use std::{collections::BTreeMap, fs, path::Path};

use girder_artifact::PROGRAMS;

const BEGIN: &[u8] = b"=======BEGIN SECURITY.TXT V1=======\0";
const END: &[u8] = b"=======END SECURITY.TXT V1=======\0";

fn find(bytes: &[u8], text: &[u8]) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text)
}

/// The names and values in a program's security.txt, read as explorers do: between its two marks.
fn security_txt(bytes: &[u8]) -> BTreeMap<&str, &str> {
    let from = find(bytes, BEGIN).expect("no security.txt") + BEGIN.len();
    let length = find(&bytes[from..], END).expect("it ends");
    let text = std::str::from_utf8(&bytes[from..from + length]).unwrap();
    let words: Vec<&str> = text.split_terminator('\0').collect();
    words.chunks(2).map(|pair| (pair[0], pair[1])).collect()
}

#[test]
fn every_committed_program_says_where_flaws_are_reported() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for name in PROGRAMS.iter().map(|program| program.name) {
        let bytes = fs::read(root.join(format!("sbf/artifacts/{name}.so"))).unwrap();
        let found = security_txt(&bytes);
        assert_eq!(found["name"], format!("Girder {name}"));
        assert!(found["contacts"].starts_with("link:https://"), "{found:?}");
        let policy = found["policy"].rsplit_once('/').expect("a link").1;
        assert!(root.join(policy).is_file(), "{policy} is in the repository");
        assert_eq!(found["source_code"], env!("CARGO_PKG_REPOSITORY"));
        assert_eq!(find(&bytes, BEGIN), bytes.windows(BEGIN.len()).rposition(|window| window == BEGIN), "only one");
    }
}
