//! The operators' table as text, for the terminal and the page alike.

use super::amount::{column, grouped};
use super::model::{OperatorRow, Report, Token};
use super::text::{clean, shorten};

/// Rows of cells, ready to be laid out.
pub(super) struct Table {
    /// What the columns hold: names and, where they have one, units.
    pub head: Vec<Head>,
    /// One row per operator.
    pub body: Vec<Vec<String>>,
    /// The columns' sums, one cell per column.
    pub total: Vec<String>,
}

/// A column's head.
pub(super) struct Head {
    /// What the column holds.
    pub name: &'static str,
    /// In what unit; empty if it needs none.
    pub unit: String,
    /// Numbers stand to the right.
    pub number: bool,
}

/// A column with its total as the last cell.
struct Column {
    head: Head,
    cells: Vec<String>,
}

impl Table {
    /// The table of `report`'s operators.
    pub fn of(report: &Report) -> Self {
        let columns = columns(report);
        let cells = |row| columns.iter().filter_map(|column| column.cells.get(row).cloned()).collect();
        let rows = report.operators.len();
        let body = (0..rows).map(cells).collect();
        let total = cells(rows);
        Self { head: columns.into_iter().map(|column| column.head).collect(), body, total }
    }
}

/// Rows under their heads, each column as wide as its widest cell: the first one to the left, the others to the right.
/// Between rules, and one above the last row if that is a total.
pub fn aligned(head: &[String], rows: &[Vec<String>]) -> String {
    let (head, rule, mut rows) = lines(head, rows, |column| column > 0);
    let last = rows.pop().unwrap_or_default();
    [head, rule.clone(), rows.concat(), rule, last].concat()
}

/// Rows below their heads and a rule, without a total: every column to the left but those of these names, which are numbers.
pub fn listed(head: &[&str], numbers: &[&str], rows: &[Vec<String>]) -> String {
    let is_number = |column: usize| head.get(column).is_some_and(|name| numbers.contains(name));
    let head: Vec<String> = head.iter().map(|name| (*name).to_owned()).collect();
    let (head, rule, rows) = lines(&head, rows, is_number);
    [head, rule, rows.concat()].concat()
}

/// The head, a rule and the rows, laid out. `right`: whether a column stands to the right.
fn lines(head: &[String], rows: &[Vec<String>], right: impl Fn(usize) -> bool) -> (String, String, Vec<String>) {
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            rows.iter()
                .chain([&head.to_vec()])
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let line = |row: &[String]| {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match right(column) {
            false => format!("{cell:<width$}"),
            true => format!("{cell:>width$}"),
        });
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    let rule = line(&widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>());
    (line(head), rule, rows.iter().map(|row| line(row)).collect())
}

fn columns(report: &Report) -> Vec<Column> {
    let rows = &report.operators;
    let (stake, reward) = (&report.network.stake, &report.network.reward);
    let words = |name, total: &str, pick: fn(&OperatorRow) -> &str| {
        let cells = rows.iter().map(|row| clean(pick(row))).chain([total.to_owned()]);
        Column { head: Head { name, unit: String::new(), number: false }, cells: cells.collect() }
    };
    let numbers = |pick: fn(&OperatorRow) -> u64| {
        let mut numbers: Vec<u128> = rows.iter().map(|row| u128::from(pick(row))).collect();
        numbers.push(numbers.iter().sum());
        numbers
    };
    let amounts = |name, token: &Token, pick: fn(&OperatorRow) -> u64| Column {
        head: Head { name, unit: shorten(&token.symbol, 12), number: true },
        cells: column(&numbers(pick), token.decimals),
    };
    let credits = Column {
        head: Head { name: "credits", unit: String::new(), number: true },
        cells: numbers(|row| row.credits).into_iter().map(grouped).collect(),
    };
    vec![
        words("operator", "total", |row| &row.name),
        words("behaviour", "", |row| &row.behaviour),
        amounts("stake", stake, |row| row.stake),
        credits,
        amounts("rewards", reward, |row| row.rewards),
        amounts("slashed", stake, |row| row.slashed),
        amounts("paid", reward, |row| row.paid),
    ]
}
