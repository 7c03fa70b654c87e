//! Ties the committed programs and their IDLs (`sbf/artifacts`) to the sources that they are compiled from.
//!
//! - [`PROGRAMS`]: which programs.
//! - [`source`]: one hash of everything a program is compiled from.
//! - [`manifest`]: these hashes, the artifacts' hashes and the compiler's versions, committed beside the artifacts.
//! - [`idl`]: an IDL, from what Anchor's IDL tests print.
//! - [`address`]: the address that a program is compiled for.

pub mod address;
mod cargo;
pub mod idl;
pub mod manifest;
pub mod source;

use anyhow::{Result, ensure};

/// A program that is compiled and committed: the package `girder-NAME` in `programs/NAME`, whose library is called `NAME`.
pub struct Program {
    /// Its name.
    pub name: &'static str,
    /// Bytes that it may have. Deploying costs rent for every one of them, and every upgrade needs a buffer of the same size.
    pub most_bytes: u64,
}

/// The programs. Whoever adds one adds it here.
pub const PROGRAMS: &[Program] = &[
    // 4.3 SOL at this limit, far below the 10 MiB that an account holds.
    Program { name: "ledger", most_bytes: 600 * 1024 },
    Program { name: "steward", most_bytes: 250_000 },
    Program { name: "governor", most_bytes: 400 * 1024 },
];

/// Refuses what is no program's name.
fn check_program(name: &str) -> Result<()> {
    ensure!(PROGRAMS.iter().any(|program| program.name == name), "there is no program {name}");
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
