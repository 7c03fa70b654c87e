//! The address that a program is compiled for: the text in its `declare_id!`, which its clients are compiled with too.

use anyhow::{Context, Result, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// Around the address in a program's `lib.rs`.
const BEFORE: &str = "\ndeclare_id!(\"";
const BEHIND: &str = "\");\n";

/// The address that a program's sources in `root` declare.
pub fn declared(root: &Path, program: &str) -> Result<String> {
    let (_, text) = read(root, program)?;
    let [_, address, _] = split(&text).with_context(|| format!("programs/{program}/src/lib.rs"))?;
    Ok(address.to_owned())
}

/// Has a program's sources in `root` declare the address of a keypair, and returns it. Only the public half of the file is used.
pub fn declare(root: &Path, program: &str, keypair: &Path) -> Result<String> {
    let address = of_keypair(keypair)?;
    let (path, text) = read(root, program)?;
    let [before, declared, behind] = split(&text).with_context(|| format!("programs/{program}/src/lib.rs"))?;
    // A file that stays as it is keeps its time, and nothing is compiled again.
    if declared != address {
        fs::write(&path, format!("{before}{BEFORE}{address}{BEHIND}{behind}"))
            .with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(address)
}

fn read(root: &Path, program: &str) -> Result<(PathBuf, String)> {
    crate::check_program(program)?;
    let path = root.join("programs").join(program).join("src/lib.rs");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    Ok((path, text))
}

/// What is before the address, the address, and what is behind it.
fn split(text: &str) -> Result<[&str; 3]> {
    let (before, rest) = text.split_once(BEFORE).context("there is no line declare_id!(\"ADDRESS\");")?;
    let (address, behind) = rest.split_once(BEHIND).context("the line declare_id!(\"ADDRESS\"); has no end")?;
    Ok([before, address, behind])
}

/// The public key in a keypair's file, a JSON array of the secret's 32 bytes and the public key's. Errors repeat nothing of it.
fn of_keypair(path: &Path) -> Result<String> {
    let name = path.display();
    let text = fs::read_to_string(path).map(Zeroizing::new);
    let text = text.with_context(|| format!("the keypair file `{name}` can't be read"))?;
    let bytes: Zeroizing<Vec<u8>> = Zeroizing::new(serde_json::from_str(&text).ok().unwrap_or_default());
    ensure!(bytes.len() == 64, "`{name}` is no keypair file: it must be a JSON array of 64 bytes");
    let public = bytes.get(32..).unwrap_or_default();
    Ok(bs58::encode(public).into_string())
}
