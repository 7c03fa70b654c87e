//! Numbers for people: exact, with thousands separators.

use super::check::Unit;
use super::model::{Network, Token};

/// `1234567` as `1,234,567`.
pub fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (position, digit) in digits.chars().enumerate() {
        // A separator stands wherever a multiple of three digits is left, but not in front.
        if position > 0 && digits.len().abs_diff(position) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// An amount in base units as whole tokens with every decimal: `1234500` with 3 decimals is `1,234.500`.
pub(super) fn exact(base: u128, decimals: u8) -> String {
    let places = usize::from(decimals);
    if places == 0 {
        return grouped(base);
    }
    let digits = format!("{base:0>width$}", width = places.saturating_add(1));
    let (whole, part) = digits.split_at(digits.len().saturating_sub(places));
    // A u128 has at most 39 digits, so `whole` is one, too.
    format!("{}.{part}", grouped(whole.parse().unwrap_or(0)))
}

/// The same without zeros at the end: `1,234.5`.
pub fn short(base: u128, decimals: u8) -> String {
    let exact = exact(base, decimals);
    if decimals == 0 {
        return exact;
    }
    exact.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// For pictures: whole tokens and at most two decimals, rounded down; exact below one token.
pub(super) fn rough(base: u128, decimals: u8) -> String {
    let short = short(base, decimals);
    match short.split_once('.') {
        Some((whole, part)) if whole != "0" => {
            let part: String = part.chars().take(2).collect();
            format!("{whole}.{part}").trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => short,
    }
}

/// Amounts of one column, with as many decimals as the one that needs most: all exact, decimal points aligned.
pub fn column(amounts: &[u128], decimals: u8) -> Vec<String> {
    let mut shown: Vec<String> = amounts.iter().map(|base| exact(*base, decimals)).collect();
    while shown.iter().any(|text| text.contains('.'))
        && shown.iter().all(|text| text.ends_with('0') || text.ends_with('.'))
    {
        for text in &mut shown {
            text.pop();
        }
    }
    shown
}

/// A number with the name of what it counts: `1,234.5 USDC`, `17 credits`.
pub(super) fn with_unit(amount: u128, unit: Unit, network: &Network) -> String {
    match unit {
        Unit::Reward => network.reward.show(amount),
        Unit::Stake => network.stake.show(amount),
        Unit::Credits => format!("{} credits", grouped(amount)),
        Unit::Sums => format!("{} sums", grouped(amount)),
    }
}

impl Token {
    /// An amount in base units as people read it: `1,234.5 USDC`.
    pub fn show(&self, amount: impl Into<u128>) -> String {
        format!("{} {}", short(amount.into(), self.decimals), self.symbol)
    }
}

/// A stretch of time in its two largest units, without the second if that is 0: `1 h 05 min`, `2 d`.
pub fn duration(seconds: u64) -> String {
    let (count, unit, rest, part) = match seconds {
        0..60 => (seconds, "s", 0, ""),
        60..3600 => (seconds / 60, "min", seconds % 60, "s"),
        3600..86_400 => (seconds / 3600, "h", seconds % 3600 / 60, "min"),
        _ => (seconds / 86_400, "d", seconds % 86_400 / 3600, "h"),
    };
    let count = grouped(count.into());
    if rest == 0 { format!("{count} {unit}") } else { format!("{count} {unit} {rest:02} {part}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn thousands_are_separated() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (100_000, "100,000")];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
        assert_eq!(grouped(u128::MAX), "340,282,366,920,938,463,463,374,607,431,768,211,455");
    }

    #[test]
    fn decimals_are_exact_whatever_their_number() {
        assert_eq!(exact(1_234_500, 3), "1,234.500");
        assert_eq!(exact(5, 9), "0.000000005");
        assert_eq!(exact(5, 0), "5");
        assert_eq!(short(1_234_500, 3), "1,234.5");
        assert_eq!(short(1_234_000, 3), "1,234");
        assert_eq!(short(1_000, 0), "1,000");
        assert_eq!(short(0, 9), "0");
        assert_eq!(rough(1_999_999_999, 6), "1,999.99");
        assert_eq!(rough(2_000_009_999, 6), "2,000");
        assert_eq!(rough(120, 6), "0.00012");
        assert_eq!(exact(u128::MAX, 255).len(), 257);
    }

    #[test]
    fn a_column_keeps_what_its_longest_amount_needs() {
        assert_eq!(column(&[1_000_000, 1_250_000, 30], 6), ["1.00000", "1.25000", "0.00003"]);
        assert_eq!(column(&[1_000_000, 2_000_000], 6), ["1", "2"]);
        assert_eq!(column(&[10, 200], 0), ["10", "200"]);
        assert!(column(&[], 6).is_empty());
    }

    #[test]
    fn durations_show_their_two_largest_units() {
        let cases = [
            (59, "59 s"),
            (60, "1 min"),
            (61, "1 min 01 s"),
            (3900, "1 h 05 min"),
            (7200, "2 h"),
            (90_000, "1 d 01 h"),
        ];
        for (seconds, text) in cases {
            assert_eq!(duration(seconds), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back_as_the_same_amount(base: u128, decimals in 0u8..40) {
            let digits: String = exact(base, decimals).chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(digits.parse::<u128>(), Ok(base));
        }
    }
}
