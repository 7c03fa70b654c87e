//! Places in the list of events: what comes after one stays the same when newer events arrive.

use std::{fmt, str::FromStr};

use solana_signature::Signature;

use super::{EventRow, IndexError};

/// An event's place in the list of events, newest first. Written `SLOT-SIGNATURE-NUMBER`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The transaction's slot.
    pub slot: i64,
    /// The transaction's first signature.
    pub signature: Signature,
    /// Which of the transaction's events, from 0.
    pub number: i64,
}

impl Place {
    pub(super) fn of(row: &EventRow) -> Result<Self, IndexError> {
        let bad = |_| IndexError::BadRow(row.signature.clone(), "signature");
        Ok(Self { slot: row.slot, signature: row.signature.parse().map_err(bad)?, number: row.number })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}-{}-{}", self.slot, self.signature, self.number)
    }
}

/// A text that is no place.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no place in the list of events: SLOT-SIGNATURE-NUMBER")]
pub struct BadPlace(String);

impl FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        let parts = || {
            let (slot, rest) = text.split_once('-')?;
            let (signature, number) = rest.split_once('-')?;
            let natural = |text: &str| text.parse().ok().filter(|number| *number >= 0);
            Some(Self { slot: natural(slot)?, signature: signature.parse().ok()?, number: natural(number)? })
        };
        parts().ok_or_else(|| BadPlace(text.chars().take(100).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_and_read_and_nothing_else_is_one() {
        let place = Place { slot: i64::MAX, signature: Signature::from([9; 64]), number: 0 };
        assert_eq!(place.to_string().parse::<Place>().unwrap(), place);
        let signature = place.signature;
        for text in
            ["", "1", "1-2-3", &format!("-1-{signature}-0"), &format!("1-{signature}"), &format!("1-{signature}-x")]
        {
            assert!(text.parse::<Place>().is_err(), "{text:?}");
        }
    }
}
