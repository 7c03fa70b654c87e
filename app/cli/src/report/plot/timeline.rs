//! What happened: a lane per operator, a block per epoch, a numbered mark per event.

use super::Width;
use super::axes::Span;
use super::canvas::{Anchor, Canvas, PlotError, draw};
use super::lanes::{Lane, Lanes, Room};
use super::palette::{GRID, Ink, LOST, MUTED, SURFACE, TEXT, operator};
use super::spread::spread;
use crate::report::model::{Event, EventKind, Report};

/// Radius of a mark, in pixels.
const MARK: i32 = 9;

/// The timeline. Marks have the numbers of [`Report::timeline`], from 1. The lane under the operators' is the network's.
pub(in crate::report) fn timeline(report: &Report, width: Width) -> Result<String, PlotError> {
    let events = report.timeline();
    let operators = report.operators.len();
    let room = Room { above: 4, height: 30, right: 12 };
    let lanes = Lanes::new(width, span(report, &events), operators.saturating_add(1), room);
    draw(lanes.size(), |canvas| {
        let timeline = Timeline { canvas, report, lanes, events };
        for (position, row) in report.operators.iter().enumerate() {
            lanes.name(canvas, position, &row.name)?;
            timeline.blocks(position)?;
            timeline.marks(position, Some(position))?;
        }
        lanes.name(canvas, operators, "network")?;
        timeline.marks(operators, None)?;
        lanes.axis(canvas)
    })
}

/// The epochs of the rows, and on to the last event.
fn span(report: &Report, events: &[&Event]) -> Span {
    let Span { first, count } = Span::of(report);
    let last = events.last().and_then(|event| event.at.checked_div(report.network.epoch_seconds)).unwrap_or(0);
    Span { first, count: count.max(last.saturating_sub(first).saturating_add(1)) }
}

/// What every lane is drawn from.
struct Timeline<'a, 'c> {
    canvas: &'a Canvas<'c>,
    report: &'a Report,
    lanes: Lanes,
    /// By time.
    events: Vec<&'a Event>,
}

impl Timeline<'_, '_> {
    /// A block per epoch: full where credit was earned, the stronger the more; hollow where none was.
    fn blocks(&self, position: usize) -> Result<(), PlotError> {
        let Lane { top, bottom } = self.lanes.lane(position);
        let cells = self.report.epochs.iter().filter_map(|row| Some((row.index, row.cells.get(position)?.credits)));
        let greatest = cells.clone().map(|(_, credits)| credits).max().unwrap_or(0).max(1);
        let pixel = |slot| self.lanes.across.at(slot);
        for (index, credits) in cells {
            let slot = self.lanes.span.slot(index);
            let (from, to) = (pixel(slot).saturating_add(1), pixel(slot + 1.0).saturating_sub(1));
            if credits == 0 {
                self.canvas.outline((from, top), (to, bottom), MUTED)?;
            } else {
                let share = credits as f64 / greatest as f64;
                self.canvas.block((from, top), (to, bottom), operator(position), 0.25 + 0.5 * share)?;
            }
        }
        Ok(())
    }

    /// The marks of one lane: events of one operator, or of the network.
    fn marks(&self, lane: usize, whose: Option<usize>) -> Result<(), PlotError> {
        let Lane { top, bottom } = self.lanes.lane(lane);
        let (left, right) = self.lanes.across.pixels;
        let middle = top.midpoint(bottom);
        if whose.is_none() {
            self.canvas.line(vec![(left, middle), (right, middle)], GRID, 1)?;
        }
        let numbered = (1u32..).zip(&self.events);
        let mine: Vec<(u32, &&Event)> = numbered.filter(|(_, event)| event.operator == whose).collect();
        let wanted: Vec<i32> = mine.iter().map(|(_, event)| self.lanes.across.at(self.slot(event))).collect();
        let room = (left.saturating_add(MARK), right.saturating_sub(MARK));
        for ((number, event), x) in mine.iter().zip(spread(&wanted, 2 * MARK + 3, room)) {
            self.canvas.dot((x, middle), MARK + 2, SURFACE)?;
            self.canvas.dot((x, middle), MARK, ink(event.kind))?;
            self.canvas.text(&number.to_string(), (x, middle), Anchor::Middle, SURFACE, 11)?;
        }
        Ok(())
    }

    /// When an event happened, in epochs from the first.
    fn slot(&self, event: &Event) -> f64 {
        event.at as f64 / self.report.network.epoch_seconds as f64 - self.lanes.span.first as f64
    }
}

/// Red for what costs, ink for the rest; the number leads to the words.
fn ink(kind: EventKind) -> Ink {
    match kind {
        EventKind::Fraud | EventKind::Slash => LOST,
        _ => TEXT,
    }
}
