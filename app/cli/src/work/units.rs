//! What a proof of storage is worth.

/// Units of the storage class: KiB-seconds, `floor(bytes / 1024) x seconds`.
///
/// `bytes` is what the operator's commitment says it stores, `seconds` how long it has held them **in this
/// epoch so far**: from the start of the epoch to the challenge it answered. So units are the epoch's total, as
/// the ledger wants them: a later proof of the same epoch replaces an earlier one. A part of a KiB earns
/// nothing.
pub fn kib_seconds(bytes: u64, seconds: u64) -> Result<u64, UnitsOverflow> {
    (bytes / 1024).checked_mul(seconds).ok_or(UnitsOverflow { bytes, seconds })
}

/// The units don't fit the 64 bits of the ledger's field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{bytes} bytes held for {seconds} s are more KiB-seconds than 64 bits hold: split the share over more devices")]
pub struct UnitsOverflow {
    /// Bytes stored.
    pub bytes: u64,
    /// Seconds they were held.
    pub seconds: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_whole_kib_times_seconds() {
        assert_eq!(kib_seconds(1023, 3600), Ok(0));
        assert_eq!(kib_seconds(1024, 3600), Ok(3600));
        assert_eq!(kib_seconds(10 * 1024 + 1, 60), Ok(600));
        assert_eq!(kib_seconds(u64::MAX, 0), Ok(0));
    }

    #[test]
    fn units_are_refused_where_they_would_overflow() {
        let seconds = u64::MAX / (u64::MAX / 1024);
        assert!(kib_seconds(u64::MAX, seconds).is_ok());
        assert_eq!(kib_seconds(u64::MAX, seconds + 1), Err(UnitsOverflow { bytes: u64::MAX, seconds: seconds + 1 }));
    }
}
