//! Seeds of the program's addresses. The comment of each says what follows it.

/// creator, name (zero-padded to 32 bytes)
pub const NETWORK: &[u8] = b"network";
/// network
pub const BOOKS: &[u8] = b"books";
/// network
pub const CLASSES: &[u8] = b"classes";
/// network
pub const REWARD_VAULT: &[u8] = b"reward_vault";
/// network
pub const STAKE_VAULT: &[u8] = b"stake_vault";
/// network, version (u64)
pub const ATTESTOR_SET: &[u8] = b"attestors";
/// network, key
pub const ATTESTOR: &[u8] = b"attestor";
/// network, identity
pub const OPERATOR: &[u8] = b"operator";
/// operator, owner
pub const POSITION: &[u8] = b"position";
/// network, key hash
pub const DEVICE: &[u8] = b"device";
/// network, number (u8)
pub const SHARD: &[u8] = b"shard";
/// network, epoch (u64)
pub const EPOCH: &[u8] = b"epoch";
/// network, offence id
pub const SLASH: &[u8] = b"slash";
/// network, hash
pub const REPORT: &[u8] = b"report";
/// network, digest
pub const VERDICT: &[u8] = b"verdict";
/// network, base version (u64)
pub const PARAMETERS: &[u8] = b"parameters";
/// network; under a class's verifier program, not the ledger
pub const VERIFIER: &[u8] = b"verifier";
