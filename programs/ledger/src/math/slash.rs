//! How much an offence takes, and how much of it comes back when it is overturned.

use girder_interface::limits::{BASIS_POINTS, CREDITS_PER_RATE};

/// The collateral that covers one device: ceil(class limit x weight x collateral / 10^6), in base units. `None` if
/// limit x weight exceeds a `u64`, which is far beyond what the program lets a class have.
pub fn device_collateral(limit: u64, weight: u64, collateral_per_million_credits: u64) -> Option<u64> {
    let credit = u128::from(limit.checked_mul(weight)?);
    let amount = credit.checked_mul(collateral_per_million_credits.into())?.div_ceil(CREDITS_PER_RATE.into());
    Some(u64::try_from(amount).unwrap_or(u64::MAX))
}

/// What equivocation takes: ceil(stake x rate x min(1, device collateral / active stake)), the whole rate if nothing is
/// active. `rate_bps` in basis points, amounts in base units, `stake` at most the pool limit.
pub fn equivocation(stake: u64, active_stake: u64, device_collateral: u64, rate_bps: u64) -> Option<u64> {
    let (numerator, denominator) =
        if active_stake == 0 { (1, 1) } else { (device_collateral.min(active_stake), active_stake) };
    let scaled = u128::from(stake).checked_mul(rate_bps.into())?.checked_mul(numerator.into())?;
    let taken = scaled.div_ceil(u128::from(BASIS_POINTS).checked_mul(denominator.into())?);
    Some(u64::try_from(taken).ok()?.min(stake))
}

/// What of `taken` returns to a pool when a case is overturned: the part of those who stayed, rounded down, and never so
/// much that the price would exceed 1. What leavers left behind does not return.
pub fn returned(taken: u64, shares_at_opening: u64, stake: u64, shares: u64) -> Option<u64> {
    if shares_at_opening == 0 {
        return Some(0);
    }
    Some(super::mul_div_floor(taken, shares, shares_at_opening)?.min(shares.checked_sub(stake)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_device_costs_at_most_what_covers_it() {
        // 1,000 units x weight 10 = 10^4 credits, at 500 per 10^6 credits.
        assert_eq!(device_collateral(1_000, 10, 500), Some(5));
        assert_eq!(device_collateral(1_000, 10, 501), Some(6));
        assert_eq!(equivocation(1_000, 1_000, 5, 10_000), Some(5));
        assert_eq!(equivocation(1_000, 1_000, 5, 5_000), Some(3));
        assert_eq!(equivocation(1_000, 4, 5, 5_000), Some(500));
        assert_eq!(equivocation(1_000, 0, 5, 5_000), Some(500));
        assert_eq!(equivocation(0, 0, 5, 5_000), Some(0));
    }

    proptest! {
        #[test]
        fn nothing_takes_more_than_the_pool(stake in 0u64..=1 << 56, active in 0u64..=1 << 56, d: u64, rate in 0u64..=10_000) {
            let active = active.min(stake);
            let taken = equivocation(stake, active, d, rate).unwrap();
            prop_assert!(taken <= stake);
            if rate > 0 && stake > 0 && (d > 0 || active == 0) {
                prop_assert!(taken > 0);
            }
        }

        #[test]
        fn who_stayed_is_restored_exactly_if_nobody_left(stake in 0u64..1 << 56, extra in 0u64..1 << 55, part in 0u64..=100) {
            let shares = stake + extra;
            let taken = (u128::from(stake) * u128::from(part) / 100) as u64;
            prop_assert_eq!(returned(taken, shares, stake - taken, shares), Some(if shares == 0 { 0 } else { taken }));
        }

        #[test]
        fn the_price_stays_at_most_one(taken: u64, opening: u64, stake: u64, extra: u64) {
            let shares = stake.saturating_add(extra);
            if let Some(returned) = returned(taken, opening, stake, shares) {
                prop_assert!(stake + returned <= shares);
            }
        }
    }
}
