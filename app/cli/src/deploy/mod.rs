//! `girder deploy`: brings a cluster to what a file says.

mod progress;
mod show;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use girder_migrations::{ClusterFile, cluster_file::ProgramName};

use crate::{cluster::Acting, output};

/// Options of `girder deploy`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder deploy plan --file app/cli/networks/local.toml                   what would change on a local node
  girder deploy apply --file app/cli/networks/local.toml                  changes it
  girder deploy plan --file cluster.toml --url devnet --keypair id.json   the same elsewhere

`app/cli/networks/local.toml` is an example that explains every field. Both commands can be repeated at any time: what is done is
not done again, an interrupted `apply` goes on where it was, and what can't be brought to what the file says is named. What waits
for time or for somebody else's signature is done by a later `apply`. Whoever the file does not name is whose key acts.")]
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
    /// The keypair of a program's address, whatever the file says: steward, ledger or governor, `=`, and its file. One that is
    /// not of the address that this `girder` was built for is refused, with the command that builds for it
    #[arg(long, value_name = "PROGRAM=FILE", value_parser = program_keypair)]
    program_keypair: Vec<(ProgramName, PathBuf)>,
    #[command(flatten)]
    acting: Acting,
}

/// Plans or applies.
pub async fn deploy(options: &Deploy) -> Result<bool> {
    let (Command::Plan(shared) | Command::Apply(shared)) = &options.command;
    let mut file = ClusterFile::load(&shared.file)?;
    for (program, keypair) in &shared.program_keypair {
        file.set_keypair(*program, keypair)?;
    }
    let (ledger, payer) = shared.acting.open()?;
    let json = shared.acting.json();
    let plan = match &options.command {
        Command::Plan(_) => girder_migrations::plan(&file, &ledger, &payer).await?,
        Command::Apply(_) => girder_migrations::apply(&file, &ledger, &payer, &progress::Steps::new(json)).await?,
    };
    output::print(&if json { serde_json::to_string_pretty(&plan)? } else { show::text(&file, &plan) })?;
    Ok(true)
}

fn program_keypair(text: &str) -> Result<(ProgramName, PathBuf)> {
    let (program, file) = text.split_once('=').context("it is PROGRAM=FILE, such as ledger=ledger-keypair.json")?;
    Ok((program.parse()?, file.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_programs_keypair_is_named_by_program_and_file() {
        assert_eq!(program_keypair("ledger=a=b.json").unwrap(), (ProgramName::Ledger, "a=b.json".into()));
        for (text, why) in [("ledger.json", "PROGRAM=FILE"), ("clerk=key.json", "there is no program `clerk`")] {
            let refused = program_keypair(text).unwrap_err().to_string();
            assert!(refused.contains(why), "{refused}");
        }
    }
}
