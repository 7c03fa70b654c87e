//! Seeds of the program's addresses. The comment of each says what follows it.

/// network
pub const GOVERNANCE: &[u8] = b"governance";
/// network; holds nothing but lamports, and signs what votes decided
pub const GOVERNOR: &[u8] = b"governor";
/// network, proposer, nonce (u64)
pub const PROPOSAL: &[u8] = b"proposal";
/// proposal, start of its vote (i64), position. The start, as a proposal's address may be used again once it is closed
pub const VOTE: &[u8] = b"vote";
/// realm, governing token mint
pub const REALM: &[u8] = b"realm";
/// realm, governing token mint, owner; where Realms looks for it
pub const VOTER_WEIGHT: &[u8] = b"voter-weight-record";
