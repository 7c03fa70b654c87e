//! The four emission schedules. What an epoch may emit is kept in Books and steps at each period's end.

/// How a network's emission develops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// The same amount every epoch.
    Fixed,
    /// At each period's end `x = floor(x * ratio / 2^32)`, ratio below 2^32.
    Geometric {
        /// Q0.32.
        ratio: u64,
    },
    /// At each period's end `x = floor(x / 2)`.
    Halving,
    /// Nothing is minted: at most this much leaves the reserve in an epoch.
    VaultFunded,
}

impl Schedule {
    /// The emission of the epoch after `epoch`, given that epoch's emission `x` in base units. `period` is in epochs,
    /// above 0.
    pub fn next(&self, x: u64, epoch: u64, period: u64) -> Option<u64> {
        let period_ends = epoch.checked_add(1)?.checked_rem(period)? == 0;
        match self {
            Self::Geometric { ratio } if period_ends => {
                u64::try_from(u128::from(x).checked_mul((*ratio).into())? >> 32).ok()
            }
            Self::Halving if period_ends => Some(x >> 1),
            _ => Some(x),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn emission_steps_at_the_end_of_a_period_only() {
        assert_eq!(Schedule::Halving.next(100, 8, 10), Some(100));
        assert_eq!(Schedule::Halving.next(100, 9, 10), Some(50));
        assert_eq!(Schedule::Halving.next(1, 19, 10), Some(0));
        assert_eq!(Schedule::Geometric { ratio: 3 << 30 }.next(101, 0, 1), Some(75));
        assert_eq!(Schedule::Fixed.next(7, 9, 10), Some(7));
        assert_eq!(Schedule::VaultFunded.next(7, 9, 10), Some(7));
        assert_eq!(Schedule::Halving.next(7, 9, 0), None);
    }

    #[test]
    fn small_schedules_exhaustively() {
        for period in 1..6 {
            for epoch in 0..24 {
                let ends = (epoch + 1) % period == 0;
                for x in 0..40 {
                    let geometric = Schedule::Geometric { ratio: (1 << 32) / 3 };
                    let third = (x * ((1u64 << 32) / 3)) >> 32;
                    assert_eq!(geometric.next(x, epoch, period), Some(if ends { third } else { x }));
                    assert_eq!(Schedule::Halving.next(x, epoch, period), Some(if ends { x / 2 } else { x }));
                }
            }
        }
    }

    proptest! {
        #[test]
        fn no_emission_ever_rises(x: u64, epoch in 0..u64::MAX, period in 1u64.., ratio in 1u64..1 << 32) {
            let schedules =
                [Schedule::Fixed, Schedule::Geometric { ratio }, Schedule::Halving, Schedule::VaultFunded];
            for schedule in schedules {
                prop_assert!(schedule.next(x, epoch, period).unwrap() <= x);
            }
        }
    }

    #[test]
    fn a_geometric_emission_never_rises() {
        let mut x = u64::MAX;
        let schedule = Schedule::Geometric { ratio: (1 << 32) - 1 };
        for epoch in 0..1_000 {
            let next = schedule.next(x, epoch, 1).unwrap();
            assert!(next < x);
            x = next;
        }
    }
}
