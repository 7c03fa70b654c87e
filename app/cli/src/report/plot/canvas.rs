//! Shapes on an SVG, in pixels from the upper left corner.

use super::palette::Ink;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// A point: pixels to the right, pixels down.
pub(super) type Point = (i32, i32);

/// Where text stands from its point.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    /// The text begins at the point.
    Start,
    /// The text is centred on the point.
    Middle,
    /// The text ends at the point.
    End,
}

/// The picture could not be written.
#[derive(Debug, thiserror::Error)]
#[error("a picture can't be drawn: {0}")]
pub struct PlotError(String);

impl<E: std::error::Error + Send + Sync> From<DrawingAreaErrorKind<E>> for PlotError {
    fn from(error: DrawingAreaErrorKind<E>) -> Self {
        Self(error.to_string())
    }
}

/// What [`draw`] paints on.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

/// An `<svg>` element of that size, painted by `paint`.
pub(super) fn draw(
    (width, height): Point,
    paint: impl FnOnce(&Canvas) -> Result<(), PlotError>,
) -> Result<String, PlotError> {
    let mut svg = String::new();
    let size = (width.max(1).unsigned_abs(), height.max(1).unsigned_abs());
    let canvas = Canvas { area: SVGBackend::with_string(&mut svg, size).into_drawing_area() };
    paint(&canvas)?;
    canvas.area.present()?;
    drop(canvas);
    Ok(svg)
}

fn colour(Ink { light: (red, green, blue), .. }: Ink) -> RGBColor {
    RGBColor(red, green, blue)
}

impl Canvas<'_> {
    /// A filled rectangle; `opacity` from 0 to 1.
    pub fn block(&self, from: Point, to: Point, ink: Ink, opacity: f64) -> Result<(), PlotError> {
        self.area.draw(&Rectangle::new([from, to], colour(ink).mix(opacity).filled()))?;
        Ok(())
    }

    /// A rectangle's outline, one pixel wide.
    pub fn outline(&self, from: Point, to: Point, ink: Ink) -> Result<(), PlotError> {
        self.area.draw(&Rectangle::new([from, to], colour(ink).stroke_width(1)))?;
        Ok(())
    }

    /// Lines from point to point, `width` pixels wide.
    pub fn line(&self, points: Vec<Point>, ink: Ink, width: u32) -> Result<(), PlotError> {
        self.area.draw(&PathElement::new(points, colour(ink).stroke_width(width)))?;
        Ok(())
    }

    /// A filled circle.
    pub fn dot(&self, centre: Point, radius: i32, ink: Ink) -> Result<(), PlotError> {
        self.area.draw(&Circle::new(centre, radius, colour(ink).filled()))?;
        Ok(())
    }

    /// Text of `size` pixels, vertically centred on its point.
    pub fn text(&self, text: &str, at: Point, anchor: Anchor, ink: Ink, size: i32) -> Result<(), PlotError> {
        let horizontal = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        // The SVG backend divides sizes by this.
        let size = f64::from(size) * 1.24;
        let ink = colour(ink);
        let style =
            TextStyle::from(("sans-serif", size).into_font()).color(&ink).pos(Pos::new(horizontal, VPos::Center));
        self.area.draw(&Text::new(text.to_owned(), at, style))?;
        Ok(())
    }
}
