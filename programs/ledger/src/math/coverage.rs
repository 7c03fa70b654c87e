//! Collateral bounds credit: stake covers so many credits an epoch, and units beyond that are not counted.

use girder_interface::limits::{BASIS_POINTS, CREDITS_PER_RATE};

use super::mul_div_floor;

/// What counting a statement changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Units that are newly counted.
    pub units: u64,
    /// The credit they earn: units x weight.
    pub credit: u64,
}

/// Credits an epoch that `covered` base units of collateral allow: floor(covered x 10^6 / collateral per 10^6 credits).
/// More than a `u64` holds is as good as its maximum.
pub fn credit_limit(covered: u64, collateral_per_million_credits: u64) -> Option<u64> {
    if collateral_per_million_credits == 0 {
        return None;
    }
    Some(mul_div_floor(covered, CREDITS_PER_RATE, collateral_per_million_credits).unwrap_or(u64::MAX))
}

/// Credits of an epoch that one of so many shards holds at most, so that their sum fits a `u64`.
pub fn shard_limit(shards: u64) -> Option<u64> {
    u64::MAX.checked_div(shards)
}

/// Counts what of `new_units` fits the room for credit. A class of weight 0 earns nothing and counts nothing.
pub fn count(new_units: u64, weight: u64, room: u64) -> Option<Counted> {
    let units = room.checked_div(weight).unwrap_or(0).min(new_units);
    Some(Counted { units, credit: units.checked_mul(weight)? })
}

/// The stake that covers credit: all active stake, or none of it while the operator's own part is too small for the
/// leverage (basis points). Compared in shares, so that no rounding of prices decides.
pub fn covered_stake(active_stake: u64, own_active_shares: u64, active_shares: u64, leverage_bps: u64) -> u64 {
    let own = u128::from(own_active_shares).saturating_mul(leverage_bps.into());
    let needed = u128::from(active_shares).saturating_mul(BASIS_POINTS.into());
    if own < needed { 0 } else { active_stake }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn own_stake_carries_exactly_its_leverage() {
        assert_eq!(covered_stake(400, 100, 400, 40_000), 400);
        assert_eq!(covered_stake(401, 100, 401, 40_000), 0);
        assert_eq!(covered_stake(0, 0, 0, 40_000), 0);
    }

    #[test]
    fn units_beyond_the_cover_are_not_counted() {
        assert_eq!(count(10, 3, 20), Some(Counted { units: 6, credit: 18 }));
        assert_eq!(count(10, 3, 2), Some(Counted { units: 0, credit: 0 }));
        assert_eq!(count(10, 3, 100), Some(Counted { units: 10, credit: 30 }));
        assert_eq!(count(10, 0, 100), Some(Counted { units: 0, credit: 0 }));
    }

    #[test]
    fn small_covers_exhaustively() {
        for new in 0..8u64 {
            for weight in 0..8u64 {
                for room in 0..40u64 {
                    let counted = count(new, weight, room).unwrap();
                    let most = (0..=new).filter(|units| weight > 0 && units * weight <= room).max().unwrap_or(0);
                    assert_eq!(counted, Counted { units: most, credit: most * weight });
                }
            }
        }
        for leverage in [10_000u64, 15_000, 40_000] {
            for active in 0..40u64 {
                for own in 0..=active {
                    let carried = own * leverage >= active * 10_000;
                    assert_eq!(covered_stake(active, own, active, leverage), if carried { active } else { 0 });
                }
            }
        }
        for covered in 0..50u64 {
            for rate in 1..20u64 {
                let limit = credit_limit(covered, rate).unwrap();
                assert!(limit * rate <= covered * 1_000_000 && (limit + 1) * rate > covered * 1_000_000);
            }
        }
        assert_eq!(credit_limit(1, 0), None);
        assert_eq!(credit_limit(u64::MAX, 1), Some(u64::MAX));
        assert_eq!(shard_limit(0), None);
    }

    proptest! {
        #[test]
        fn credit_is_covered_by_the_stake_that_allows_it(covered in 0u64..=1 << 56, rate in 1u64..) {
            let limit = credit_limit(covered, rate).unwrap();
            prop_assert!(u128::from(limit) * u128::from(rate) <= u128::from(covered) * 1_000_000);
        }

        #[test]
        fn counted_credit_fits_the_room_and_one_unit_more_would_not(new: u64, weight: u64, room: u64) {
            let counted = count(new, weight, room).unwrap();
            prop_assert!(counted.units <= new && counted.credit <= room);
            if counted.units < new && weight > 0 {
                prop_assert!(u128::from(counted.credit) + u128::from(weight) > u128::from(room));
            }
        }
    }
}
