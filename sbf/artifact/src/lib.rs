//! Ties the committed program and its IDL (`sbf/artifacts`) to the sources that they are compiled from.
//!
//! - [`source`]: one hash of everything the program is compiled from.
//! - [`manifest`]: that hash, the artifacts' hashes and the compiler's versions, committed beside the artifacts.
//! - [`idl`]: the IDL, from what Anchor's IDL tests print.

mod cargo;
pub mod idl;
pub mod manifest;
pub mod source;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
