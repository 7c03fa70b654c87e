//! The price of a pool's shares: stake / shares, never above 1.

use girder_interface::limits::PRICE_FLOOR;

use super::mul_div_floor;

/// Shares for a deposit: floor(amount x shares / stake), 1:1 into an empty pool. `None` if the pool has shares but no
/// stake: then it has no price.
pub fn shares_for(amount: u64, stake: u64, shares: u64) -> Option<u64> {
    if shares == 0 && stake == 0 { Some(amount) } else { mul_div_floor(amount, shares, stake) }
}

/// What shares are worth: floor(marked x stake / shares), 0 in an empty pool.
pub fn stake_for(marked: u64, stake: u64, shares: u64) -> Option<u64> {
    if shares == 0 { Some(0) } else { mul_div_floor(marked, stake, shares) }
}

/// Whether the price fell below its floor, from where the pool only drains.
pub fn is_draining(stake: u64, shares: u64) -> bool {
    u128::from(stake).saturating_mul(PRICE_FLOOR.into()) < u128::from(shares)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_pools_exhaustively() {
        for shares in 1..40u64 {
            for stake in 1..=shares {
                for amount in 0..40 {
                    let bought = shares_for(amount, stake, shares).unwrap();
                    let (stake_after, shares_after) = (stake + amount, shares + bought);
                    assert!(stake_for(bought, stake_after, shares_after).unwrap() <= amount, "a deposit never profits");
                    assert!(stake_after * shares >= stake * shares_after, "a deposit never lowers the price");
                }
                for marked in 0..=shares {
                    let paid = stake_for(marked, stake, shares).unwrap();
                    assert!(stake - paid <= shares - marked, "the price never exceeds 1");
                    assert!((stake - paid) * shares >= stake * (shares - marked), "leaving never lowers the price");
                }
            }
        }
    }

    #[test]
    fn the_price_floor_is_one_256th() {
        assert!(!is_draining(1, 256));
        assert!(is_draining(1, 257));
        assert!(!is_draining(0, 0));
    }

    proptest! {
        #[test]
        fn stake_never_exceeds_shares(stake in 1u64..1 << 56, extra in 0u64..1 << 56, amount in 0u64..1 << 56) {
            let shares = stake + extra;
            // Near a price of 0 the shares may not fit: then there is no deposit.
            if let Some(bought) = shares_for(amount, stake, shares) {
                prop_assert!(u128::from(stake) + u128::from(amount) <= u128::from(shares) + u128::from(bought));
            }
        }
    }
}
