//! Pure arithmetic, apart from accounts: integers in, integers out, `None` where the result does not fit.
//!
//! Rounding is always towards the vault: what is paid rounds down, what is taken rounds up.

pub mod accumulator;
pub mod breaker;
pub mod coverage;
pub mod emission;
pub mod parameters;
pub mod pool;
pub mod schedule;
pub mod settlement;
pub mod slash;

/// floor(a x b / c); `None` if c is 0 or the result does not fit.
pub fn mul_div_floor(a: u64, b: u64, c: u64) -> Option<u64> {
    u64::try_from(u128::from(a).checked_mul(b.into())?.checked_div(c.into())?).ok()
}
