//! Accounts and events as JSON that people can read.
//!
//! Keys are base58, hashes hexadecimal, names text. Numbers above 2^53, which many readers of JSON round, are strings. A
//! time is an object of its Unix seconds and UTC. What is empty (slots, tickets, members, classes, zero addresses) is left
//! out or `null`. Fields are in the order of the program's own types.

mod accounts;
mod events;
mod format;
mod governor;
mod steward;

pub use self::governor::{governance, governor_event, proposal, vote_record};
pub use self::steward::{steward_event, stewardship, succession, upgrade};
pub use accounts::account;
pub use events::event;
pub use format::{number, utc};

/// A network's parameters.
pub fn parameters(parameters: &ledger::state::Parameters) -> serde_json::Value {
    format::Field::json(parameters)
}

#[cfg(test)]
mod tests;
