//! A simulation as tables, in Markdown that a terminal shows as well.

use super::{
    plan::{Parameter, Point, Row, Simulation, Sweep},
    setting::Setting,
};

pub fn text(simulation: &Simulation, demo: &Setting, decimals: u8) -> String {
    let head = ["strategy", "how it ends", "at stake", "profit", "of its stake", "honest in its place"];
    let rows = simulation.strategies.iter().map(|row| strategy(row, decimals)).collect::<Vec<_>>();
    let strategies = markdown(&head.map(str::to_owned), &rows, 2);
    let sweeps = simulation.sweeps.iter().map(|found| format!("\n{}", sweep(found, demo, decimals)));
    [strategies].into_iter().chain(sweeps).collect()
}

fn strategy(row: &Row, decimals: u8) -> Vec<String> {
    let Row { strategy, end, invested, profit, honest } = row;
    vec![
        strategy.clone(),
        (*end).to_owned(),
        tokens((*invested).into(), decimals),
        signed(*profit, decimals),
        percent(*profit, *invested),
        signed(*honest, decimals),
    ]
}

/// A line a value; the profit of each strategy as a part of its stake.
fn sweep(sweep: &Sweep, demo: &Setting, decimals: u8) -> String {
    let Sweep { parameter, lines, boundary } = sweep;
    let mut head = vec![parameter.name().to_owned()];
    head.extend(lines.iter().map(|line| line.name.to_owned()));
    let values = lines.first().map_or(&[][..], |line| &line.points).iter().map(|point| point.value);
    let rows = values.enumerate().map(|(row, value)| {
        let mark = if value == parameter.get(demo) { " (demo)" } else { "" };
        let cells = lines.iter().filter_map(|line| line.points.get(row)).map(cell);
        std::iter::once(format!("{}{mark}", parameter.show(value, decimals))).chain(cells).collect()
    });
    let table = markdown(&head, &rows.collect::<Vec<_>>(), 0);
    let said = boundary.as_ref().map(|found| {
        let [taken, refused] = [found.taken, found.refused].map(|value| parameter.show(value, decimals));
        format!("\nThe program takes {taken} and refuses {refused}: LyingWouldPay.\n")
    });
    format!("{table}{}", said.unwrap_or_default())
}

fn cell(point: &Point) -> String {
    percent(point.profit, point.invested)
}

impl Parameter {
    pub fn name(self) -> &'static str {
        match self {
            Self::SlashRate => "slash rate",
            Self::Collateral => "collateral for 10^6 credits",
            Self::Leverage => "leverage",
            Self::Bounty => "bounty rate",
            Self::VerdictCap => "most that a verdict takes",
            Self::Correlation => "highest correlation",
        }
    }

    pub fn show(self, value: u64, decimals: u8) -> String {
        match self {
            Self::Collateral => format!("{} GIRD", tokens(value.into(), decimals)),
            Self::Leverage | Self::Correlation => short(value.into(), 4),
            _ => format!("{}%", short(value.into(), 2)),
        }
    }
}

/// A table; the first `text` + 1 columns stand to the left, the others to the right.
fn markdown(head: &[String], rows: &[Vec<String>], text: usize) -> String {
    let width = |column: usize| {
        let cells = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
        cells.filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0).max(3)
    };
    let line = |row: &[String]| {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let width = width(column);
            if column < text.max(1) { format!(" {cell:<width$} |") } else { format!(" {cell:>width$} |") }
        });
        format!("|{}\n", cells.collect::<String>())
    };
    let rule = (0..head.len()).map(|column| match column < text.max(1) {
        true => format!(" {} |", "-".repeat(width(column))),
        false => format!(" {}: |", "-".repeat(width(column) - 1)),
    });
    let rule = format!("|{}\n", rule.collect::<String>());
    let rows: String = rows.iter().map(|row| line(row)).collect();
    [line(head), rule, rows].concat()
}

fn tokens(amount: u128, decimals: u8) -> String {
    crate::report::amount::short(amount, decimals)
}

fn short(amount: u128, decimals: u8) -> String {
    crate::report::amount::short(amount, decimals)
}

fn signed(amount: i128, decimals: u8) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{}", tokens(amount.unsigned_abs(), decimals))
}

/// Per cent with one decimal, rounded half away from 0.
fn percent(profit: i128, invested: u64) -> String {
    let invested = u128::from(invested);
    let thousandth = (profit.unsigned_abs() * 2_000 + invested).checked_div(invested * 2).unwrap_or(0);
    let sign = if profit < 0 { "-" } else { "" };
    format!("{sign}{}.{}%", thousandth / 10, thousandth % 10)
}
