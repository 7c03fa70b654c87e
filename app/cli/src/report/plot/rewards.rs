//! Rewards so far: a line per operator, with its name at its end.

use super::Width;
use super::axes::{Axes, Span, size};
use super::canvas::{Anchor, Canvas, PlotError, Point, draw};
use super::palette::{SURFACE, TEXT, operator};
use super::spread::spread;
use crate::report::model::Report;
use crate::report::text::shorten;

/// The plot of cumulative rewards.
pub(in crate::report) fn rewards(report: &Report, width: Width) -> Result<String, PlotError> {
    let size = size(width);
    let token = &report.network.reward;
    let lines: Vec<Vec<(f64, f64)>> = (0..report.operators.len()).map(|operator| sums(report, operator)).collect();
    let greatest = lines.iter().flatten().map(|(_, sum)| *sum).fold(0.0, f64::max);
    let room = if width == Width::Narrow { 78 } else { 104 };
    let axes = Axes::new(Span::of(report), greatest, size, room);
    draw(size, |canvas| {
        axes.draw(canvas, &format!("rewards so far, {}", shorten(&token.symbol, 12)))?;
        let pixels = |line: &Vec<(f64, f64)>| -> Vec<Point> {
            line.iter().map(|(slot, sum)| (axes.across.at(slot + 0.5), axes.up.at(*sum))).collect()
        };
        let lines: Vec<Vec<Point>> = lines.iter().map(pixels).collect();
        for (position, points) in lines.iter().enumerate() {
            canvas.line(points.clone(), operator(position), 2)?;
            for point in points {
                canvas.dot(*point, 4, SURFACE)?;
                canvas.dot(*point, 3, operator(position))?;
            }
        }
        names(canvas, report, width, &axes, &lines)
    })
}

/// An operator's epochs (as slots) and its rewards up to each, in whole tokens.
fn sums(report: &Report, position: usize) -> Vec<(f64, f64)> {
    let span = Span::of(report);
    let token = 10f64.powi(report.network.reward.decimals.into());
    let mut sum: u128 = 0;
    let cells = report.epochs.iter().filter_map(|row| Some((row.index, row.cells.get(position)?)));
    cells
        .map(|(index, cell)| {
            sum = sum.saturating_add(cell.rewards.into());
            (span.slot(index), sum as f64 / token)
        })
        .collect()
}

/// Each name beside the end of its line, moved apart where lines end together.
fn names(canvas: &Canvas, report: &Report, width: Width, axes: &Axes, lines: &[Vec<Point>]) -> Result<(), PlotError> {
    let ends = lines.iter().enumerate().filter_map(|(position, points)| Some((points.last()?.1, position)));
    let mut ends: Vec<(i32, usize)> = ends.collect();
    ends.sort_unstable();
    let wanted: Vec<i32> = ends.iter().map(|(y, _)| *y).collect();
    let (bottom, top) = axes.up.pixels;
    let x = axes.across.pixels.1;
    for ((_, position), y) in ends.iter().zip(spread(&wanted, 17, (top, bottom))) {
        let Some(name) = report.operator_name(Some(*position)) else { continue };
        canvas.block(
            (x.saturating_add(2), y.saturating_sub(5)),
            (x.saturating_add(6), y.saturating_add(5)),
            operator(*position),
            1.0,
        )?;
        canvas.text(&shorten(name, width.name()), (x.saturating_add(10), y), Anchor::Start, TEXT, 12)?;
    }
    Ok(())
}
