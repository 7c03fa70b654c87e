//! What is committed in `sbf/artifacts` is what `sbf/build` would make of the sources, as far as hashes can tell.
//! That the bytes are those that the compiler makes of them is shown by CI, which compiles them.

use girder_artifact::{
    manifest::{Artifact, Manifest},
    source,
};
use std::path::{Path, PathBuf};

/// Deploying costs rent for every byte (4.3 SOL at this limit), and every upgrade needs a buffer of the same size. It gives
/// delegation and all kinds of slashing room for corrections, far below the 10 MiB that an account holds.
const MAX_PROGRAM_BYTES: u64 = 600 * 1024;

const REMEDY: &str = "run `sbf/build` and commit what it writes to sbf/artifacts";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn committed() -> Manifest {
    Manifest::read(&root().join("sbf/artifacts")).expect("sbf/artifacts has a manifest")
}

#[test]
fn the_program_was_compiled_from_these_sources() {
    assert_eq!(
        committed().source,
        source::hash(&root()).unwrap(),
        "the program's sources changed after it was compiled: {REMEDY}"
    );
}

#[test]
fn the_manifest_names_the_committed_bytes() {
    for artifact in [committed().program, committed().idl] {
        let found = Artifact::of(&root().join("sbf/artifacts"), &artifact.file).unwrap();
        assert_eq!(artifact, found, "{} is not what the manifest says: {REMEDY}", artifact.file);
    }
}

#[test]
fn the_program_fits_into_600_kib() {
    let Artifact { bytes, .. } = committed().program;
    assert!(bytes <= MAX_PROGRAM_BYTES, "the program has {bytes} bytes, {MAX_PROGRAM_BYTES} are allowed");
}
