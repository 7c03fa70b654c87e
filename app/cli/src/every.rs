//! How often a command that goes on does its work again.

use std::time::Duration;

use anyhow::{Context, Result};

/// Reads a time such as `30s`, `5m` or `1h`; without a unit it is seconds. Refuses none at all, and more than a day.
pub fn every(text: &str) -> Result<Duration> {
    let (number, unit) = match text.char_indices().next_back() {
        Some((at, 's')) => (&text[..at], 1),
        Some((at, 'm')) => (&text[..at], 60),
        Some((at, 'h')) => (&text[..at], 3_600),
        _ => (text, 1),
    };
    let seconds = number.parse::<u64>().ok().and_then(|number| number.checked_mul(unit));
    let seconds = seconds.filter(|seconds| (1..=86_400).contains(seconds));
    seconds.map(Duration::from_secs).with_context(|| format!("`{text}` is no time: write such as 30s, 5m or 1h"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_in_its_unit() {
        for (text, seconds) in [("30s", 30), ("5m", 300), ("1h", 3_600), ("7", 7), ("24h", 86_400)] {
            assert_eq!(every(text).unwrap(), Duration::from_secs(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused_by_name() {
        for text in ["", "s", "0s", "-1s", "1d", "25h", "1.5s", "ä", "99999999999999999999h"] {
            assert!(every(text).unwrap_err().to_string().contains(&format!("`{text}`")), "{text}");
        }
    }
}
