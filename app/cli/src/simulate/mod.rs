//! `girder simulate`: whether lying pays. Strategies are played on the real program in the embedded ledger, and what they
//! brought is read from token accounts.

mod boundary;
mod evidence;
mod picture;
mod plan;
mod setting;
mod strategy;
mod table;
mod world;

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::{demo::progress::Progress, output};

/// Options of `girder simulate`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder simulate                              tables: what each strategy brings, and over which parameters
  girder simulate --plot economics.svg         the same as a picture
  girder simulate --json | jq '.strategies[] | {strategy, profit}'

Every run is a network of its own with the demo's parameters (app/cli/networks/demo.toml), 12 epochs long, on which rewards
are as high as the parameters allow. A profit is what the coalition (operator, its sybil, the attestors that it bribed) holds
at the end, all stake withdrawn, less what it held before. The same command always prints the same numbers.
docs/economics.md explains them.")]
pub struct Simulate {
    /// Write a picture, an SVG
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    /// Print everything as JSON, amounts in base units
    #[arg(long)]
    json: bool,
}

/// Plays everything and prints it.
pub async fn simulate(options: &Simulate) -> Result<bool> {
    let demo = setting::Setting::of_demo()?;
    let bar = Progress::new(options.json).runs(plan::runs(demo));
    let simulation = plan::simulate(demo, |what| {
        bar.set_message(what.to_owned());
        bar.inc(1);
    });
    let simulation = simulation.await?;
    bar.finish_and_clear();
    let decimals = demo.file()?.network.token.decimals;
    if let Some(path) = &options.plot {
        let svg = picture::picture(&simulation, &demo, decimals)?;
        fs::write(path, svg).with_context(|| format!("the plot can't be written to `{}`", path.display()))?;
    }
    output::print(&match options.json {
        true => serde_json::to_string_pretty(&simulation)?,
        false => table::text(&simulation, &demo, decimals),
    })?;
    Ok(true)
}
