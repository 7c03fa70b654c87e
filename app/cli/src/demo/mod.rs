//! The main job, from a founder's file to a paid, slashable operator: on a whole ledger in this process, with the real
//! program, token program and signature precompiles, and with real work on real files.
//!
//! [`setup`] is the founder's part, [`cast`] everybody else's entry; [`run`] lets them act while [`crank`] does what anybody
//! may do; [`outcome`] compares what the program said with what the accounts hold.

mod accounts;
pub mod cast;
mod checks;
pub mod crank;
mod data;
pub mod fraud;
mod journal;
pub mod keys;
mod outcome;
pub mod progress;
pub mod proving;
mod run;
pub mod setup;
pub mod stage;

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use solana_address::Address;

use crate::{
    ledger_file,
    network_file::NetworkFile,
    output,
    report::{
        html,
        model::{EventKind, Report},
        terminal,
    },
};

/// Where the page goes unless `--report` says otherwise.
const PAGE: &str = "girder-demo.html";

/// Options of `girder demo`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder demo                            the repository's own files, the built-in network
  girder demo --data ~/photos            real work on your files; nothing is written there
  girder demo --network mine.toml        your own network: start from app/cli/networks/demo.toml
  girder demo --json | jq .checks        for machines

Exit code: 0 if every sum adds up, 1 if one does not or something failed.")]
pub struct Demo {
    /// The files that the operators keep and prove; by default the repository around the current directory
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The network to create: a TOML file as app/cli/networks/demo.toml, the default
    #[arg(long, value_name = "FILE")]
    network: Option<PathBuf>,
    /// How many epochs to play, in place of the file's number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000))]
    epochs: Option<u64>,
    /// What all keys and challenges are made from: the same seed and data give the same ledger
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Where to write the report, a self-contained HTML page
    #[arg(long, value_name = "FILE", default_value = PAGE)]
    report: PathBuf,
    /// Save the ledger as it is at the end, for `girder inspect` and `girder audit`
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Print the report as JSON, and nothing else, to stdout
    #[arg(long)]
    json: bool,
}

/// Runs the demo; true if every sum adds up.
pub async fn demo(options: &Demo) -> Result<bool> {
    let mut file = NetworkFile::load(options.network.as_deref())?;
    file.demo.epochs = options.epochs.unwrap_or(file.demo.epochs);
    let progress = progress::Progress::new(options.json);
    let (dir, dataset) = data::open(options.data.as_deref(), &progress)?;
    let weights: Vec<u32> = file.operators.iter().map(|plan| plan.share).collect();
    let shares = dataset.split(&weights)?;

    let secrets = keys::Secrets::new(options.seed);
    let mut stage = setup::create_network(&file, secrets, options.seed).await?;
    let cast = cast::Cast::join(&mut stage, &file, shares, secrets).await?;
    let text = format!("The network is created; {} operators stake and register a device each.", cast.operators.len());
    stage.tell(EventKind::Setup, None, text);

    let samples = run::play(&mut stage, &cast, &file.demo, &progress).await?;
    let data = outcome::Data { dir: &dir, dataset: &dataset };
    let report = outcome::report(&stage, &cast, &samples, data, &file.network.name).await?;
    if let Some(path) = &options.save {
        ledger_file::save(&stage.ledger, &wallets(&stage, &cast), path).await?;
    }
    publish(options, &report)?;
    Ok(report.holds())
}

/// Everybody's token accounts.
fn wallets(stage: &stage::Stage, cast: &cast::Cast) -> Vec<Address> {
    let owners = cast.operators.iter().flat_map(|operator| operator.owners()).map(|(_, _, tokens)| tokens);
    let attestors = cast.attestors.iter().map(|attestor| attestor.tokens);
    owners.chain(attestors).chain([stage.founder_tokens, stage.relay_tokens, cast.watcher.tokens]).collect()
}

fn publish(options: &Demo, report: &Report) -> Result<()> {
    let page = html::render(report)?;
    let path = options.report.display();
    fs::write(&options.report, page).with_context(|| format!("the report can't be written to `{path}`"))?;
    if options.json {
        return output::print(&serde_json::to_string_pretty(report)?);
    }
    let saved = options.save.iter().map(|path| format!("Ledger: {}\n", path.display()));
    output::print(&format!("{}Report: {path}\n{}", terminal::render(report), saved.collect::<String>()))
}
