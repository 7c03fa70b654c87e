//! Credits per epoch: a bar per epoch, stacked by operator.

use super::Width;
use super::axes::{Axes, Span, size};
use super::canvas::{Canvas, PlotError, draw};
use super::palette::{SURFACE, operator};
use crate::report::model::{EpochRow, Report};

/// The plot of credits per epoch and operator.
pub(in crate::report) fn credits(report: &Report, width: Width) -> Result<String, PlotError> {
    let size = size(width);
    let greatest = report.epochs.iter().map(total).fold(0.0, f64::max);
    let axes = Axes::new(Span::of(report), greatest, size, 12);
    draw(size, |canvas| {
        axes.draw(canvas, "credits")?;
        report.epochs.iter().try_for_each(|row| bar(canvas, &axes, row))
    })
}

fn total(row: &EpochRow) -> f64 {
    row.cells.iter().map(|cell| cell.credits as f64).sum()
}

fn bar(canvas: &Canvas, axes: &Axes, row: &EpochRow) -> Result<(), PlotError> {
    let slot = axes.span.slot(row.index);
    let (left, right) = (axes.across.at(slot + 0.15), axes.across.at(slot + 0.85));
    // Few epochs should not make walls of their bars.
    let spare = right.saturating_sub(left).saturating_sub(56).max(0) / 2;
    let (left, right) = (left.saturating_add(spare), right.saturating_sub(spare).max(left.saturating_add(1)));
    let mut below = 0.0;
    for (position, cell) in row.cells.iter().enumerate() {
        let above = below + cell.credits as f64;
        let (bottom, top) = (axes.up.at(below), axes.up.at(above));
        below = above;
        if bottom > top {
            canvas.block((left, top), (right, bottom), operator(position), 1.0)?;
            // A line of the page's colour parts neighbours for eyes that don't tell their colours apart.
            canvas.line(vec![(left, top), (right, top)], SURFACE, 1)?;
        }
    }
    Ok(())
}
