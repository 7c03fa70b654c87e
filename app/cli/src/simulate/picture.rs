//! A simulation as a picture.

use anyhow::Result;

use super::{
    plan::{Parameter, Row, Simulation, Sweep},
    setting::Setting,
};
use crate::report::plot::profit::{Bar, Figure, Panel, Series, profit};

/// An SVG.
pub fn picture(simulation: &Simulation, demo: &Setting, decimals: u8) -> Result<String> {
    let figure = Figure {
        title: "Profit of a strategy in per cent of what it has at stake: 12 epochs on the ledger program".to_owned(),
        bars: simulation.strategies.iter().map(bar).collect(),
        panels: simulation.sweeps.iter().map(|sweep| panel(sweep, demo, decimals)).collect(),
    };
    Ok(profit(&figure)?)
}

fn bar(row: &Row) -> Bar {
    let end = if row.end.is_empty() { String::new() } else { format!(": {}", row.end) };
    Bar { name: format!("{}{end}", row.strategy), value: percent(row.profit, row.invested) }
}

fn panel(sweep: &Sweep, demo: &Setting, decimals: u8) -> Panel {
    let Sweep { parameter, lines, boundary } = sweep;
    let value = |value| parameter.number(value, decimals);
    let series = lines.iter().map(|line| Series {
        name: line.name,
        points: line.points.iter().map(|point| (value(point.value), percent(point.profit, point.invested))).collect(),
    });
    Panel {
        title: format!("{}{}", parameter.name(), parameter.unit()),
        lines: series.collect(),
        marked: value(parameter.get(demo)),
        refused: boundary.as_ref().map(|found| value(found.taken)),
    }
}

impl Parameter {
    fn unit(self) -> &'static str {
        match self {
            Self::Collateral => ", GIRD",
            Self::Leverage | Self::Correlation => ", times",
            _ => ", %",
        }
    }

    fn number(self, value: u64, decimals: u8) -> f64 {
        let places = match self {
            Self::Collateral => decimals,
            Self::Leverage | Self::Correlation => 4,
            _ => 2,
        };
        value as f64 / 10f64.powi(places.into())
    }
}

fn percent(profit: i128, invested: u64) -> f64 {
    profit as f64 * 100.0 / (invested as f64).max(1.0)
}
