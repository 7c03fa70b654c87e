//! What a report says. Amounts of tokens are integers in base units; [`Token::decimals`] says how to show them.

use super::check::Check;
use serde::Serialize;

/// A whole run. [`Report::validate`] says what the parts must agree on.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The headline.
    pub title: String,
    /// What happened, in a sentence or two.
    pub summary: String,
    /// The network it happened on.
    pub network: Network,
    /// One row per operator: where each stands at the end.
    pub operators: Vec<OperatorRow>,
    /// One row per epoch, ascending. Epochs may be missing: nothing is drawn for them.
    pub epochs: Vec<EpochRow>,
    /// What happened, in any order; shown by time.
    pub events: Vec<Event>,
    /// The sums that were computed again.
    pub checks: Vec<Check>,
}

/// The network's fixed facts.
#[derive(Clone, Debug, Serialize)]
pub struct Network {
    /// Its name.
    pub name: String,
    /// The token that rewards are paid in.
    pub reward: Token,
    /// The token that operators stake; may be the same.
    pub stake: Token,
    /// Seconds in an epoch; not 0.
    pub epoch_seconds: u64,
    /// Whatever else is worth knowing: addresses, sizes, versions. Shown in this order.
    pub facts: Vec<Fact>,
}

/// How to show amounts of a token.
#[derive(Clone, Debug, Serialize)]
pub struct Token {
    /// Short name, such as `USDC`.
    pub symbol: String,
    /// One token is `10^decimals` base units.
    pub decimals: u8,
}

/// A named value.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// Its value, ready to be shown.
    pub value: String,
}

/// Where an operator stands at the end.
#[derive(Clone, Debug, Serialize)]
pub struct OperatorRow {
    /// Its name: short, for it stands in plots.
    pub name: String,
    /// How it behaved, in a few words.
    pub behaviour: String,
    /// Stake left, in base units of the stake token.
    pub stake: u64,
    /// Credits counted in all epochs.
    pub credits: u64,
    /// Rewards earned (paid or still owed), in base units of the reward token.
    pub rewards: u64,
    /// Stake taken from it for good, in base units of the stake token.
    pub slashed: u64,
    /// Rewards that arrived in its token account, in base units of the reward token.
    pub paid: u64,
}

/// What an epoch gave.
#[derive(Clone, Debug, Serialize)]
pub struct EpochRow {
    /// The ledger's index.
    pub index: u64,
    /// What the operators shared, in base units of the reward token.
    pub pot: u64,
    /// What was minted for it, in base units of the reward token.
    pub minted: u64,
    /// What a million credits earned, in base units of the reward token, rounded down.
    pub reward_per_million: u64,
    /// One cell per operator, in the order of [`Report::operators`].
    pub cells: Vec<EpochCell>,
}

/// One operator in one epoch.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EpochCell {
    /// Credits counted in this epoch.
    pub credits: u64,
    /// The reward of this epoch, whenever it was harvested, in base units of the reward token.
    pub rewards: u64,
    /// Stake at the end of the epoch, in base units of the stake token.
    pub stake: u64,
    /// All stake that slashing had taken by the end of the epoch, escrow included, in base units of the stake
    /// token.
    pub slashed: u64,
}

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
    /// Seconds after the start of epoch 0.
    pub at: u64,
    /// What kind of thing.
    pub kind: EventKind,
    /// Position in [`Report::operators`] of the one it happened to; none for the network as a whole.
    pub operator: Option<usize>,
    /// What happened, in a sentence.
    pub text: String,
}

/// Kinds of events: each has its own word and colour on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The network or an operator is set up.
    Setup,
    /// Work is proven or credited.
    Work,
    /// An operator goes offline or fails a challenge.
    Outage,
    /// Somebody cheats.
    Fraud,
    /// A cheat is reported, an appeal decided.
    Case,
    /// Stake is taken.
    Slash,
    /// Rewards are settled, harvested or claimed.
    Payment,
}

impl EventKind {
    /// The word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Work => "work",
            Self::Outage => "outage",
            Self::Fraud => "fraud",
            Self::Case => "case",
            Self::Slash => "slash",
            Self::Payment => "payment",
        }
    }
}

impl Report {
    /// Whether the run is sound: there were checks, and every one holds.
    pub fn holds(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(Check::holds)
    }

    /// The events by time; those of one moment in the order they were given.
    pub(super) fn timeline(&self) -> Vec<&Event> {
        let mut events: Vec<&Event> = self.events.iter().collect();
        events.sort_by_key(|event| event.at);
        events
    }

    /// The name of the operator at `position`.
    pub(super) fn operator_name(&self, position: Option<usize>) -> Option<&str> {
        let row = self.operators.get(position?)?;
        Some(&row.name)
    }

    /// Whether the parts agree: a cell per operator in each epoch, epochs ascending, events about operators
    /// there are.
    pub fn validate(&self) -> Result<(), Malformed> {
        let operators = self.operators.len();
        if self.network.epoch_seconds == 0 {
            return Err(Malformed::EpochSeconds);
        }
        for EpochRow { index, cells, .. } in &self.epochs {
            if cells.len() != operators {
                return Err(Malformed::Cells { epoch: *index, cells: cells.len(), operators });
            }
        }
        for pair in self.epochs.windows(2) {
            if let [before, after] = pair
                && before.index >= after.index
            {
                return Err(Malformed::EpochOrder { before: before.index, after: after.index });
            }
        }
        for operator in self.events.iter().filter_map(|event| event.operator) {
            if operator >= operators {
                return Err(Malformed::Operator { operator, operators });
            }
        }
        Ok(())
    }
}

/// Why a report can't be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Time can't be shown.
    #[error("the network's epochs have 0 seconds: they must have at least 1")]
    EpochSeconds,
    /// A row doesn't fit the operators.
    #[error("epoch {epoch} has {cells} cells: it must have one for each of the {operators} operators")]
    Cells {
        /// The epoch's index.
        epoch: u64,
        /// Cells in its row.
        cells: usize,
        /// Operators in the report.
        operators: usize,
    },
    /// Epochs out of order.
    #[error("epoch {after} follows epoch {before}: epochs must ascend")]
    EpochOrder {
        /// An epoch's index.
        before: u64,
        /// The index of the one after it.
        after: u64,
    },
    /// An event about nobody.
    #[error("an event is about operator {operator}: positions must be below {operators}")]
    Operator {
        /// The position named.
        operator: usize,
        /// Operators in the report.
        operators: usize,
    },
}
