//! Rewards per share in Q64.64: 64 integer and 64 fractional bits in a `u128`.
//!
//! The accumulator wraps. A difference of two readings is exact all the same, because between them less than 2^64
//! tokens can have been distributed.

/// floor(amount x 2^64 / shares): what each share of `shares` gets of `amount` base units, in Q64.64. `None` without
/// shares.
pub fn per_share(amount: u64, shares: u64) -> Option<u128> {
    (u128::from(amount) << 64).checked_div(shares.into())
}

/// floor(shares x per_share / 2^64) base units; `None` if that does not fit.
pub fn value(shares: u64, per_share: u128) -> Option<u64> {
    let integer = per_share >> 64;
    let fraction = per_share & u128::from(u64::MAX);
    let whole = integer.checked_mul(shares.into())?;
    let part = fraction.checked_mul(shares.into())? >> 64;
    u64::try_from(whole.checked_add(part)?).ok()
}

/// What `shares` earned while the accumulator went from `before` to `now`, in base units.
pub fn earned(shares: u64, before: u128, now: u128) -> Option<u64> {
    value(shares, now.wrapping_sub(before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_distributions_exhaustively() {
        for total in 1..12u64 {
            for amount in 0..40u64 {
                let now = per_share(amount, total).unwrap();
                for held in 0..=total {
                    let (one, other) = (earned(held, 0, now).unwrap(), earned(total - held, 0, now).unwrap());
                    assert!(one + other <= amount && amount - one - other <= 2);
                    assert!(one <= amount * held / total && amount * held / total <= one + 1);
                }
            }
        }
        assert_eq!(per_share(1, 0), None);
        assert_eq!(value(2, u128::MAX), None);
    }

    #[test]
    fn a_difference_over_the_wrap_is_exact() {
        let now = per_share(100, 4).unwrap();
        for start in [0, u128::MAX, u128::MAX - 5, u128::MAX / 2] {
            assert_eq!(earned(4, start, start.wrapping_add(now)), Some(100));
        }
    }

    proptest! {
        #[test]
        fn owners_together_never_get_more_than_was_distributed(
            amount: u64, holdings in proptest::collection::vec(1u64..1 << 50, 1..20), start: u128,
        ) {
            let shares: u64 = holdings.iter().sum();
            let now = start.wrapping_add(per_share(amount, shares).unwrap());
            let paid: u128 = holdings.iter().map(|&held| u128::from(earned(held, start, now).unwrap())).sum();
            prop_assert!(paid <= u128::from(amount));
            prop_assert!(u128::from(amount) - paid <= holdings.len() as u128 + 1);
        }

        #[test]
        fn value_is_the_floor_of_the_exact_product(shares: u64, per_share: u128) {
            // (a x 2^64 + b) x shares / 2^64 by schoolbook multiplication with 32-bit limbs would be the same code
            // again; the definition itself is checked: value x 2^64 <= shares x per_share < (value + 1) x 2^64.
            if let Some(value) = value(shares, per_share) {
                let (high, low) = wide_mul(shares, per_share);
                let scaled = ((value as u128) >> 64, (value as u128) << 64);
                prop_assert!((scaled.0, scaled.1) <= (high, low));
                let next = value as u128 + 1;
                prop_assert!((high, low) < (next >> 64, next << 64));
            }
        }
    }

    /// shares x per_share as (bits from 128 up, lower 128 bits).
    fn wide_mul(shares: u64, per_share: u128) -> (u128, u128) {
        let low = (per_share & u64::MAX as u128) * shares as u128;
        let high = (per_share >> 64) * shares as u128;
        let (sum, carry) = low.overflowing_add(high << 64);
        ((high >> 64) + carry as u128, sum)
    }
}
