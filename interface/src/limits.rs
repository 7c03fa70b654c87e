//! Fixed limits and scales of the protocol.

/// The denominator of every rate, slash fraction and leverage: 10^4 basis points are 1.
pub const BASIS_POINTS: u64 = 10_000;

/// Rewards and collateral are stated per this many credits.
pub const CREDITS_PER_RATE: u64 = 1_000_000;

/// Epochs that a ring (of an operator or a shard) holds at a time.
pub const RING: usize = 32;

/// Epochs of a ring that the parameters may use; the others absorb late cranks.
pub const RING_USABLE: i64 = 29;

/// Newest epochs of which a device remembers its statement. Two, because the grace is at most one epoch.
pub const DEVICE_EPOCHS: usize = 2;

/// Most shards of a network: one transaction has to settle all of them.
pub const MAX_SHARDS: u64 = 16;

/// Most keys in an attestor set.
pub const MAX_ATTESTORS: usize = 32;

/// Most classes of a network.
pub const MAX_CLASSES: usize = 64;

/// Most regions of a network in which devices need a licence.
pub const MAX_LICENSED_REGIONS: usize = 32;

/// Most credits of one device in one epoch: class limit x weight. Far below 2^64, so that what many slash cases void adds up.
pub const MAX_DEVICE_CREDIT: u64 = 1 << 52;

/// Offences that an operator remembers, and the most that jail may wait for.
pub const MAX_OFFENCES: usize = 8;

/// Most epochs that downtime looks back on.
pub const MAX_DOWNTIME_EPOCHS: u64 = 24;

/// Most tickets (requests to unstake) of a position at a time.
pub const MAX_TICKETS: usize = 8;

/// Most stake in an operator's pool, in base units, so that products of three factors fit 128 bits.
pub const MAX_POOL: u64 = 1 << 56;

/// A pool whose price fell below 1 / this takes no more deposits and drains.
pub const PRICE_FLOOR: u64 = 256;

/// Times an operator's stake may be wiped out; afterwards it takes no more deposits.
pub const MAX_GENERATIONS: usize = 8;

/// Precompile signatures in one transaction: a runtime proposal caps them at 8.
pub const MAX_PRECOMPILE_SIGNATURES: usize = 8;

/// Attestor signatures that fit a plain transaction beside an Ed25519 device's.
pub const ATTESTORS_WITH_ED25519: usize = 4;

/// Attestor signatures that fit a plain transaction beside a secp256r1 device's.
pub const ATTESTORS_WITH_SECP256R1: usize = 3;

/// Epochs ahead of the next one at which an attestor set may begin at the latest: its predecessors' bonds wait for it.
pub const MAX_EPOCHS_AHEAD: u64 = 32;

/// The settling caller's tip is at most this part of what the epoch pays, in basis points.
pub const MAX_TIP_BPS: u64 = 100;

/// Seconds after its end in which an epoch stays harvestable before anybody may close it: one year.
pub const EPOCH_LIFETIME: i64 = 365 * 86_400;

/// Seconds between the proposal of parameters and the first of those in which whoever disagrees must be on the way out: one day.
pub const PARAMETER_NOTICE: i64 = 86_400;

/// Bounds of single parameters. The relations between them are the program's `Parameters::check`.
pub mod bounds {
    /// Shortest epoch, in seconds.
    pub const MIN_EPOCH_LENGTH: i64 = 60;
    /// Longest unbonding, in seconds: 28 days.
    pub const MAX_UNBONDING: i64 = 28 * 86_400;
    /// Longest lock of a position, in seconds from now: 28 days.
    pub const MAX_LOCK: i64 = 28 * 86_400;
    /// Longest delay for bonds, in seconds: 56 days.
    pub const MAX_BOND_UNBONDING: i64 = 56 * 86_400;
    /// Longest jail time and longest window in which offences are counted, in seconds: one year.
    pub const MAX_JAIL: i64 = 365 * 86_400;
    /// Least leverage, in basis points: own stake covers itself.
    pub const MIN_LEVERAGE: u64 = 10_000;
    /// Most leverage, in basis points: 100 times own stake.
    pub const MAX_LEVERAGE: u64 = 1_000_000;
    /// Highest commission that a network may allow, in basis points.
    pub const MAX_COMMISSION: u64 = 5_000;
    /// Largest part of an epoch's rewards for attestors, in basis points.
    pub const MAX_ATTESTOR_SHARE: u64 = 5_000;
    /// Latest genesis, in seconds from the creation: one year.
    pub const MAX_GENESIS_DELAY: i64 = 365 * 86_400;
    /// Largest part of the stake that downtime takes, in basis points.
    pub const MAX_DOWNTIME_SLASH: u64 = 1_000;
    /// Most that a case takes when many are slashed at a time, in basis points of what it takes alone.
    pub const MAX_CORRELATION: u64 = 100_000;
    /// How strongly other slashes raise a case at most: basis points for each 100% of active stake that is slashed.
    pub const MAX_CORRELATION_RATE: u64 = 1_000_000;
    /// Longest time in which a full breaker drains, in seconds: 28 days.
    pub const MAX_BREAKER_WINDOW: i64 = 28 * 86_400;
    /// Most epochs of one declared maintenance.
    pub const MAX_MAINTENANCE: u64 = 24;
}
