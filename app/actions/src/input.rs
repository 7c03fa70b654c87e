//! What a wallet's request says, checked.

use std::collections::HashMap;

use girder_sdk::{amount, interface::limits::BASIS_POINTS};
use serde_json::Value;
use solana_address::Address;

use crate::error::ActionError;

/// What the user filled in: in the address, or beside the account in the body.
#[derive(Debug, Default)]
pub struct Inputs {
    query: HashMap<String, String>,
    data: HashMap<String, Value>,
}

/// How much of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Base units.
    Amount(u64),
    /// A part of all of it, basis points.
    Part(u64),
}

impl Inputs {
    /// What an address says, and a body. The address counts where both name something.
    pub fn new(query: HashMap<String, String>, data: HashMap<String, Value>) -> Self {
        Self { query, data }
    }

    /// The value of a name. What was left empty was not given.
    pub fn find(&self, name: &str) -> Result<Option<&str>, ActionError> {
        let text = match (self.query.get(name), self.data.get(name)) {
            (Some(text), _) => text,
            (None, Some(Value::String(text))) => text,
            (None, Some(other)) => return Err(ActionError::bad(format!("`{name}` is text, not {other}"))),
            (None, None) => return Ok(None),
        };
        Ok(Some(text.as_str()).filter(|text| !text.is_empty()))
    }

    /// How much, as `amount` in whole tokens or as `percent`; `None` if neither is given. Refuses nothing, both, and more
    /// than all of it.
    pub fn quantity(&self, decimals: u8) -> Result<Option<Quantity>, ActionError> {
        match (self.find("amount")?, self.find("percent")?) {
            (None, None) => Ok(None),
            (Some(_), Some(_)) => Err(ActionError::bad("give `amount` or `percent`, not both")),
            (Some(text), None) => match amount::parse(text, decimals) {
                Ok(0) => Err(ActionError::bad(format!("the amount is `{text}`; it must be more than 0"))),
                Ok(base) => Ok(Some(Quantity::Amount(base))),
                Err(error) => Err(ActionError::bad(error.to_string())),
            },
            (None, Some(text)) => {
                let part = amount::parse(text, 2).ok().filter(|part| (1..=BASIS_POINTS).contains(part));
                let bad = || ActionError::bad(format!("`{text}` is no percentage: more than 0, at most 100"));
                part.map(|part| Some(Quantity::Part(part))).ok_or_else(bad)
            }
        }
    }

    /// The number of a ticket, if one is given.
    pub fn ticket(&self) -> Result<Option<u8>, ActionError> {
        let Some(text) = self.find("ticket")? else { return Ok(None) };
        let bad = |_| ActionError::bad(format!("`{text}` is no ticket: tickets are numbered from 0"));
        text.parse().map(Some).map_err(bad)
    }
}

/// Reads an address, of `what`.
pub fn address(what: &str, text: &str) -> Result<Address, ActionError> {
    let bad = |_| ActionError::bad(format!("`{text}` is no address of {what}: base58 of 32 bytes"));
    text.parse().map_err(bad)
}

/// This part of an amount, rounded down.
pub fn part_of(amount: u64, part: u64) -> u64 {
    let part = u128::from(amount).saturating_mul(part.into()) / u128::from(BASIS_POINTS);
    u64::try_from(part).unwrap_or(amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(query: &[(&str, &str)]) -> Inputs {
        let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Inputs::new(query, HashMap::new())
    }

    #[test]
    fn amounts_and_percentages_are_read_exactly() {
        let quantity = |name, text| inputs(&[(name, text)]).quantity(6).unwrap().unwrap();
        assert_eq!(quantity("amount", "1.5"), Quantity::Amount(1_500_000));
        assert_eq!(quantity("percent", "100"), Quantity::Part(10_000));
        assert_eq!(quantity("percent", "0.01"), Quantity::Part(1));
        assert_eq!(inputs(&[("amount", "")]).quantity(6).unwrap(), None);
        assert_eq!(part_of(u64::MAX, 10_000), u64::MAX);
        assert_eq!(part_of(999, 5_000), 499);
    }

    #[test]
    fn what_is_no_quantity_is_refused_and_named() {
        for (name, text) in [
            ("amount", "0"),
            ("amount", "-1"),
            ("amount", "NaN"),
            ("amount", "1e9"),
            ("amount", "1.0000001"),
            ("amount", "18446744073710"),
            ("percent", "0"),
            ("percent", "100.01"),
            ("percent", "-5"),
            ("percent", "half"),
        ] {
            let error = inputs(&[(name, text)]).quantity(6).unwrap_err();
            assert!(error.message.contains(&format!("`{text}`")), "{error}");
        }
        assert!(inputs(&[("amount", "1"), ("percent", "1")]).quantity(6).is_err());
    }

    #[test]
    fn the_address_counts_before_the_body() {
        let data = HashMap::from([("amount".to_owned(), Value::from("2")), ("ticket".to_owned(), Value::from(3))]);
        let both = Inputs::new(HashMap::from([("amount".to_owned(), "1".to_owned())]), data.clone());
        assert_eq!(both.find("amount").unwrap(), Some("1"));
        let body = Inputs::new(HashMap::new(), data);
        assert_eq!(body.find("amount").unwrap(), Some("2"));
        assert!(body.ticket().unwrap_err().message.contains("`ticket` is text"));
    }
}
