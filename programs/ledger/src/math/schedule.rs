//! Epochs: epoch e is `start(e) <= now < end(e)`, with `start(e) = genesis + e x length` and `end(e) = start(e + 1)`.

/// A network's division of time. Neither number ever changes.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// The first second of epoch 0 (Unix time).
    pub genesis: i64,
    /// Seconds in an epoch, above 0.
    pub length: i64,
}

impl Schedule {
    /// The first second of the epoch (Unix time).
    pub fn start(&self, epoch: u64) -> Option<i64> {
        i64::try_from(epoch).ok()?.checked_mul(self.length)?.checked_add(self.genesis)
    }

    /// The first second after the epoch (Unix time).
    pub fn end(&self, epoch: u64) -> Option<i64> {
        self.start(epoch.checked_add(1)?)
    }

    /// The epoch that `now` (Unix time) is in; `None` before genesis.
    pub fn epoch_at(&self, now: i64) -> Option<u64> {
        u64::try_from(now.checked_sub(self.genesis)?.checked_div_euclid(self.length)?).ok()
    }

    /// The first epoch that begins after `now`: 0 before genesis.
    pub fn next_epoch(&self, now: i64) -> Option<u64> {
        match self.epoch_at(now) {
            Some(epoch) => epoch.checked_add(1),
            None => Some(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SCHEDULE: Schedule = Schedule { genesis: 1_000, length: 60 };

    #[test]
    fn an_epoch_ends_where_the_next_begins() {
        for epoch in 0..100 {
            assert_eq!(SCHEDULE.end(epoch), SCHEDULE.start(epoch + 1));
            let (start, end) = (SCHEDULE.start(epoch).unwrap(), SCHEDULE.end(epoch).unwrap());
            assert_eq!(SCHEDULE.epoch_at(start), Some(epoch));
            assert_eq!(SCHEDULE.epoch_at(end - 1), Some(epoch));
            assert_eq!(SCHEDULE.epoch_at(end), Some(epoch + 1));
        }
    }

    proptest! {
        #[test]
        fn every_second_from_genesis_on_is_in_one_epoch(
            genesis in 0i64..1 << 40, length in 60i64..1 << 30, after in 0i64..1 << 50,
        ) {
            let schedule = Schedule { genesis, length };
            let now = genesis + after;
            let epoch = schedule.epoch_at(now).unwrap();
            prop_assert!(schedule.start(epoch).unwrap() <= now && now < schedule.end(epoch).unwrap());
            prop_assert!(schedule.start(schedule.next_epoch(now).unwrap()).unwrap() > now);
        }
    }

    #[test]
    fn there_is_no_epoch_before_genesis() {
        assert_eq!(SCHEDULE.epoch_at(999), None);
        assert_eq!(SCHEDULE.epoch_at(i64::MIN), None);
        assert_eq!(SCHEDULE.next_epoch(999), Some(0));
        assert_eq!(SCHEDULE.next_epoch(1_000), Some(1));
    }

    #[test]
    fn epochs_beyond_the_clock_have_no_start() {
        assert_eq!(SCHEDULE.start(u64::MAX), None);
        assert_eq!(SCHEDULE.end(i64::MAX as u64), None);
    }
}
