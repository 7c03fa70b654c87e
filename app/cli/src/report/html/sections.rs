//! The page's words and tables.

use super::pictures::chip;
use crate::report::amount::{column, grouped, short};
use crate::report::model::{OperatorRow, Report, Token};
use crate::report::table::{Head, Table};
use crate::report::terminal::verdict;
use crate::report::text::escape;

/// Title, verdict, summary and the totals that matter most.
pub(super) fn headline(report: &Report) -> String {
    let class = if report.holds() { "good" } else { "bad" };
    let sign = if report.holds() { '✓' } else { '✗' };
    format!(
        "<header>\n<p class=\"verdict {class}\">{sign} {verdict}</p>\n<h1>{title}</h1>\n\
         <p class=\"summary\">{summary}</p>\n{tiles}</header>\n",
        verdict = verdict(report),
        title = escape(&report.title),
        summary = escape(&report.summary),
        tiles = tiles(report),
    )
}

fn tiles(report: &Report) -> String {
    let sum = |pick: fn(&OperatorRow) -> u64| report.operators.iter().map(|row| u128::from(pick(row))).sum::<u128>();
    let token = |amount, Token { symbol, decimals }: &Token| {
        format!("{} <small>{}</small>", short(amount, *decimals), escape(symbol))
    };
    let (reward, stake) = (&report.network.reward, &report.network.stake);
    let tiles = [
        ("operators", grouped(report.operators.len() as u128)),
        ("epochs", grouped(report.epochs.len() as u128)),
        ("credits", grouped(sum(|row| row.credits))),
        ("rewards earned", token(sum(|row| row.rewards), reward)),
        ("rewards paid", token(sum(|row| row.paid), reward)),
        ("stake slashed", token(sum(|row| row.slashed), stake)),
    ];
    let tiles = tiles.map(|(name, value)| format!("<div><dt>{name}</dt><dd>{value}</dd></div>\n"));
    format!("<dl class=\"tiles\">\n{}</dl>\n", tiles.concat())
}

/// The operators' table.
pub(super) fn operators(report: &Report) -> String {
    let Table { head, body, total } = Table::of(report);
    let body: String = body
        .iter()
        .enumerate()
        .map(|(position, row)| format!("<tr>{}</tr>\n", cells(&head, row, &chip(position))))
        .collect();
    format!(
        "<section>\n<h2>Where everybody stands</h2>\n<div class=\"scroll\"><table class=\"cards\">\n\
         <thead><tr>{}</tr></thead>\n<tbody>\n{body}</tbody>\n<tfoot><tr>{}</tr></tfoot>\n</table></div>\n</section>\n",
        head.iter().map(heading).collect::<String>(),
        cells(&head, &total, ""),
    )
}

/// A row: its name with a colour before it, then the other columns.
fn cells(head: &[Head], row: &[String], chip: &str) -> String {
    let cell = |(position, (head, text)): (usize, (&Head, &String))| {
        let text = escape(text);
        match (position, head.number) {
            (0, _) => format!("<th scope=\"row\">{chip}{text}</th>"),
            (_, false) => format!("<td class=\"word\">{text}</td>"),
            (_, true) => format!("<td class=\"number\" data-name=\"{}\">{text}</td>", escape(&title(head))),
        }
    };
    head.iter().zip(row).enumerate().map(cell).collect()
}

fn title(Head { name, unit, .. }: &Head) -> String {
    if unit.is_empty() { (*name).to_owned() } else { format!("{name}, {unit}") }
}

fn heading(Head { name, unit, number }: &Head) -> String {
    let class = if *number { " class=\"number\"" } else { "" };
    format!("<th scope=\"col\"{class}>{name}<small>{}</small></th>", escape(unit))
}

/// What each epoch distributed.
pub(super) fn epochs(report: &Report) -> String {
    let token = &report.network.reward;
    let amounts = |numbers: Vec<u64>| {
        let numbers: Vec<u128> = numbers.into_iter().map(u128::from).collect();
        column(&numbers, token.decimals)
    };
    let (rows, symbol) = (&report.epochs, escape(&token.symbol));
    let columns = [
        rows.iter().map(|row| row.index.to_string()).collect(),
        rows.iter().map(|row| grouped(row.cells.iter().map(|cell| u128::from(cell.credits)).sum())).collect(),
        amounts(rows.iter().map(|row| row.pot).collect()),
        amounts(rows.iter().map(|row| row.minted).collect()),
        amounts(rows.iter().map(|row| row.reward_per_million).collect()),
    ];
    let row = |number| {
        let cells = columns.iter().filter_map(|column: &Vec<String>| column.get(number));
        cells.map(|text| format!("<td class=\"number\">{text}</td>")).collect::<String>()
    };
    let body: String = (0..rows.len()).map(|number| format!("<tr>{}</tr>\n", row(number))).collect();
    let heads = [
        ("epoch", ""),
        ("credits", ""),
        ("pot", symbol.as_str()),
        ("minted", &symbol),
        ("per million credits", &symbol),
    ];
    let head = heads
        .map(|(name, unit)| format!("<th scope=\"col\" class=\"number\">{name}<small>{unit}</small></th>"))
        .concat();
    format!(
        "<section><details>\n<summary>Every epoch in numbers</summary>\n<div class=\"scroll\"><table>\n\
         <thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>\n</details></section>\n"
    )
}

/// The network's facts.
pub(super) fn network(report: &Report) -> String {
    let network = &report.network;
    let facts =
        network.facts.iter().map(|fact| format!("<dt>{}</dt><dd>{}</dd>\n", escape(&fact.name), escape(&fact.value)));
    format!(
        "<section>\n<h2>The network {}</h2>\n<dl class=\"facts\">\n{}</dl>\n</section>\n",
        escape(&network.name),
        facts.collect::<String>()
    )
}
