//! What strategies bring: a bar for each, and lines over single parameters, with the break-even in both.

use super::canvas::{Anchor, Canvas, PlotError, Point, draw};
use super::palette::{GOOD, GRID, LOST, MUTED, SURFACE, TEXT, operator};
use super::scale::{Scale, Ticks};

const WIDTH: i32 = 1080;
const BAR: i32 = 24;
const BARS_LEFT: i32 = 650;
const PANEL: Point = (360, 400);
const PANELS_IN_A_ROW: usize = 3;

/// The whole picture. Values are per cent of the stake.
#[derive(Clone, Debug)]
pub struct Figure {
    pub title: String,
    pub bars: Vec<Bar>,
    pub panels: Vec<Panel>,
}

/// A strategy.
#[derive(Clone, Debug)]
pub struct Bar {
    pub name: String,
    pub value: f64,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Panel {
    /// What it is and its unit.
    pub title: String,
    pub lines: Vec<Series>,
    /// The value in the demo.
    pub marked: f64,
    /// The end of what the program takes: below the least value, or above the greatest.
    pub refused: Option<f64>,
}

/// A strategy over the parameter.
#[derive(Clone, Debug)]
pub struct Series {
    pub name: &'static str,
    pub points: Vec<(f64, f64)>,
}

/// Draws it.
pub fn profit(figure: &Figure) -> Result<String, PlotError> {
    let above = 80 + BAR * figure.bars.len() as i32;
    let rows = figure.panels.len().div_ceil(PANELS_IN_A_ROW) as i32;
    let size = (WIDTH, above + rows * PANEL.1);
    draw(size, |canvas| {
        canvas.block((0, 0), size, SURFACE, 1.0)?;
        canvas.text(&figure.title, (12, 20), Anchor::Start, TEXT, 15)?;
        bars(canvas, &figure.bars)?;
        for (number, panel) in figure.panels.iter().enumerate() {
            let (column, row) = ((number % PANELS_IN_A_ROW) as i32, (number / PANELS_IN_A_ROW) as i32);
            self::panel(canvas, panel, (column * PANEL.0, above + row * PANEL.1))?;
        }
        Ok(())
    })
}

fn bars(canvas: &Canvas, bars: &[Bar]) -> Result<(), PlotError> {
    let ends =
        |bars: &[Bar]| bars.iter().fold((0.0f64, 0.0f64), |(low, high), bar| (low.min(bar.value), high.max(bar.value)));
    let across = Scale { values: ends(bars), pixels: (BARS_LEFT, WIDTH - 80) };
    let zero = across.at(0.0);
    for (row, bar) in bars.iter().enumerate() {
        let middle = 52 + BAR * row as i32;
        let end = across.at(bar.value);
        let (ink, anchor, beside) =
            if bar.value < 0.0 { (LOST, Anchor::End, end - 6) } else { (GOOD, Anchor::Start, end + 6) };
        canvas.text(&bar.name, (12, middle), Anchor::Start, TEXT, 12)?;
        canvas.block((zero.min(end), middle - 8), (zero.max(end), middle + 8), ink, 0.8)?;
        canvas.text(&format!("{:.1}%", bar.value), (beside, middle), anchor, TEXT, 12)?;
    }
    canvas.line(vec![(zero, 38), (zero, 44 + BAR * bars.len() as i32)], TEXT, 2)
}

fn panel(canvas: &Canvas, panel: &Panel, (x, y): Point) -> Result<(), PlotError> {
    let points = || panel.lines.iter().flat_map(|line| &line.points);
    let ends = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)))
    };
    let (least, most) = ends(&mut points().map(|point| point.0));
    let (low, high) = ends(&mut points().map(|point| point.1).chain([0.0]));
    let spare = (most - least) / 5.0;
    // Room for what the program refuses.
    let domain = match panel.refused {
        Some(end) if end <= least => (end - spare, most),
        Some(end) => (least, end + spare),
        None => (least, most),
    };
    let (marks, steps) = (Ticks::between(low, high), Ticks::between(domain.0, domain.1));
    let (bottom, top) = (y + PANEL.1 - 46, y + 46 + 17 * panel.lines.len() as i32);
    let across = Scale { values: domain, pixels: (x + 52, x + PANEL.0 - 20) };
    let up = Scale { values: (marks.start().min(low), marks.end().max(high)), pixels: (bottom, top) };
    let (left, right) = across.pixels;

    for (value, label) in &marks.marks {
        canvas.line(vec![(left, up.at(*value)), (right, up.at(*value))], GRID, 1)?;
        canvas.text(&format!("{label}%"), (left - 6, up.at(*value)), Anchor::End, MUTED, 12)?;
    }
    for (value, label) in steps.marks.iter().filter(|(value, _)| (domain.0..=domain.1).contains(value)) {
        canvas.text(label, (across.at(*value), bottom + 14), Anchor::Middle, MUTED, 12)?;
    }
    canvas.text(&panel.title, (left.midpoint(right), bottom + 33), Anchor::Middle, TEXT, 13)?;
    if let Some(end) = panel.refused {
        let (from, to) = if end <= least { (left, across.at(end)) } else { (across.at(end), right) };
        canvas.block((from, top), (to, bottom), LOST, 0.15)?;
        canvas.text("refused", (from.midpoint(to), top + 10), Anchor::Middle, LOST, 11)?;
    }
    let demo = across.at(panel.marked);
    canvas.line(vec![(demo, top), (demo, bottom)], MUTED, 1)?;
    canvas.text("demo", (demo, top - 7), Anchor::Middle, MUTED, 11)?;
    canvas.line(vec![(left, up.at(0.0)), (right, up.at(0.0))], TEXT, 2)?;
    canvas.text("break-even", (right - 2, up.at(0.0) - 8), Anchor::End, TEXT, 11)?;
    lines(canvas, panel, (&across, &up), (x + 52, y + 22))
}

fn lines(canvas: &Canvas, panel: &Panel, (across, up): (&Scale, &Scale), legend: Point) -> Result<(), PlotError> {
    for (number, line) in panel.lines.iter().enumerate() {
        let pixels: Vec<Point> = line.points.iter().map(|(x, y)| (across.at(*x), up.at(*y))).collect();
        canvas.line(pixels.clone(), operator(number), 2)?;
        for point in pixels {
            canvas.dot(point, 3, operator(number))?;
        }
        let (x, y) = (legend.0, legend.1 + 17 * number as i32);
        canvas.block((x, y - 5), (x + 10, y + 5), operator(number), 1.0)?;
        canvas.text(line.name, (x + 16, y), Anchor::Start, TEXT, 12)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(refused: Option<f64>) -> Figure {
        let points = vec![(24.0, -1.0), (50.0, -14.7), (100.0, -40.0)];
        let panel = Panel {
            title: "slash rate, %".to_owned(),
            lines: vec![Series { name: "lies", points }],
            marked: 50.0,
            refused,
        };
        let bars = [("honest", 114.0), ("lies", -32.3)].map(|(name, value)| Bar { name: name.to_owned(), value });
        Figure { title: "profit".to_owned(), bars: bars.into(), panels: vec![panel] }
    }

    /// Where the dots are, from left to right.
    fn dots(svg: &str) -> Vec<i32> {
        let parts = svg.split("<circle cx=\"").skip(1).filter_map(|rest| rest.split('"').next());
        parts.map(|x| x.parse().expect("a number")).collect()
    }

    #[test]
    fn what_is_refused_lies_beside_the_values_and_all_within_the_frame() {
        for (refused, shaded) in [(None, false), (Some(24.0), true), (Some(10.0), true), (Some(100.0), true)] {
            let svg = profit(&figure(refused)).expect("it can be drawn");
            assert_eq!(svg.contains("refused"), shaded);
            assert!(svg.contains("break-even") && svg.contains("114.0%") && svg.contains("-32.3%"));
            let dots = dots(&svg);
            assert!(dots.is_sorted() && dots.iter().all(|x| (52..=PANEL.0 - 20).contains(x)), "{refused:?}: {dots:?}");
        }
    }
}
