//! The report on a terminal.

use super::amount::with_unit;
use super::check::Check;
use super::model::{Network, Report};
use super::table::{Head, Table};
use super::text::clean;

/// The operators' table with its sums, then one line per check. No colours; ends with a newline.
pub fn render(report: &Report) -> String {
    let mut lines = table(&Table::of(report));
    lines.push(String::new());
    lines.extend(report.checks.iter().map(|check| check_line(check, &report.network)));
    lines.push(verdict(report));
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Every check's outcome in one sentence.
pub(super) fn verdict(report: &Report) -> String {
    let (all, failed) = (report.checks.len(), report.checks.iter().filter(|check| !check.holds()).count());
    match (all, failed) {
        (0, _) => "Nothing was checked.".to_owned(),
        (1, 0) => "The check holds.".to_owned(),
        (_, 0) => format!("All {all} checks hold."),
        (_, 1) => format!("1 of {all} checks FAILS."),
        _ => format!("{failed} of {all} checks FAIL."),
    }
}

fn table(table: &Table) -> Vec<String> {
    let head: Vec<String> = table.head.iter().map(title).collect();
    let rows = || std::iter::once(&head).chain(&table.body).chain([&table.total]);
    let widths: Vec<usize> = (0..head.len())
        .map(|column| rows().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0))
        .collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&table.head).zip(&widths);
        let cells: Vec<String> = cells.map(|((cell, head), width)| aligned(cell, *width, head.number)).collect();
        cells.join("  ")
    };
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let mut lines = vec![line(&head), rule.join("  ")];
    lines.extend(table.body.iter().map(line));
    lines.push(rule.join("  "));
    lines.push(line(&table.total));
    lines
}

fn title(Head { name, unit, .. }: &Head) -> String {
    if unit.is_empty() { (*name).to_owned() } else { format!("{name} ({unit})") }
}

/// Columns that a text takes: one a character, which is right for all but wide scripts.
fn width(text: &str) -> usize {
    text.chars().count()
}

fn aligned(cell: &str, width: usize, right: bool) -> String {
    if right { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
}

fn check_line(check: &Check, network: &Network) -> String {
    let show = |amount| clean(&with_unit(amount, check.unit(), network));
    let sums = format!(
        "{}: {} {} {}",
        clean(check.name()),
        show(check.left().total),
        check.relation().sign(),
        show(check.right().total)
    );
    if check.holds() {
        format!("  ok   {sums}")
    } else {
        format!("  OFF  {sums} is wrong by {}", show(check.difference()))
    }
}

#[cfg(test)]
mod tests;
