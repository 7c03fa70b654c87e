//! The committed programs, compiled to sBPF.

use solana_address::Address;

/// The ledger.
pub const LEDGER: &[u8] = include_bytes!("../../../sbf/artifacts/ledger.so");

/// The steward program.
pub const STEWARD: &[u8] = include_bytes!("../../../sbf/artifacts/steward.so");

/// The program of stake votes.
pub const GOVERNOR: &[u8] = include_bytes!("../../../sbf/artifacts/governor.so");

/// What is known of them.
const MANIFEST: &str = include_str!("../../../sbf/artifacts/manifest.json");

/// The address that a committed program was compiled for, by the program's name: `ledger`, `steward` or `governor`. Whoever
/// changes a program's `declare_id!` has to compile it again, or this is not the address that the SDK knows.
pub fn compiled_for(program: &str) -> Option<Address> {
    let manifest: serde_json::Value = serde_json::from_str(MANIFEST).ok()?;
    manifest.get(program)?.get("address")?.as_str()?.parse().ok()
}
