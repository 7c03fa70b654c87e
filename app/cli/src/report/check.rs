//! Sums that are computed twice, from different sources, and must agree.

use serde::Serialize;

/// A statement about two sums, and whether it is true. Only its constructors decide that.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    name: String,
    unit: Unit,
    left: Sum,
    relation: Relation,
    right: Sum,
    holds: bool,
}

/// What a check's numbers count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Base units of the reward token.
    Reward,
    /// Base units of the stake token.
    Stake,
    /// Credits.
    Credits,
    /// Sums: of checks themselves.
    Sums,
}

/// How the left side must stand to the right side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Relation {
    Equal,
    AtMost,
}

/// One side: terms and their total.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Sum {
    pub terms: Vec<Term>,
    pub total: u128,
}

/// One number of a sum.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Term {
    pub name: String,
    pub amount: u64,
}

impl Check {
    /// The sums must be equal. Terms are `(name, amount)`.
    pub fn equal<L: Into<String>, R: Into<String>>(
        name: impl Into<String>,
        unit: Unit,
        left: impl IntoIterator<Item = (L, u64)>,
        right: impl IntoIterator<Item = (R, u64)>,
    ) -> Self {
        let (left, right) = (Sum::of(left), Sum::of(right));
        let holds = left.total == right.total;
        Self { name: name.into(), unit, left, relation: Relation::Equal, right, holds }
    }

    /// The left sum must not exceed the right one: what is owed, and what is there to pay it.
    pub fn at_most<L: Into<String>, R: Into<String>>(
        name: impl Into<String>,
        unit: Unit,
        left: impl IntoIterator<Item = (L, u64)>,
        right: impl IntoIterator<Item = (R, u64)>,
    ) -> Self {
        let (left, right) = (Sum::of(left), Sum::of(right));
        let holds = left.total <= right.total;
        Self { name: name.into(), unit, left, relation: Relation::AtMost, right, holds }
    }

    /// Whether the statement is true.
    pub fn holds(&self) -> bool {
        self.holds
    }

    /// What is stated.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn unit(&self) -> Unit {
        self.unit
    }

    pub(super) fn left(&self) -> &Sum {
        &self.left
    }

    pub(super) fn right(&self) -> &Sum {
        &self.right
    }

    pub(super) fn relation(&self) -> Relation {
        self.relation
    }

    /// By how much the sides differ.
    pub(super) fn difference(&self) -> u128 {
        self.left.total.abs_diff(self.right.total)
    }
}

impl Relation {
    /// As it stands between the sides.
    pub fn sign(self) -> char {
        match self {
            Self::Equal => '=',
            Self::AtMost => '≤',
        }
    }
}

impl Sum {
    fn of<T: Into<String>>(terms: impl IntoIterator<Item = (T, u64)>) -> Self {
        let terms: Vec<Term> = terms.into_iter().map(|(name, amount)| Term { name: name.into(), amount }).collect();
        // Fewer than 2^64 terms below 2^64 each: no overflow.
        let total = terms.iter().map(|term| u128::from(term.amount)).sum();
        Self { terms, total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_beyond_64_bits_are_exact() {
        let huge = [("a", u64::MAX), ("b", u64::MAX)];
        let check = Check::equal("huge", Unit::Reward, huge, [("c", u64::MAX - 1)]);
        assert!(!check.holds());
        assert_eq!(check.left().total, 2 * u128::from(u64::MAX));
        assert_eq!(check.difference(), u128::from(u64::MAX) + 1);
    }

    #[test]
    fn one_base_unit_decides() {
        let holds = |left, right| {
            (
                Check::equal("e", Unit::Stake, [("l", left)], [("r", right)]).holds(),
                Check::at_most("m", Unit::Stake, [("l", left)], [("r", right)]).holds(),
            )
        };
        assert_eq!(holds(4, 5), (false, true));
        assert_eq!(holds(5, 5), (true, true));
        assert_eq!(holds(6, 5), (false, false));
    }

    #[test]
    fn an_empty_sum_is_zero() {
        let none: [(&str, u64); 0] = [];
        assert!(Check::equal("none", Unit::Credits, none, [("zero", 0)]).holds());
    }
}
