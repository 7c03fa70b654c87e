//! Amounts of a token as people write them, read and written without floating point.

/// Text that is no amount of a token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no amount of a token with {decimals} decimals: digits, at most {decimals} behind the point, and less than 2^64 base units"
)]
pub struct BadAmount {
    text: String,
    decimals: u8,
}

/// Reads whole tokens, such as `12` or `0.25`, as base units of a token with that many decimals. Refuses signs, exponents,
/// separators, more digits behind the point than the token has, and what no u64 holds.
pub fn parse(text: &str, decimals: u8) -> Result<u64, BadAmount> {
    let bad = || BadAmount { text: text.to_owned(), decimals };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let zeros = usize::from(decimals).checked_sub(part.len()).ok_or_else(bad)?;
    if whole.is_empty() || !digits(whole) || !digits(part) || (part.is_empty() && text.contains('.')) {
        return Err(bad());
    }
    format!("{whole}{part}{}", "0".repeat(zeros)).parse().map_err(|_| bad())
}

/// Writes base units as whole tokens, exactly and without zeros at the end: `1500000` with 6 decimals is `1.5`.
pub fn show(base: u64, decimals: u8) -> String {
    let digits = format!("{base:0>width$}", width = usize::from(decimals).saturating_add(1));
    match digits.split_at(digits.len().saturating_sub(usize::from(decimals))) {
        (whole, part) if part.bytes().all(|digit| digit == b'0') => whole.to_owned(),
        (whole, part) => format!("{whole}.{}", part.trim_end_matches('0')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_as_the_same_amount() {
        for decimals in [0, 1, 6, 9, 19, 255] {
            for base in [0, 1, 9, 10, 1_500_000, 999_999, u64::MAX] {
                assert_eq!(parse(&show(base, decimals), decimals), Ok(base), "{base} with {decimals} decimals");
            }
        }
    }

    #[test]
    fn amounts_are_exact_and_short() {
        assert_eq!(show(1_500_000, 6), "1.5");
        assert_eq!(show(1, 6), "0.000001");
        assert_eq!(show(2_000_000, 6), "2");
        assert_eq!(parse("18446744073709.551615", 6), Ok(u64::MAX));
        assert_eq!(parse("007.50", 2), Ok(750));
    }

    #[test]
    fn text_that_is_no_amount_is_refused_and_named() {
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "+1",
            "1e3",
            "NaN",
            "inf",
            "1_000",
            "1,5",
            " 1",
            "0x1",
            "٣",
            "1.0000000",
            "1.2.3",
            "18446744073709.551616",
            "99999999999999999999999",
        ] {
            let error = parse(text, 6).unwrap_err();
            assert!(error.to_string().starts_with(&format!("`{text}` is no amount")), "{error}");
        }
    }
}
