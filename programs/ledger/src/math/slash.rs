//! How much an offence takes, and how much of it comes back when it is overturned.

use girder_interface::limits::{BASIS_POINTS, CREDITS_PER_RATE};

use super::mul_div_floor;

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

/// ceil(amount x rate), `rate_bps` in basis points, never more than `amount`.
pub fn part(amount: u64, rate_bps: u64) -> Option<u64> {
    let scaled = u128::from(amount).checked_mul(rate_bps.into())?.div_ceil(BASIS_POINTS.into());
    Some(u64::try_from(scaled).ok()?.min(amount))
}

/// What goes into escrow: ceil(base x F / 10^4), never more than the pool's `stake`. `max_correlation_bps`: F.
pub fn escrow(base: u64, stake: u64, max_correlation_bps: u64) -> Option<u64> {
    let scaled = u128::from(base).checked_mul(max_correlation_bps.into())?.div_ceil(BASIS_POINTS.into());
    Some(u64::try_from(scaled).unwrap_or(u64::MAX).min(stake))
}

/// How much more a case takes because others were slashed around it: min(F, 1 + f x slashed / active), in basis points,
/// rounded up; F if nothing was active. `correlation_bps`: f, `max_correlation_bps`: F. After Ethereum's correlation
/// penalty.
pub fn correlation_factor(slashed: u64, active: u64, correlation_bps: u64, max_correlation_bps: u64) -> Option<u64> {
    if active == 0 {
        return Some(max_correlation_bps);
    }
    let raise = u128::from(slashed).checked_mul(correlation_bps.into())?.div_ceil(active.into());
    let factor = raise.checked_add(BASIS_POINTS.into())?.min(max_correlation_bps.into());
    u64::try_from(factor).ok()
}

/// What a reporter gets: min(rate x kept, half of what the offender itself lost), both rounded down. So neither the offender
/// nor a sybil of its gains by reporting it. `own_shares` of `shares` were the offender's own.
pub fn bounty(kept: u64, bounty_bps: u64, own_shares: u64, shares: u64) -> Option<u64> {
    let own_loss = if shares == 0 { 0 } else { mul_div_floor(kept, own_shares, shares)? };
    Some(mul_div_floor(kept, bounty_bps, BASIS_POINTS)?.min(own_loss >> 1))
}

/// What of `back` returns to a pool: the part of those who stayed, rounded down, and never so much that the price would
/// exceed 1. What leavers left behind does not return.
pub fn returned(back: u64, shares_at_opening: u64, stake: u64, shares: u64) -> Option<u64> {
    if shares_at_opening == 0 {
        return Some(0);
    }
    Some(mul_div_floor(back, shares, shares_at_opening)?.min(shares.checked_sub(stake)?))
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

    #[test]
    fn a_lone_case_is_hardly_raised_and_a_mass_slash_up_to_its_bound() {
        assert_eq!(correlation_factor(0, 1_000, 30_000, 30_000), Some(10_000));
        assert_eq!(correlation_factor(100, 1_000, 30_000, 30_000), Some(13_000));
        assert_eq!(correlation_factor(1, 3, 10_000, 30_000), Some(13_334));
        assert_eq!(correlation_factor(900, 1_000, 30_000, 30_000), Some(30_000));
        assert_eq!(correlation_factor(5, 0, 30_000, 20_000), Some(20_000));
        assert_eq!(correlation_factor(u64::MAX, 1, 1_000_000, 100_000), Some(100_000));
    }

    #[test]
    fn an_escrow_holds_the_most_that_correlation_may_ask_for() {
        assert_eq!(escrow(101, 1_000, 15_000), Some(152));
        assert_eq!(escrow(500, 1_000, 30_000), Some(1_000));
        assert_eq!(escrow(0, 1_000, 30_000), Some(0));
    }

    #[test]
    fn a_bounty_is_at_most_half_of_what_the_offender_lost_itself() {
        assert_eq!(bounty(1_000, 1_000, 1_000, 1_000), Some(100));
        assert_eq!(bounty(1_000, 9_000, 1_000, 1_000), Some(500));
        assert_eq!(bounty(1_000, 9_000, 250, 1_000), Some(125));
        assert_eq!(bounty(1_001, 9_000, 1, 3), Some(166));
        assert_eq!(bounty(1_000, 9_000, 0, 0), Some(0));
    }

    #[test]
    fn small_cases_exhaustively() {
        for stake in 0..12u64 {
            for shares in stake.max(1)..14 {
                for rate in (0..=10_000).step_by(1_250) {
                    let base = part(stake, rate).unwrap();
                    assert!(base <= stake && base * 10_000 >= stake * rate);
                    for max in (10_000..=40_000).step_by(5_000) {
                        let taken = escrow(base, stake, max).unwrap();
                        for slashed in 0..6 {
                            let factor = correlation_factor(slashed, 5, 20_000, max).unwrap();
                            let kept = escrow(base, taken, factor).unwrap();
                            assert!(kept <= taken && kept >= base.min(taken));
                            for left in 0..=shares {
                                // What the rest of the pool holds when `left` shares have gone at the lowered price.
                                let (rest, stayed) = (stake - taken, shares - left);
                                let held = rest - rest * left / shares;
                                let back = returned(taken - kept, shares, held, stayed).unwrap();
                                assert!(back <= taken - kept && held + back <= stayed.max(held));
                                let paid = bounty(kept, 2_500, left, shares).unwrap();
                                assert!(2 * paid * shares <= kept * left && back + paid <= taken);
                            }
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn small_equivocations_exhaustively() {
        for stake in 0..10u64 {
            for active in 0..=stake {
                for device in 0..12u64 {
                    for rate in (0..=10_000).step_by(1_250) {
                        let taken = equivocation(stake, active, device, rate).unwrap();
                        let (numerator, denominator) = if active == 0 { (1, 1) } else { (device.min(active), active) };
                        let (exact, whole) = (stake * rate * numerator, 10_000 * denominator);
                        assert!(taken * whole >= exact && (taken == 0 || (taken - 1) * whole < exact));
                        assert!(taken <= stake);
                    }
                }
            }
        }
        for (limit, weight, rate) in (0..8).flat_map(|a| (0..8).flat_map(move |b| (0..8).map(move |c| (a, b, c)))) {
            let exact = limit * weight * rate * 100_000;
            let collateral = device_collateral(limit, weight, rate * 100_000).unwrap();
            assert!(collateral * 1_000_000 >= exact && (collateral == 0 || (collateral - 1) * 1_000_000 < exact));
        }
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
        fn a_sybil_reporter_gets_at_most_half_of_what_its_operator_lost(
            kept in 0u64..=1 << 56, rate in 0u64..=10_000, own in 0u64..=1 << 56, others in 0u64..=1 << 56,
        ) {
            let paid = bounty(kept, rate, own, own + others).unwrap();
            prop_assert!(2 * u128::from(paid) * u128::from(own + others) <= u128::from(kept) * u128::from(own));
        }

        #[test]
        fn a_case_keeps_at_least_its_base_and_at_most_its_escrow(
            stake in 0u64..=1 << 56, part_bps in 0u64..=10_000, max in 10_000u64..=100_000, f in 0u64..=1_000_000,
            slashed: u64, active: u64,
        ) {
            let base = part(stake, part_bps).unwrap();
            let taken = escrow(base, stake, max).unwrap();
            let kept = escrow(base, taken, correlation_factor(slashed, active, f, max).unwrap()).unwrap();
            prop_assert!(base <= kept && kept <= taken);
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
