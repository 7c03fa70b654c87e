//! Fractions of amounts, in numbers that are wide enough.

use girder_interface::limits::BASIS_POINTS;
use girder_sdk::ledger::error::LedgerError;

use super::Outcome;

/// floor(amount x part / whole).
pub fn floor(amount: u64, part: u64, whole: u64) -> u128 {
    u128::from(amount) * u128::from(part) / u128::from(whole)
}

/// ceil(amount x part / whole).
pub fn ceil(amount: u64, part: u64, whole: u64) -> u128 {
    (u128::from(amount) * u128::from(part)).div_ceil(u128::from(whole))
}

/// What a rate takes of an amount, rounded up.
pub fn part(amount: u64, bps: u64) -> u64 {
    ceil(amount, bps, BASIS_POINTS) as u64
}

/// A number that must fit a `u64`.
pub fn narrow(number: u128) -> Outcome<u64> {
    u64::try_from(number).map_err(|_| LedgerError::Overflow.into())
}

/// floor(2^64 x amount / count): what each of `count` gets, with 64 binary places.
pub fn each(amount: u64, count: u64) -> u128 {
    (u128::from(amount) << 64) / u128::from(count)
}

/// floor(count x each / 2^64), by long multiplication.
pub fn times(count: u64, each: u128) -> Outcome<u64> {
    let count = u128::from(count);
    let low = ((each & u128::from(u64::MAX)) * count) >> 64;
    let high = (each >> 64) * count;
    narrow(high + low)
}
