//! Fixed limits. Each keeps a vote from taking a network by surprise, or from never being able to decide again.

/// The denominator of every rate: 10^4 basis points are 1.
pub use girder_interface::limits::BASIS_POINTS;

/// Shortest vote, in seconds: a day.
pub const MIN_VOTING_TIME: i64 = 86_400;

/// Longest vote, in seconds: 14 days. Voters' shares are locked for as long.
pub const MAX_VOTING_TIME: i64 = 14 * 86_400;

/// Lowest quorum, in basis points of the active stake.
pub const MIN_QUORUM: u64 = 1_000;

/// Highest quorum, in basis points of the active stake: a higher one might never come together.
pub const MAX_QUORUM: u64 = 5_000;

/// Whoever holds this part of the active stake may propose, whatever threshold was set: 1%, in basis points.
pub const SUFFICIENT_STAKE: u64 = 100;

/// Seconds from the end of its vote in which a proposal that passed can be executed: 14 days.
pub const EXECUTION_TIME: i64 = 14 * 86_400;

/// Seconds after which anybody may close a draft: 14 days.
pub const DRAFT_TIME: i64 = 14 * 86_400;

/// Most bytes of a proposal's account, its instructions included: an attestor set of 32 keys fits.
pub const MAX_PROPOSAL: usize = 10_240;

/// Longest time that a realm may want positions to be held before they count, in seconds: 90 days.
pub const MAX_REALM_VOTING_TIME: i64 = 90 * 86_400;
