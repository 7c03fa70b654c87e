//! What is simulated: every strategy at the demo's parameters, then lies that come out over sweeps of single parameters.

use anyhow::Result;
use serde::Serialize;

use super::{
    boundary::{self, Boundary},
    setting::{Delegation, Setting},
    strategy::{Caught, Reporter, Strategy},
    world::{Outcome, play},
};

/// Everything that was played.
#[derive(Debug, Serialize)]
pub struct Simulation {
    pub strategies: Vec<Row>,
    pub sweeps: Vec<Sweep>,
}

/// A strategy at the demo's parameters. Amounts in base units.
#[derive(Debug, Serialize)]
pub struct Row {
    pub strategy: String,
    pub end: &'static str,
    pub invested: u64,
    pub profit: i128,
    /// What the same stake earns honestly.
    pub honest: i128,
}

/// One parameter over a range.
#[derive(Debug, Serialize)]
pub struct Sweep {
    pub parameter: Parameter,
    pub lines: Vec<Line>,
    /// What the program refuses, if it refuses any value.
    pub boundary: Option<Boundary>,
}

/// A strategy over the range.
#[derive(Debug, Serialize)]
pub struct Line {
    pub name: &'static str,
    pub points: Vec<Point>,
}

/// One run. Amounts in base units.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Point {
    pub value: u64,
    pub invested: u64,
    pub profit: i128,
}

/// What is swept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Parameter {
    SlashRate,
    Collateral,
    Leverage,
    Bounty,
    VerdictCap,
    Correlation,
}

const SYBIL: Strategy = Strategy::Equivocates { reporter: Reporter::Sybil };
const STRANGER: Strategy = Strategy::Equivocates { reporter: Reporter::Stranger };

impl Parameter {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::SlashRate, Self::Collateral, Self::Leverage, Self::Bounty, Self::VerdictCap, Self::Correlation];

    /// The setting with another value of it.
    pub fn set(self, setting: Setting, value: u64) -> Setting {
        match self {
            Self::SlashRate => Setting { slash_bps: value, ..setting },
            Self::Collateral => Setting { collateral: value, ..setting },
            Self::Leverage => Setting { leverage_bps: value, ..setting },
            Self::Bounty => Setting { bounty_bps: value, ..setting },
            Self::VerdictCap => Setting { verdict_bps: value, ..setting },
            Self::Correlation => Setting { correlation_bps: value, ..setting },
        }
    }

    /// Whether the program refuses values because lying would pay.
    pub fn is_bounded(self) -> bool {
        matches!(self, Self::SlashRate | Self::Collateral | Self::Leverage)
    }

    /// Its value in a setting.
    pub fn get(self, setting: &Setting) -> u64 {
        match self {
            Self::SlashRate => setting.slash_bps,
            Self::Collateral => setting.collateral,
            Self::Leverage => setting.leverage_bps,
            Self::Bounty => setting.bounty_bps,
            Self::VerdictCap => setting.verdict_bps,
            Self::Correlation => setting.correlation_bps,
        }
    }

    /// Values that the program takes, the last one before it refuses among them; of collateral in per cent of the demo's.
    fn values(self, demo: &Setting, boundary: Option<&Boundary>) -> Vec<u64> {
        let mut values = self.round_values(demo);
        values.extend(boundary.map(|found| found.taken));
        values.sort_unstable();
        values
    }

    fn round_values(self, demo: &Setting) -> Vec<u64> {
        match self {
            Self::SlashRate => vec![4_500, 5_000, 6_000, 7_000, 8_500, 10_000],
            Self::Collateral => [90, 100, 120, 140, 170, 200].map(|part| demo.collateral / 100 * part).to_vec(),
            Self::Leverage => vec![10_000, 12_500, 15_000, 17_500, 20_000, 22_500],
            Self::Bounty => vec![0, 1_000, 2_000, 3_500, 5_000, 7_500, 10_000],
            Self::VerdictCap => vec![0, 500, 1_000, 2_000, 3_500, 5_000],
            Self::Correlation => vec![10_000, 15_000, 20_000, 30_000, 50_000, 100_000],
        }
    }

    /// The strategies to compare, and what their setting differs in.
    fn lines(self, demo: Setting) -> Vec<(&'static str, Strategy, Setting)> {
        let delegated = Setting { delegation: Delegation::Early, ..demo };
        let late = Setting { delegation: Delegation::Late, ..demo };
        let leaving = Setting { delegation: Delegation::Leaving, ..demo };
        let greedy = Setting { bounty_bps: 10_000, ..leaving };
        let apart = [("delegators after the harvest", late), ("delegators leave before the harvest", leaving)];
        let beside = |strategy| apart.map(|(name, setting)| (name, strategy, setting));
        let mut lines = match self {
            Self::VerdictCap => {
                let fooled = Strategy::Invents { bribed: 0, caught: Caught::Verdict };
                vec![("own stake", fooled, demo), ("with delegators", fooled, delegated)]
            }
            Self::Correlation => {
                let five = Setting { devices: 5, ..demo };
                let left = Setting { delegation: Delegation::Leaving, ..five };
                let judged = |caught| Strategy::Invents { bribed: 0, caught };
                vec![
                    ("verdict on five", judged(Caught::Verdict), five),
                    ("own report of one, then verdict", judged(Caught::VerdictAfterReport), five),
                    ("one device lies", SYBIL, demo),
                    ("five devices lie", SYBIL, five),
                    ("five, delegators leave before the harvest", SYBIL, left),
                ]
            }
            Self::Bounty => vec![("own stake", SYBIL, demo), ("with delegators", SYBIL, delegated)],
            Self::Leverage => vec![
                ("own stake, a sybil reports", SYBIL, demo),
                ("with delegators, a sybil reports", SYBIL, delegated),
                ("they leave, bounty as high as it gets", SYBIL, greedy),
            ],
            Self::SlashRate | Self::Collateral => vec![
                ("own stake, a stranger reports", STRANGER, demo),
                ("own stake, a sybil reports", SYBIL, demo),
                ("with delegators, a sybil reports", SYBIL, delegated),
            ],
        };
        match self {
            Self::Correlation => (),
            Self::VerdictCap => lines.extend(beside(Strategy::Invents { bribed: 0, caught: Caught::Verdict })),
            _ => lines.extend(beside(SYBIL)),
        }
        lines
    }
}

/// The strategies of the first table.
fn strategies(demo: Setting) -> Vec<(Strategy, Setting)> {
    let delegated = Setting { delegation: Delegation::Early, ..demo };
    let late = Setting { delegation: Delegation::Late, ..demo };
    let leaving = Setting { delegation: Delegation::Leaving, ..demo };
    let five = Setting { devices: 5, ..demo };
    let lazy = [3, 5, 6, 9].map(|missed| (Strategy::Lazy { missed }, demo));
    let invents = |bribed, caught| (Strategy::Invents { bribed, caught }, demo);
    let judged = |caught| Strategy::Invents { bribed: 0, caught };
    let others = [
        (STRANGER, demo),
        (SYBIL, demo),
        (SYBIL, delegated),
        (SYBIL, late),
        (SYBIL, leaving),
        (SYBIL, five),
        (SYBIL, Setting { delegation: Delegation::Leaving, ..five }),
        (judged(Caught::Verdict), demo),
        (judged(Caught::Verdict), five),
        (judged(Caught::VerdictAfterReport), five),
        invents(2, Caught::Never),
        invents(3, Caught::TwoStatements),
        invents(3, Caught::Never),
    ];
    [(Strategy::Honest, demo)].into_iter().chain(lazy).chain(others).collect()
}

/// How many runs there are.
pub fn runs(demo: Setting) -> u64 {
    let values = |found: &Parameter| found.round_values(&demo).len() + usize::from(found.is_bounded());
    let swept: usize = Parameter::ALL.iter().map(|found| values(found) * found.lines(demo).len()).sum();
    (swept + 2 * strategies(demo).len()) as u64
}

/// Plays everything. `before`: called before each run with what it is.
pub async fn simulate(demo: Setting, before: impl Fn(&str)) -> Result<Simulation> {
    let mut rows = Vec::new();
    for (strategy, setting) in strategies(demo) {
        before(&strategy.name());
        let Outcome { profit, invested } = play(&setting, strategy, strategy.bribed()).await?;
        before("honest in its place");
        let honest = play(&setting, Strategy::Honest, strategy.bribed()).await?.profit;
        let name = format!("{}{}", strategy.name(), setting.name());
        rows.push(Row { strategy: name, end: strategy.end(), invested, profit, honest });
    }
    let mut sweeps = Vec::new();
    for parameter in Parameter::ALL {
        sweeps.push(sweep(parameter, demo, &before).await?);
    }
    Ok(Simulation { strategies: rows, sweeps })
}

async fn sweep(parameter: Parameter, demo: Setting, before: &impl Fn(&str)) -> Result<Sweep> {
    let boundary = boundary::find(parameter, demo).await?;
    let mut lines = Vec::new();
    for (name, strategy, base) in parameter.lines(demo) {
        let mut points = Vec::new();
        for value in parameter.values(&demo, boundary.as_ref()) {
            before(name);
            let setting = parameter.set(base, value);
            let Outcome { profit, invested } = play(&setting, strategy, 0).await?;
            points.push(Point { value, invested, profit });
        }
        lines.push(Line { name, points });
    }
    Ok(Sweep { parameter, lines, boundary })
}
