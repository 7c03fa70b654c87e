//! Hashes, signatures and secp256r1 keys in hexadecimal.

use anyhow::{Result, ensure};

/// Two digits a byte.
pub fn encode(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Exactly `N` bytes.
pub fn decode<const N: usize>(text: &str) -> Result<[u8; N]> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let mut bytes = [0; N];
    let right = digits.as_ref().is_some_and(|digits| digits.len() == N * 2);
    // The text may be a secret, so the error does not repeat it.
    ensure!(right, "it must be {} hexadecimal digits", N * 2);
    for (byte, pair) in bytes.iter_mut().zip(digits.unwrap_or_default().chunks(2)) {
        *byte = pair.iter().fold(0, |byte, digit| byte << 4 | digit);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_reads_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        let bytes: [u8; 256] = bytes.try_into().expect("256 bytes");
        assert_eq!(decode(&encode(&bytes)).ok(), Some(bytes));
    }

    #[test]
    fn only_exact_hexadecimal_is_read_and_errors_repeat_nothing() {
        for text in ["", "0", "abc", "abcde", "xy00", "+100", "ab c", "ä0ff"] {
            let error = decode::<2>(text).expect_err(text).to_string();
            assert_eq!(error, "it must be 4 hexadecimal digits");
        }
    }
}
