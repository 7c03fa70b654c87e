//! Epochs and windows: the table of the design's section 7.

use girder_sdk::ledger::{error::LedgerError, state::Parameters};

use super::{Outcome, ensure};

/// S(epoch).
pub fn start(parameters: &Parameters, epoch: u64) -> i128 {
    i128::from(parameters.genesis) + i128::from(epoch) * i128::from(parameters.epoch_length)
}

/// E(epoch).
pub fn end(parameters: &Parameters, epoch: u64) -> i128 {
    start(parameters, epoch) + i128::from(parameters.epoch_length)
}

/// E(epoch) + G.
pub fn proofs_end(parameters: &Parameters, epoch: u64) -> i128 {
    end(parameters, epoch) + i128::from(parameters.grace)
}

/// E(epoch) + G + D.
pub fn harvest_begins(parameters: &Parameters, epoch: u64) -> i128 {
    proofs_end(parameters, epoch) + i128::from(parameters.dispute)
}

/// E(epoch) + G + A.
pub fn evidence_ends(parameters: &Parameters, epoch: u64) -> i128 {
    proofs_end(parameters, epoch) + i128::from(parameters.evidence_age)
}

/// The epoch of a time; `None` before genesis.
pub fn epoch_at(parameters: &Parameters, now: i64) -> Option<u64> {
    let passed = i128::from(now) - i128::from(parameters.genesis);
    (passed >= 0).then(|| (passed / i128::from(parameters.epoch_length)) as u64)
}

/// The first epoch that begins after a time.
pub fn next_epoch(parameters: &Parameters, now: i64) -> u64 {
    epoch_at(parameters, now).map_or(0, |epoch| epoch + 1)
}

/// A time that the program can hold.
pub fn seconds(time: i128) -> Outcome<i64> {
    i64::try_from(time).map_err(|_| LedgerError::Overflow.into())
}

/// Refuses a time before `from`.
pub fn not_before(now: i64, from: i128) -> Outcome {
    ensure(now >= seconds(from)?, LedgerError::TooEarly)
}

/// Refuses a time from `end` on.
pub fn before(now: i64, end: i128) -> Outcome {
    ensure(now < seconds(end)?, LedgerError::TooLate)
}
