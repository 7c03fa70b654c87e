//! `girder-artifact idl < OUTPUT > IDL`: the IDL from the output of Anchor's IDL tests.
//! `girder-artifact manifest ROOT ARTIFACTS VERSIONS PROGRAM`: writes into the manifest of ARTIFACTS that PROGRAM there was
//! compiled from the sources in ROOT by the tools that the file VERSIONS lists.
//! `girder-artifact stale ROOT ARTIFACTS VERSIONS`: the programs of which that manifest says something else.
//! `girder-artifact declare ROOT PROGRAM=FILE`: has PROGRAM's sources in ROOT declare the address of the keypair in FILE.

use anyhow::{Context, Result, bail};
use girder_artifact::{
    address, idl,
    manifest::{Manifest, Tools, parse_versions},
};
use std::{env, fs, io, path::Path};

fn main() -> Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["idl"] => {
            let output = io::read_to_string(io::stdin())?;
            println!("{}", serde_json::to_string_pretty(&idl::from_test_output(&output)?)?);
            Ok(())
        }
        ["manifest", root, artifacts, versions, program] => {
            let artifacts = Path::new(artifacts);
            let mut manifest = Manifest::read_or_new(artifacts)?;
            manifest.record(Path::new(root), artifacts, program, read_versions(versions)?)?;
            manifest.write(artifacts)
        }
        ["stale", root, artifacts, versions] => {
            let artifacts = Path::new(artifacts);
            let manifest = Manifest::read_or_new(artifacts)?;
            for program in manifest.stale(Path::new(root), artifacts, &read_versions(versions)?)? {
                println!("{program}");
            }
            Ok(())
        }
        ["declare", root, choice] => {
            let (program, keypair) = choice.split_once('=').context("--program-keypair wants PROGRAM=FILE")?;
            println!("{program} is at {}", address::declare(Path::new(root), program, Path::new(keypair))?);
            Ok(())
        }
        _ => bail!(
            "usage: girder-artifact idl | manifest ROOT ARTIFACTS VERSIONS PROGRAM | stale ROOT ARTIFACTS VERSIONS | \
             declare ROOT PROGRAM=FILE"
        ),
    }
}

fn read_versions(path: &str) -> Result<Tools> {
    parse_versions(&fs::read_to_string(path).with_context(|| format!("reading {path}"))?)
}
