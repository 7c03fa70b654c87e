/// Asserts that the ledger program refused with this error.
#[macro_export]
macro_rules! assert_refused {
    ($result:expr, $error:expr) => {{
        let expected: $crate::program::error::LedgerError = $error;
        match $result {
            Ok(_) => panic!("not refused; expected {}", expected.name()),
            Err(error) => match error.refusal().and_then(|refusal| refusal.ledger_error()) {
                Some(actual) => assert_eq!(actual.name(), expected.name(), "{error}"),
                None => panic!("expected {}, failed otherwise: {error:?}", expected.name()),
            },
        }
    }};
}

/// Asserts that the program of stake votes refused with this error.
#[macro_export]
macro_rules! assert_vote_refused {
    ($result:expr, $error:expr) => {{
        let expected: $crate::sdk::governor::program::error::GovernorError = $error;
        match $result {
            Ok(_) => panic!("not refused; expected {}", expected.name()),
            Err(error) => match error.refusal() {
                Some(refusal) if refusal.program == $crate::sdk::governor::program::ID => {
                    assert_eq!(refusal.name, expected.name(), "{error}");
                }
                _ => panic!("expected {}, failed otherwise: {error:?}", expected.name()),
            },
        }
    }};
}

/// Asserts that a transaction failed for a reason that is not the ledger's own, and that the reason contains this text: a
/// runtime, precompile, framework or token program error.
#[macro_export]
macro_rules! assert_failed {
    ($result:expr, $text:expr) => {{
        match $result {
            Ok(_) => panic!("did not fail; expected {:?}", $text),
            Err(error) => {
                let shown = format!("{error:?}");
                assert!(shown.contains($text), "expected {:?}, got {shown}", $text);
            }
        }
    }};
}
