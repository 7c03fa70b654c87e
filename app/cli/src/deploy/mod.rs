//! `girder deploy`: brings a cluster to what a file says.

mod progress;
mod show;

use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use clap::{Args, Subcommand};
use girder_migrations::ClusterFile;
use girder_sdk::rpc::{Cluster, CommitmentConfig, RpcLedger};
use solana_keypair::{Keypair, read_keypair_file};

use crate::output;

/// Options of `girder deploy`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder deploy plan --file app/cli/networks/local.toml                   what would change on a local node
  girder deploy apply --file app/cli/networks/local.toml                  changes it
  girder deploy plan --file cluster.toml --url devnet --keypair id.json   the same elsewhere

`app/cli/networks/local.toml` is an example that explains every field. Both commands can be repeated at any time: what is done is
not done again, an interrupted `apply` goes on where it was, and what can't be brought to what the file says is named. What waits
for time or for somebody else's signature is done by a later `apply`.")]
pub struct Deploy {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show what would change: the steps in their order, and what has to wait. Changes nothing
    Plan(Options),
    /// Change it, and show what is left to wait for
    Apply(Options),
}

#[derive(Debug, Args)]
struct Options {
    /// The cluster file: programs and networks, in TOML
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// The cluster: localhost, devnet, testnet, mainnet-beta, or the URL of an RPC node
    #[arg(long, short, value_name = "URL", default_value = "localhost")]
    url: Cluster,
    /// Who pays, and is whoever the file does not name: a keypair file as Solana's CLI makes it
    #[arg(long, short, value_name = "FILE", default_value = "~/.config/solana/id.json")]
    keypair: PathBuf,
    /// Print JSON, and no progress
    #[arg(long)]
    json: bool,
}

/// Plans or applies.
pub async fn deploy(options: &Deploy) -> Result<bool> {
    let (Command::Plan(shared) | Command::Apply(shared)) = &options.command;
    let file = ClusterFile::load(&shared.file)?;
    let payer = keypair(&shared.keypair)?;
    let ledger = RpcLedger::new(&shared.url, CommitmentConfig::confirmed())?;
    let plan = match &options.command {
        Command::Plan(_) => girder_migrations::plan(&file, &ledger, &payer).await?,
        Command::Apply(_) => {
            let progress = progress::Steps::new(shared.json);
            girder_migrations::apply(&file, &ledger, &payer, &progress).await?
        }
    };
    output::print(&if shared.json { serde_json::to_string_pretty(&plan)? } else { show::text(&plan) })?;
    Ok(true)
}

/// Reads a keypair file; `~` is the home directory.
fn keypair(path: &std::path::Path) -> Result<Keypair> {
    let path = match path.strip_prefix("~") {
        Ok(rest) => std::env::home_dir().context("there is no home directory: name the keypair's file")?.join(rest),
        Err(_) => path.to_owned(),
    };
    // What can't be read may hold a secret, so the error repeats nothing of it.
    read_keypair_file(&path)
        .map_err(|_| anyhow!("`{}` is no keypair file that can be read: name one with --keypair", path.display()))
}
