//! The frame of a plot over epochs: round values upwards, epochs to the right.

use super::Width;
use super::canvas::{Anchor, Canvas, PlotError, Point};
use super::palette::{GRID, MUTED};
use super::scale::{Scale, Ticks, stride};
use crate::report::model::{EpochRow, Report};

/// The epochs that a report's rows span: first index, and how many.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub first: u64,
    pub count: u64,
}

impl Span {
    /// From the first row to the last; one epoch if there are none.
    pub fn of(report: &Report) -> Self {
        let index = |row: Option<&EpochRow>| row.map_or(0, |row| row.index);
        let first = index(report.epochs.first());
        let count = index(report.epochs.last()).saturating_sub(first).saturating_add(1);
        Self { first, count }
    }

    /// Where `epoch` begins, counted in epochs from the first.
    pub fn slot(&self, epoch: u64) -> f64 {
        // Plots need no more than the 53 bits of a double.
        epoch.saturating_sub(self.first) as f64
    }
}

/// A plot's rectangle, with scales for both directions. Epochs are slots: number n lies from n to n + 1.
#[derive(Clone, Debug)]
pub(super) struct Axes {
    pub span: Span,
    pub across: Scale,
    pub up: Scale,
    ticks: Ticks,
}

impl Axes {
    /// A frame in a picture of `size` for values up to `greatest`, leaving `right` pixels free at the right.
    pub fn new(span: Span, greatest: f64, (width, height): Point, right: i32) -> Self {
        let ticks = Ticks::up_to(greatest);
        let across = Scale { values: (0.0, span.count as f64), pixels: (44, width.saturating_sub(right)) };
        let up = Scale { values: (0.0, ticks.end()), pixels: (height.saturating_sub(44), 34) };
        Self { span, across, up, ticks }
    }

    /// Grid, labels and titles; `what` says what goes upwards.
    pub fn draw(&self, canvas: &Canvas, what: &str) -> Result<(), PlotError> {
        let (left, right) = self.across.pixels;
        canvas.text(&self.ticks.title(what), (4, 14), Anchor::Start, MUTED, 13)?;
        for (value, label) in &self.ticks.marks {
            let y = self.up.at(*value);
            canvas.line(vec![(left, y), (right, y)], GRID, 1)?;
            canvas.text(label, (left.saturating_sub(6), y), Anchor::End, MUTED, 12)?;
        }
        epochs(canvas, self.span, &self.across, self.up.pixels.0)
    }
}

/// Labels of epochs under `bottom`, and the axis's title.
pub(super) fn epochs(canvas: &Canvas, span: Span, across: &Scale, bottom: i32) -> Result<(), PlotError> {
    let (left, right) = across.pixels;
    let room = u64::from(left.abs_diff(right));
    let digits = span.first.saturating_add(span.count).checked_ilog10().unwrap_or(0).saturating_add(1);
    let label = u64::from(digits).saturating_mul(8).saturating_add(14);
    let stride = stride(span.count, label, room);
    let middle = left.midpoint(right);
    for number in (0..span.count).step_by(usize::try_from(stride).unwrap_or(usize::MAX)) {
        let x = across.at(number as f64 + 0.5);
        let index = span.first.saturating_add(number).to_string();
        canvas.text(&index, (x, bottom.saturating_add(14)), Anchor::Middle, MUTED, 12)?;
    }
    canvas.text("epoch", (middle, bottom.saturating_add(33)), Anchor::Middle, MUTED, 13)
}

/// The size of a plot.
pub(super) fn size(width: Width) -> Point {
    (width.pixels(), if width == Width::Narrow { 280 } else { 340 })
}
