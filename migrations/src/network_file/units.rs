//! Amounts and times as people write them, read without floating point.

use std::fmt;

use girder_sdk::amount::{self, BadAmount};
use serde::{Deserialize, Deserializer, de::Error};

/// An amount of tokens: a whole number, or text with a fraction. How many base units that is depends on the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens(String);

impl Tokens {
    /// An amount in base units of a token with that many decimals.
    pub fn of_base(base: u64, decimals: u8) -> Self {
        Self(amount::show(base, decimals))
    }

    /// In base units of a token with that many decimals; refuses more digits than it has, and what no u64 holds.
    pub fn base(&self, decimals: u8) -> Result<u64, BadAmount> {
        amount::parse(&self.0, decimals)
    }
}

impl fmt::Display for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Tokens {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "tokens: a whole number, or text such as \"0.25\"")]
        enum Written {
            Whole(u64),
            Text(String),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Whole(number) => Self(number.to_string()),
            Written::Text(text) => Self(text.replace(['_', ','], "")),
        })
    }
}

/// A time span in whole seconds, written as `90s`, `10m`, `1h`, `1d`, or several of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span(pub i64);

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bad =
            || D::Error::custom(format!("`{text}` is no time: write such as \"90s\", \"10m\", \"1h 30m\" or \"1d\""));
        parse_span(&text).map(Self).ok_or_else(bad)
    }
}

fn parse_span(text: &str) -> Option<i64> {
    let mut words = text.split_whitespace().peekable();
    words.peek()?;
    words.try_fold(0i64, |sum, word| {
        let (number, unit) = word.split_at_checked(word.len().checked_sub(1)?)?;
        let seconds = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3_600,
            "d" => 86_400,
            _ => return None,
        };
        // A sign is no part of a span.
        let number = i64::from(number.parse::<u32>().ok().filter(|_| !number.starts_with('+'))?);
        sum.checked_add(number.checked_mul(seconds)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        let base = |text: &str, decimals| Tokens(text.to_owned()).base(decimals).ok();
        assert_eq!(base("1", 6), Some(1_000_000));
        assert_eq!(base("0.25", 6), Some(250_000));
        assert_eq!(base("0.000001", 6), Some(1));
        assert_eq!(base("18446744073709551615", 0), Some(u64::MAX));
        for (text, decimals) in
            [("0.0000001", 6), ("1.", 6), (".5", 6), ("-1", 6), ("1e3", 6), ("", 6), ("18446744073709551616", 0)]
        {
            assert_eq!(base(text, decimals), None, "{text}");
        }
    }

    #[test]
    fn base_units_become_the_amount_that_gives_them() {
        for (amount, decimals) in [(0, 0), (5, 0), (1, 6), (1_000_000, 6), (u64::MAX, 9), (u64::MAX, 30)] {
            assert_eq!(Tokens::of_base(amount, decimals).base(decimals).ok(), Some(amount));
        }
    }

    #[test]
    fn spans_add_up() {
        assert_eq!(parse_span("90s"), Some(90));
        assert_eq!(parse_span("1h 30m"), Some(5_400));
        assert_eq!(parse_span("2d"), Some(172_800));
        for text in ["", "1", "h", "-1h", "+1h", "1.5h", "1w", "1h30"] {
            assert_eq!(parse_span(text), None, "{text}");
        }
    }
}
