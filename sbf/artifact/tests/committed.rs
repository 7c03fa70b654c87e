//! What is committed in `sbf/artifacts` is what `sbf/build` would make of the sources, as far as hashes can tell.
//! That the bytes are those that the compiler makes of them is shown by CI, which compiles them.

use girder_artifact::{
    PROGRAMS, address,
    manifest::{Artifact, Entry, Manifest},
    source,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

const REMEDY: &str = "run `sbf/build` and commit what it writes to sbf/artifacts";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn committed(program: &str) -> Entry {
    let manifest = Manifest::read(&root().join("sbf/artifacts")).expect("sbf/artifacts has a manifest");
    let Manifest(mut entries) = manifest;
    entries.remove(program).unwrap_or_else(|| panic!("{program} was never compiled: {REMEDY}"))
}

fn read(file: &str) -> Vec<u8> {
    fs::read(root().join("sbf/artifacts").join(file)).unwrap()
}

#[test]
fn every_program_was_compiled_from_these_sources() {
    for name in PROGRAMS.iter().map(|program| program.name) {
        let source = source::hash(&root(), name).unwrap();
        assert_eq!(committed(name).source, source, "{name}'s sources changed after it was compiled: {REMEDY}");
    }
}

#[test]
fn the_manifest_names_the_committed_bytes() {
    for name in PROGRAMS.iter().map(|program| program.name) {
        let Entry { program, idl, .. } = committed(name);
        assert_eq!((program.file.as_str(), idl.file.as_str()), (&*format!("{name}.so"), &*format!("{name}.json")));
        for artifact in [program, idl] {
            let found = Artifact::of(&root().join("sbf/artifacts"), &artifact.file).unwrap();
            assert_eq!(artifact, found, "{} is not what the manifest says: {REMEDY}", artifact.file);
        }
    }
}

#[test]
fn every_program_was_compiled_for_the_address_that_its_sources_declare() {
    for name in PROGRAMS.iter().map(|program| program.name) {
        let declared = address::declared(&root(), name).unwrap();
        assert_eq!(committed(name).address, declared, "{name}'s IDL has another address: {REMEDY}");
        let (bytes, address) = (read(&format!("{name}.so")), bs58::decode(&declared).into_vec().unwrap());
        assert_eq!(address.len(), 32, "{declared}");
        assert!(bytes.windows(32).any(|part| part == address), "{name} was compiled for another address: {REMEDY}");
    }
}

#[test]
fn nothing_else_is_committed() {
    let Manifest(entries) = Manifest::read(&root().join("sbf/artifacts")).unwrap();
    assert!(entries.keys().all(|name| PROGRAMS.iter().any(|program| program.name == name)));
    let files = root().join("sbf/artifacts").read_dir().unwrap().count();
    assert_eq!(files, 1 + 2 * PROGRAMS.len(), "sbf/artifacts holds the manifest, and of each program two files");
}

#[test]
fn every_program_fits_into_its_limit() {
    for program in PROGRAMS {
        let Artifact { bytes, .. } = committed(program.name).program;
        let most = program.most_bytes;
        assert!(bytes <= most, "{} has {bytes} bytes, {most} are allowed", program.name);
    }
}
