//! Stake over time: a lane per operator, so that equal stakes don't hide each other. What slashing took stays
//! visible as a red block on top of what is left.

use super::Width;
use super::axes::Span;
use super::canvas::{Anchor, Canvas, PlotError, draw};
use super::lanes::{Lane, Lanes, Room};
use super::palette::{GRID, LOST, MUTED, TEXT, operator};
use super::scale::Scale;
use crate::report::amount::rough;
use crate::report::model::{EpochCell, Report};
use crate::report::text::shorten;

/// The plot of stake per operator.
pub(in crate::report) fn stake(report: &Report, width: Width) -> Result<String, PlotError> {
    let token = &report.network.stake;
    let room = Room { above: 34, height: 46, right: if width == Width::Narrow { 84 } else { 150 } };
    let lanes = Lanes::new(width, Span::of(report), report.operators.len(), room);
    let cells = report.epochs.iter().flat_map(|row| &row.cells);
    let greatest = cells.map(whole).max().unwrap_or(0);
    let title =
        format!("stake, {}; every lane from 0 to {}", shorten(&token.symbol, 12), rough(greatest, token.decimals));
    draw(lanes.size(), |canvas| {
        lanes.title(canvas, &title)?;
        for (position, row) in report.operators.iter().enumerate() {
            lanes.name(canvas, position, &row.name)?;
            lane(canvas, report, &lanes, position, greatest)?;
        }
        lanes.axis(canvas)
    })
}

/// Stake as if nothing had been taken.
fn whole(cell: &EpochCell) -> u128 {
    u128::from(cell.stake).saturating_add(cell.slashed.into())
}

fn lane(canvas: &Canvas, report: &Report, lanes: &Lanes, position: usize, greatest: u128) -> Result<(), PlotError> {
    let Lane { top, bottom } = lanes.lane(position);
    let up = Scale { values: (0.0, greatest as f64), pixels: (bottom, top) };
    let (left, right) = lanes.across.pixels;
    let span = lanes.span;
    canvas.block((left, top), (right, bottom), GRID, 0.3)?;
    let mut last = None;
    for row in &report.epochs {
        let Some(cell) = row.cells.get(position) else { continue };
        let (from, to) = (lanes.across.at(span.slot(row.index)), lanes.across.at(span.slot(row.index) + 1.0));
        let (level, lost) = (up.at(cell.stake as f64), up.at(whole(cell) as f64));
        canvas.block((from, level), (to, bottom), operator(position), 0.55)?;
        canvas.line(vec![(from, level), (to, level)], operator(position), 2)?;
        if cell.slashed > 0 {
            // At least three pixels: a small slash must be seen, too.
            canvas.block((from, lost.min(level.saturating_sub(3))), (to, level), LOST, 0.9)?;
        }
        last = Some(cell);
    }
    match last {
        Some(cell) => values(canvas, report, right, top.midpoint(bottom), cell),
        None => canvas.text("no epochs", (left, top.midpoint(bottom)), Anchor::Start, MUTED, 12),
    }
}

/// What is left at the end and what was taken, beside the lane.
fn values(canvas: &Canvas, report: &Report, right: i32, middle: i32, cell: &EpochCell) -> Result<(), PlotError> {
    let decimals = report.network.stake.decimals;
    let x = right.saturating_add(8);
    let stake = rough(cell.stake.into(), decimals);
    if cell.slashed == 0 {
        return canvas.text(&stake, (x, middle), Anchor::Start, TEXT, 13);
    }
    canvas.text(&stake, (x, middle.saturating_sub(9)), Anchor::Start, TEXT, 13)?;
    let lost = format!("−{}", rough(cell.slashed.into(), decimals));
    canvas.text(&lost, (x, middle.saturating_add(9)), Anchor::Start, LOST, 13)
}
