//! `girder-artifact idl < OUTPUT > IDL`: the IDL from the output of Anchor's IDL tests.
//! `girder-artifact manifest ROOT ARTIFACTS VERSIONS`: writes the manifest of ARTIFACTS, compiled from the sources in ROOT
//! by the tools that the file VERSIONS lists.

use anyhow::{Context, Result, bail};
use girder_artifact::{
    idl,
    manifest::{Manifest, parse_versions},
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
        ["manifest", root, artifacts, versions] => {
            let versions = fs::read_to_string(versions).with_context(|| format!("reading {versions}"))?;
            Manifest::of(Path::new(root), Path::new(artifacts), parse_versions(&versions)?)?.write(Path::new(artifacts))
        }
        _ => bail!("usage: girder-artifact idl | manifest ROOT ARTIFACTS VERSIONS"),
    }
}
