//! The breaker on what the reward vault pays to people: a bucket that fills with payments and drains evenly, a full one in
//! its window. A payment that does not fit whole is made in part, so none is too big to be made.
//!
//! Draining is linear in the time that passed: emptying it a little every second gives exactly what emptying it once
//! gives, so nobody gains by paying often.

/// The size that never bites.
pub const OFF: u64 = u64::MAX;

/// One base unit in a bucket.
const UNIT: u128 = 1 << 64;

/// How much the bucket holds, and how fast it drains.
#[derive(Clone, Copy, Debug)]
pub struct Breaker {
    /// Base units of a full bucket; [`OFF`]: payments are neither limited nor counted.
    pub size: u64,
    /// Seconds in which a full bucket drains.
    pub window: i64,
}

/// What was paid and has not drained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    /// Base units in Q64.64.
    pub level: u128,
    /// Until when it has drained: Unix seconds.
    pub since: i64,
}

impl Breaker {
    /// What of `owed` fits into the bucket now, and the bucket with it in. Where the clock went back nothing drains until it
    /// is back; where the size was reduced since the last payment the bucket counts as full then.
    pub fn pass(self, bucket: Bucket, now: i64, owed: u64) -> (u64, Bucket) {
        if self.size == OFF {
            return (owed, bucket);
        }
        let drained = self.drain(bucket, now);
        let room = self.capacity().saturating_sub(drained.level) >> 64;
        let fits = owed.min(room as u64);
        (fits, Bucket { level: drained.level.saturating_add(u128::from(fits) << 64), ..drained })
    }

    /// From when on at least one base unit fits, if nothing is paid until then.
    pub fn reopens(self, bucket: Bucket) -> i64 {
        let level = bucket.level.min(self.capacity());
        let excess = level.saturating_sub(self.capacity().saturating_sub(UNIT));
        // Rounded up.
        let seconds = excess.saturating_add(self.rate().saturating_sub(1)).checked_div(self.rate());
        bucket.since.saturating_add_unsigned(seconds.and_then(|seconds| seconds.try_into().ok()).unwrap_or(u64::MAX))
    }

    fn drain(self, bucket: Bucket, now: i64) -> Bucket {
        let elapsed = now.saturating_sub(bucket.since).max(0).unsigned_abs();
        // Within the window the product is at most a full bucket; after it nothing is left.
        let level = if elapsed > self.seconds() {
            0
        } else {
            bucket.level.min(self.capacity()).saturating_sub(self.rate().wrapping_mul(elapsed.into()))
        };
        Bucket { level, since: bucket.since.max(now) }
    }

    /// What drains in a second: base units in Q64.64, rounded down and so towards the vault.
    fn rate(self) -> u128 {
        self.capacity().checked_div(self.seconds().into()).unwrap_or(0)
    }

    fn seconds(self) -> u64 {
        self.window.max(0).unsigned_abs()
    }

    fn capacity(self) -> u128 {
        u128::from(self.size) << 64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EMPTY: Bucket = Bucket { level: 0, since: 0 };

    /// Every size, window, first payment, pause and second payment of a small domain, in exact fractions: after `t` seconds
    /// `size x t / window` has drained, less than a base unit is lost to rounding, and it is lost to the payer's side.
    #[test]
    fn small_buckets_exhaustively() {
        for (size, window) in (1..9u64).flat_map(|size| (1..9i64).map(move |window| (size, window))) {
            let breaker = Breaker { size, window };
            for (first, pause, second) in
                (0..10u64).flat_map(|a| (0..20i64).flat_map(move |t| (0..10u64).map(move |b| (a, t, b))))
            {
                let (paid, bucket) = breaker.pass(EMPTY, 0, first);
                assert_eq!(paid, first.min(size));
                // What is left in the bucket, times the window.
                let left = (paid as i64 * window - size as i64 * pause).max(0);
                let room = (size as i64 * window - left).div_euclid(window) as u64;
                let (fits, after) = breaker.pass(bucket, pause, second);
                let exact = (size as i64 * pause) % window == 0 || left == 0;
                assert!(fits <= second.min(room) && second.min(room) <= fits + u64::from(exact), "{breaker:?} {pause}");
                assert!(after.level <= breaker.capacity() && after.since == pause);
            }
        }
    }

    #[test]
    fn a_full_bucket_is_empty_after_its_window_but_for_what_rounding_keeps() {
        for (size, window) in [(1, 60), (7, 60), (1_000, 999), (u64::MAX - 1, 28 * 86_400)] {
            let breaker = Breaker { size, window };
            let (paid, full) = breaker.pass(EMPTY, 100, size);
            assert_eq!(paid, size);
            assert_eq!(breaker.pass(full, 100, 1).0, 0);
            let left = breaker.drain(full, 100 + window).level;
            assert!(left < window as u128, "less than a unit in 2^64 for each second");
            assert_eq!(breaker.drain(full, 101 + window).level, 0);
        }
    }

    #[test]
    fn off_counts_nothing() {
        let breaker = Breaker { size: OFF, window: 60 };
        let bucket = Bucket { level: 7, since: 9 };
        assert_eq!(breaker.pass(bucket, 1_000, u64::MAX), (u64::MAX, bucket));
    }

    #[test]
    fn a_smaller_size_finds_the_bucket_full_and_a_larger_one_with_what_was_in_it() {
        let wide = Breaker { size: 1 << 60, window: 100 };
        let (_, bucket) = wide.pass(EMPTY, 0, 1 << 60);
        let narrow = Breaker { size: 10, window: 100 };
        assert_eq!(narrow.pass(bucket, 0, 5).0, 0);
        assert_eq!(
            [10, 11].map(|now| narrow.pass(bucket, now, 5).0),
            [0, 1],
            "it drains like a full one of its own size"
        );
        assert_eq!(narrow.pass(bucket, 101, 50).0, 10);
        let wider = Breaker { size: 1 << 61, window: 100 };
        assert_eq!(wider.pass(bucket, 0, u64::MAX).0, 1 << 60);
    }

    fn breakers() -> impl Strategy<Value = Breaker> {
        let size = prop_oneof![1..1_000u64, 1..u64::MAX];
        (size, 1..=28 * 86_400i64).prop_map(|(size, window)| Breaker { size, window })
    }

    proptest! {
        #[test]
        fn draining_every_second_is_draining_once(breaker in breakers(), paid: u64, seconds in 1..200i64) {
            let (_, bucket) = breaker.pass(EMPTY, 0, paid);
            let step = |bucket, now| breaker.pass(bucket, now, 0).1;
            prop_assert_eq!((1..=seconds).fold(bucket, step), step(bucket, seconds));
        }

        /// However claims are cut and timed, a window lets out at most two buckets: a full one, and what drains.
        #[test]
        fn no_window_pays_more_than_two_buckets(
            breaker in breakers(), claims in proptest::collection::vec((0..100_000i64, any::<u64>()), 1..40),
        ) {
            let (mut bucket, mut now, mut paid) = (EMPTY, 0, Vec::new());
            for (pause, owed) in claims {
                now += pause;
                let (fits, after) = breaker.pass(bucket, now, owed);
                prop_assert!(fits == owed || after.level > breaker.capacity() - UNIT, "it pays all that fits");
                paid.push((now, u128::from(fits)));
                bucket = after;
            }
            for &(from, _) in &paid {
                let window = paid.iter().filter(|(at, _)| (from..from + breaker.window).contains(at));
                prop_assert!(window.map(|(_, fits)| fits).sum::<u128>() <= 2 * u128::from(breaker.size));
            }
        }

        #[test]
        fn a_clock_that_goes_back_drains_nothing_twice(breaker in breakers(), paid: u64, back in 0..1_000i64, on in 0..1_000i64) {
            let (_, bucket) = breaker.pass(EMPTY, 1_000, paid);
            let earlier = breaker.pass(bucket, 1_000 - back, 0).1;
            prop_assert_eq!(earlier, bucket);
            prop_assert_eq!(breaker.pass(earlier, 1_000 + on, 0), breaker.pass(bucket, 1_000 + on, 0));
        }

        #[test]
        fn it_reopens_in_the_second_that_it_names(breaker in breakers(), paid: u64) {
            let (_, bucket) = breaker.pass(EMPTY, 0, paid);
            let reopens = breaker.reopens(bucket);
            prop_assert_eq!(breaker.pass(bucket, reopens, 1).0, 1);
            prop_assert!(reopens == 0 || breaker.pass(bucket, reopens - 1, 1).0 == 0);
        }
    }
}
