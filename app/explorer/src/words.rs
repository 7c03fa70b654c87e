//! Numbers, times and keys as people read them.

use girder_sdk::json::utc;

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(number: impl Into<u128>) -> String {
    let digits = number.into().to_string();
    let separated = |(position, digit): (usize, char)| {
        let comma = position > 0 && digits.len().abs_diff(position) % 3 == 0;
        comma.then_some(',').into_iter().chain([digit])
    };
    digits.chars().enumerate().flat_map(separated).collect()
}

/// An amount in base units as whole tokens, exact: `1234500` with 3 decimals is `1,234.5`.
pub(crate) fn tokens(base: impl Into<u128>, decimals: u8) -> String {
    let digits = format!("{:0>width$}", base.into(), width = usize::from(decimals).saturating_add(1));
    let (whole, part) = digits.split_at(digits.len().saturating_sub(decimals.into()));
    let whole = grouped(whole.parse::<u128>().unwrap_or_default());
    let part = part.trim_end_matches('0');
    if part.is_empty() { whole } else { format!("{whole}.{part}") }
}

/// Basis points as percent: `1250` is `12.5 %`.
pub(crate) fn percent(bps: u64) -> String {
    format!("{} %", tokens(bps, 2))
}

/// A stretch of time in its two largest units: `1 h 05 min`.
pub(crate) fn duration(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let (count, unit, rest, part) = match seconds {
        0..60 => (seconds, "s", 0, ""),
        60..3600 => (seconds / 60, "min", seconds % 60, "s"),
        3600..86_400 => (seconds / 3600, "h", seconds % 3600 / 60, "min"),
        _ => (seconds / 86_400, "d", seconds % 86_400 / 3600, "h"),
    };
    let count = grouped(count);
    if rest == 0 { format!("{count} {unit}") } else { format!("{count} {unit} {rest:02} {part}") }
}

/// A time in UTC, to the second: `2026-01-01 00:00:00`.
pub(crate) fn time(unix: i64) -> String {
    utc(unix).replace('T', " ").trim_end_matches('Z').to_owned()
}

/// A key's beginning and end.
pub(crate) fn short(key: &str) -> String {
    match (key.get(..4), key.get(key.len().saturating_sub(4)..)) {
        (Some(first), Some(last)) if key.len() > 12 => format!("{first}…{last}"),
        _ => key.to_owned(),
    }
}

/// An event's or a field's name in words: `CaseOpened` is `case opened`.
pub(crate) fn spaced(name: &str) -> String {
    let mut words = String::with_capacity(name.len().saturating_add(8));
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(if letter == '_' { ' ' } else { letter.to_ascii_lowercase() });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_grouped() {
        for (base, decimals, text) in [
            (0, 0, "0"),
            (0, 6, "0"),
            (1, 6, "0.000001"),
            (1_234_567, 0, "1,234,567"),
            (1_234_500, 3, "1,234.5"),
            (u64::MAX, 9, "18,446,744,073.709551615"),
        ] {
            assert_eq!(tokens(base, decimals), text);
        }
        assert_eq!(percent(1_250), "12.5 %");
    }

    #[test]
    fn times_and_names_are_words() {
        assert_eq!([0, 61, 3_900, 90_000].map(duration), ["0 s", "1 min 01 s", "1 h 05 min", "1 d 01 h"]);
        assert_eq!(time(0), "1970-01-01 00:00:00");
        assert_eq!(spaced("CaseOpened"), "case opened");
        assert_eq!(spaced("reward_per_credit"), "reward per credit");
        assert_eq!(short("So11111111111111111111111111111111111111112"), "So11…1112");
        assert_eq!(short("aéééééééé"), "aéééééééé", "what is no key is not cut within a letter");
    }
}
