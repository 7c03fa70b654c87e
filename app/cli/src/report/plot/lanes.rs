//! One lane per operator over a common axis of epochs.

use super::Width;
use super::axes::{Span, epochs};
use super::canvas::{Anchor, Canvas, PlotError, Point};
use super::palette::{MUTED, TEXT};
use super::scale::Scale;
use crate::report::text::shorten;

/// Where lanes lie. On a phone names stand above their lanes, else at the left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lanes {
    width: Width,
    /// From epochs to pixels.
    pub across: Scale,
    /// The epochs that the lanes show.
    pub span: Span,
    room: Room,
    count: i32,
}

/// Pixels that a picture gives to the parts of its lanes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Above the first lane.
    pub above: i32,
    /// Each lane's box.
    pub height: i32,
    /// At the right of the lanes.
    pub right: i32,
}

/// A lane's box: everything between the two rows of pixels is its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lane {
    pub top: i32,
    pub bottom: i32,
}

impl Lanes {
    /// `count` lanes over the epochs of `span`.
    pub fn new(width: Width, span: Span, count: usize, room: Room) -> Self {
        let left = if width == Width::Narrow { 4 } else { 132 };
        let pixels = (left, width.pixels().saturating_sub(room.right));
        let across = Scale { values: (0.0, span.count as f64), pixels };
        Self { width, across, span, room, count: i32::try_from(count).unwrap_or(i32::MAX) }
    }

    /// The picture's size.
    pub fn size(&self) -> Point {
        (self.width.pixels(), self.bottom().saturating_add(44))
    }

    /// The box of lane `number`, from 0.
    pub fn lane(&self, number: usize) -> Lane {
        let number = i32::try_from(number).unwrap_or(i32::MAX);
        let top =
            self.room.above.saturating_add(self.pitch().saturating_mul(number)).saturating_add(self.name_height());
        Lane { top, bottom: top.saturating_add(self.room.height) }
    }

    /// The lane's name.
    pub fn name(&self, canvas: &Canvas, number: usize, name: &str) -> Result<(), PlotError> {
        let Lane { top, bottom } = self.lane(number);
        let (left, _) = self.across.pixels;
        if self.width == Width::Narrow {
            let name = shorten(name, 32);
            return canvas.text(&name, (left, top.saturating_sub(11)), Anchor::Start, TEXT, 13);
        }
        let at = (left.saturating_sub(12), top.midpoint(bottom));
        canvas.text(&shorten(name, self.width.name()), at, Anchor::End, TEXT, 14)
    }

    /// The axis of epochs under the last lane.
    pub fn axis(&self, canvas: &Canvas) -> Result<(), PlotError> {
        epochs(canvas, self.span, &self.across, self.bottom())
    }

    /// A title above all lanes.
    pub fn title(&self, canvas: &Canvas, title: &str) -> Result<(), PlotError> {
        canvas.text(title, (4, 14), Anchor::Start, MUTED, 13)
    }

    fn bottom(&self) -> i32 {
        self.room.above.saturating_add(self.pitch().saturating_mul(self.count))
    }

    fn pitch(&self) -> i32 {
        self.room.height.saturating_add(self.name_height()).saturating_add(12)
    }

    fn name_height(&self) -> i32 {
        if self.width == Width::Narrow { 22 } else { 0 }
    }
}
