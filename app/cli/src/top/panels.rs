//! The screen: a pure function of what is seen and what is chosen.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::{Color, Modifier, Style},
    text::{Line, Span},
    widgets::{Block, Gauge, Paragraph, Row, Table, Tabs},
};

use super::{
    screen::{Screen, Tab},
    view::{DeviceRow, OperatorRow, View},
};
use crate::report::amount::grouped;

/// Rows of the screen beside those of a table.
pub const FIXED_ROWS: u16 = 13;
/// The column of the accounts that a table is about: an address is never cut off.
const ADDRESS: Constraint = Constraint::Length(44);
/// Cells of a bar of credit.
const BAR: u64 = 20;

/// Draws everything.
pub fn draw(frame: &mut Frame, view: &View, screen: &Screen) {
    let rows = [
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Length(6),
        Constraint::Length(1),
        Constraint::Min(3),
        Constraint::Length(1),
    ];
    let [title, progress, totals, tabs, body, foot] = Layout::vertical(rows).areas(frame.area());
    draw_title(frame, title, view);
    draw_progress(frame, progress, view);
    draw_totals(frame, totals, view);
    let titles = Tab::ALL.map(|tab| format!("{} ({})", tab.title(), tab.rows(view)));
    let chosen = Style::new().add_modifier(Modifier::REVERSED);
    frame.render_widget(Tabs::new(titles).select(screen.tab.index()).highlight_style(chosen), tabs);
    draw_table(frame, body, view, screen);
    draw_foot(frame, foot, screen);
}

fn draw_title(frame: &mut Frame, area: Rect, view: &View) {
    let name = Span::styled(view.name.as_str(), Style::new().add_modifier(Modifier::BOLD));
    frame.render_widget(Line::from(vec![name, format!("  {}  {}", view.address, view.now).into()]), area);
}

fn draw_progress(frame: &mut Frame, area: Rect, view: &View) {
    let Some(progress) = view.progress else {
        frame.render_widget(Line::from("the first epoch has not begun"), area);
        return;
    };
    let due = if view.settlement_is_due { ", due" } else { "" };
    let label = format!(
        "epoch {}: {} of {} s, next to settle: {}{due}",
        progress.epoch, progress.elapsed, progress.length, view.next_epoch
    );
    let ratio = progress.elapsed as f64 / progress.length.max(1) as f64;
    let color = if view.settlement_is_due { Color::Yellow } else { Color::Green };
    frame.render_widget(Gauge::default().ratio(ratio.clamp(0.0, 1.0)).label(label).gauge_style(color), area);
}

fn draw_totals(frame: &mut Frame, area: Rect, view: &View) {
    let [left, right] = Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]).areas(area);
    for (area, title, amounts) in [(left, "Rewards", &view.rewards), (right, "Collateral", &view.collateral)] {
        let lines: Vec<Line> = amounts.iter().map(|(name, amount)| format!("{name:<10} {amount:>24}").into()).collect();
        frame.render_widget(Paragraph::new(lines).block(Block::bordered().title(title)), area);
    }
}

fn draw_table(frame: &mut Frame, area: Rect, view: &View, screen: &Screen) {
    let (names, widths, rows) = match screen.tab {
        Tab::Operators => operators(view),
        Tab::Devices => devices(view),
        Tab::Cases => cases(view),
        Tab::Epochs => epochs(view),
        Tab::Events => events(view),
    };
    let header = Row::new(names).style(Style::new().add_modifier(Modifier::BOLD));
    let table = Table::new(rows.into_iter().skip(screen.scroll), widths).header(header);
    frame.render_widget(table.block(Block::bordered()), area);
}

fn draw_foot(frame: &mut Frame, area: Rect, screen: &Screen) {
    frame.render_widget(
        match &screen.trouble {
            Some(trouble) => Line::styled(trouble.as_str(), Color::Red),
            None => Line::from("tab: next table   up, down: scroll   q: end"),
        },
        area,
    );
}

type Content<'a> = (Vec<&'static str>, Vec<Constraint>, Vec<Row<'a>>);

fn operators(view: &View) -> Content<'_> {
    let widths = [ADDRESS, Constraint::Length(16), Constraint::Length(28), Constraint::Length(7)];
    let row = |row: &OperatorRow| {
        let quiet = row.state == "active";
        Row::new(vec![
            row.address.to_string(),
            row.stake.clone(),
            bar(row.credit, row.most_credit),
            row.devices.to_string(),
            row.state.clone(),
        ])
        .style(if quiet { Style::new() } else { Color::Red.into() })
    };
    let widths = widths.into_iter().chain([Constraint::Fill(1)]).collect();
    (vec!["operator", "stake", "credit used", "devices", "state"], widths, view.operators.iter().map(row).collect())
}

fn devices(view: &View) -> Content<'_> {
    let row = |row: &DeviceRow| {
        let newest = row.newest_epoch.map_or_else(|| "none yet".to_owned(), |epoch| format!("epoch {epoch}"));
        let cells = [
            row.address.to_string(),
            row.operator.to_string(),
            row.class.to_string(),
            newest,
            grouped(row.units.into()),
            row.state.to_owned(),
        ];
        Row::new(cells).style(freshness(row))
    };
    let widths = [5, 10, 12, 8].map(Constraint::Length);
    let widths = [ADDRESS, Constraint::Fill(1)].into_iter().chain(widths).collect();
    let names = vec!["device", "operator", "class", "newest", "units", "state"];
    (names, widths, view.devices.iter().map(row).collect())
}

fn freshness(row: &DeviceRow) -> Color {
    match (row.state, row.age) {
        ("active", Some(0)) => Color::Green,
        ("active", Some(1)) => Color::Yellow,
        ("active", _) => Color::Red,
        _ => Color::DarkGray,
    }
}

fn cases(view: &View) -> Content<'_> {
    let rows = view.cases.iter().map(|row| {
        let cells = [
            row.address.to_string(),
            row.offender.to_string(),
            row.taken.clone(),
            row.outcome.to_owned(),
            row.deadline.clone(),
        ];
        Row::new(cells).style(if row.outcome == "open" { Color::Red } else { Color::DarkGray })
    });
    let widths = [16, 10, 20].map(Constraint::Length);
    let widths = [ADDRESS, Constraint::Fill(1)].into_iter().chain(widths).collect();
    (vec!["case", "offender", "taken", "outcome", "deadline"], widths, rows.collect())
}

fn epochs(view: &View) -> Content<'_> {
    let rows = view.epochs.iter().map(|row| {
        Row::new([
            row.index.to_string(),
            row.pot.clone(),
            row.pot_left.clone(),
            grouped(row.credit.into()),
            grouped(row.credit_left.into()),
        ])
    });
    let widths = [8, 20, 20, 24, 24].map(Constraint::Max).to_vec();
    (vec!["epoch", "pot", "left", "credit", "not harvested"], widths, rows.collect())
}

fn events(view: &View) -> Content<'_> {
    let rows = view
        .events
        .iter()
        .map(|row| Row::new([row.time.clone(), row.name.clone(), row.about.clone(), row.amount.clone()]));
    let widths = vec![Constraint::Length(20), Constraint::Length(26), ADDRESS, Constraint::Fill(1)];
    (vec!["time", "event", "about", "tokens"], widths, rows.collect())
}

/// How much of a whole there is, as a bar and in percent, rounded down.
fn bar(part: u64, whole: u64) -> String {
    let of = |most: u64| {
        u128::from(part).saturating_mul(most.into()).checked_div(whole.into()).unwrap_or(0).min(most.into())
    };
    let full = usize::try_from(of(BAR)).unwrap_or(0);
    let empty = usize::try_from(BAR).unwrap_or(0).saturating_sub(full);
    format!("{}{} {:>3}%", "█".repeat(full), "░".repeat(empty), of(100))
}
