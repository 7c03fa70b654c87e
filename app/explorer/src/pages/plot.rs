//! Pictures: bars over epochs, as SVG whose colours come from the page's style.

use std::fmt;

use maud::{Markup, PreEscaped, html};
use plotters::{
    coord::Shift,
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use crate::words;

/// An epoch's bar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar {
    /// The epoch.
    pub epoch: u64,
    /// Its value, base units.
    pub value: u64,
    /// Decimals of the value.
    pub decimals: u8,
}

/// The picture could not be drawn.
#[derive(Debug)]
pub(super) struct PlotError(String);

impl fmt::Display for PlotError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "the picture can't be drawn: {}", self.0)
    }
}

impl<E: std::error::Error + Send + Sync> From<DrawingAreaErrorKind<E>> for PlotError {
    fn from(error: DrawingAreaErrorKind<E>) -> Self {
        Self(error.to_string())
    }
}

const SIZE: (i32, i32) = (720, 240);
const LEFT: i32 = 12;
const TOP: i32 = 34;
const BOTTOM: i32 = 208;

/// Stand for the style's colours, which the picture's classes put in their place.
const BAR: RGBColor = RGBColor(0x1F, 0x49, 0x7A);
const LABEL: RGBColor = RGBColor(0x5A, 0x62, 0x6E);
const GRID: RGBColor = RGBColor(0xD9, 0xDD, 0xE3);

/// Bars from the oldest epoch to the newest, with the largest and the ends labelled. Nothing without bars.
pub(super) fn figure(caption: &str, bars: &[Bar]) -> Result<Markup, PlotError> {
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else { return Ok(html! {}) };
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (SIZE.0.unsigned_abs(), SIZE.1.unsigned_abs()));
        let area = area.into_drawing_area();
        draw(&area, bars)?;
        area.present()?;
    }
    let svg = [(BAR, "var(--accent)"), (LABEL, "var(--muted)"), (GRID, "var(--grid)")].into_iter().fold(
        svg,
        |svg, (RGBColor(red, green, blue), name)| {
            let colour = format!("#{red:02X}{green:02X}{blue:02X}");
            let class = name.trim_start_matches("var(--").trim_end_matches(')');
            svg.replace(&format!("fill=\"{colour}\""), &format!("class=\"fill-{class}\""))
                .replace(&format!("stroke=\"{colour}\""), &format!("class=\"stroke-{class}\""))
        },
    );
    let most = bars.iter().max_by_key(|bar| bar.value).unwrap_or(first);
    let words = format!(
        "{caption}, epochs {} to {}: {} at most, in epoch {}",
        words::grouped(first.epoch),
        words::grouped(last.epoch),
        words::tokens(most.value, most.decimals),
        words::grouped(most.epoch)
    );
    Ok(html! { figure role="img" aria-label=(words) { figcaption { (caption) } (PreEscaped(svg)) } })
}

fn draw(area: &DrawingArea<SVGBackend, Shift>, bars: &[Bar]) -> Result<(), PlotError> {
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else { return Ok(()) };
    let most = bars.iter().map(|bar| bar.value).max().unwrap_or(1).max(1);
    let right = SIZE.0.saturating_sub(LEFT);
    // An epoch without a bar keeps its place.
    let count = last.epoch.saturating_sub(first.epoch).saturating_add(1) as f64;
    let width = f64::from(right.saturating_sub(LEFT)) / count;
    let at = |slot: f64| LEFT.saturating_add((slot * width).round() as i32);
    text(area, &words::tokens(most, first.decimals), (LEFT, TOP.saturating_sub(16)), HPos::Left)?;
    for y in [TOP, BOTTOM] {
        area.draw(&PathElement::new(vec![(LEFT, y), (right, y)], GRID.stroke_width(1)))?;
    }
    for bar in bars {
        let slot = bar.epoch.saturating_sub(first.epoch) as f64;
        let height = bar.value as f64 / most as f64 * f64::from(BOTTOM.saturating_sub(TOP));
        let top = BOTTOM.saturating_sub(height.round() as i32);
        area.draw(&Rectangle::new(
            [(at(slot + 0.1), top), (at(slot + 0.9).max(at(slot + 0.1)), BOTTOM)],
            BAR.filled(),
        ))?;
    }
    text(area, &format!("epoch {}", words::grouped(first.epoch)), (LEFT, BOTTOM.saturating_add(16)), HPos::Left)?;
    if last.epoch > first.epoch {
        text(area, &words::grouped(last.epoch), (right, BOTTOM.saturating_add(16)), HPos::Right)?;
    }
    Ok(())
}

fn text(area: &DrawingArea<SVGBackend, Shift>, text: &str, at: (i32, i32), anchor: HPos) -> Result<(), PlotError> {
    let style = TextStyle::from(("sans-serif", 17).into_font()).color(&LABEL).pos(Pos::new(anchor, VPos::Center));
    area.draw(&Text::new(text.to_owned(), at, style))?;
    Ok(())
}
