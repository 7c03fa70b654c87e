//! Where a command reads a ledger from.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use girder_sdk::transport::Transport;

use crate::ledger_file;

/// The options that name a ledger. One source so far; a cluster's RPC address will be another.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Source {
    /// A file with a ledger's accounts, as `girder demo --save FILE` writes it
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
}

impl Source {
    /// Opens it.
    pub fn open(&self) -> Result<Box<dyn Transport>> {
        match &self.ledger {
            Some(path) => Ok(Box::new(ledger_file::load(path)?)),
            None => anyhow::bail!("name a ledger with --ledger FILE"),
        }
    }
}
