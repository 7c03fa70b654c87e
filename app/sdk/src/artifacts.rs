//! The committed programs, compiled to sBPF, and their IDLs.

/// The ledger.
pub const LEDGER: &[u8] = include_bytes!("../../../sbf/artifacts/ledger.so");

/// The steward program.
pub const STEWARD: &[u8] = include_bytes!("../../../sbf/artifacts/steward.so");

/// The program of stake votes.
pub const GOVERNOR: &[u8] = include_bytes!("../../../sbf/artifacts/governor.so");
