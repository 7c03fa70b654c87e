//! Whether a network's books are right: every total against the sum over its accounts, and what the vaults hold against
//! what is owed from them.
//!
//! A pure function over a [`Snapshot`], so it runs after every step of a test as well as on a live cluster.

mod attestors;
mod epochs;
mod operators;
mod snapshot;
mod totals;

use std::fmt;

use serde_json::{Value, json};
use solana_address::Address;

pub use snapshot::{Balances, Snapshot};

/// How the two sides of a check must compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Left is right.
    Equal,
    /// Left is at most right.
    AtMost,
}

/// One statement about a network, with the numbers on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The account that it is about, if it is about one beside the network's own.
    pub subject: Option<Address>,
    /// What must hold, in words: the left side, the relation, the right side.
    pub name: String,
    /// The left side.
    pub left: u128,
    /// How they must compare.
    pub relation: Relation,
    /// The right side.
    pub right: u128,
}

impl Check {
    /// Whether it holds.
    pub fn holds(&self) -> bool {
        match self.relation {
            Relation::Equal => self.left == self.right,
            Relation::AtMost => self.left <= self.right,
        }
    }

    /// As JSON: `{"subject": .., "name": .., "left": .., "right": .., "holds": ..}`, with numbers as strings.
    pub fn json(&self) -> Value {
        json!({
            "subject": self.subject.map(|subject| subject.to_string()),
            "name": self.name,
            "left": self.left.to_string(),
            "right": self.right.to_string(),
            "holds": self.holds(),
        })
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let verdict = if self.holds() { "ok" } else { "BROKEN" };
        write!(f, "{verdict}: {}", self.name)?;
        if let Some(subject) = self.subject {
            write!(f, " of {subject}")?;
        }
        write!(f, ": {} and {}", self.left, self.right)
    }
}

/// Every check of a network, the general ones first.
pub fn audit(snapshot: &Snapshot) -> Vec<Check> {
    let mut report = Report::default();
    totals::check(snapshot, &mut report);
    epochs::check(snapshot, &mut report);
    operators::check(snapshot, &mut report);
    attestors::check(snapshot, &mut report);
    report.checks
}

/// Collects checks.
#[derive(Default)]
struct Report {
    checks: Vec<Check>,
}

impl Report {
    fn equal(
        &mut self,
        subject: Option<Address>,
        name: impl Into<String>,
        left: impl Into<u128>,
        right: impl Into<u128>,
    ) {
        self.push(subject, name.into(), left.into(), Relation::Equal, right.into());
    }

    fn at_most(
        &mut self,
        subject: Option<Address>,
        name: impl Into<String>,
        left: impl Into<u128>,
        right: impl Into<u128>,
    ) {
        self.push(subject, name.into(), left.into(), Relation::AtMost, right.into());
    }

    fn push(&mut self, subject: Option<Address>, name: String, left: u128, relation: Relation, right: u128) {
        self.checks.push(Check { subject, name, left, relation, right });
    }
}

/// The sum of amounts; at most 2^64 of them can't overflow it.
fn sum(amounts: impl IntoIterator<Item = u64>) -> u128 {
    amounts.into_iter().map(u128::from).sum()
}
