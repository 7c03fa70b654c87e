//! Where a command reads a ledger from.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use girder_sdk::{rpc::RpcLedger, transport::Transport};

use crate::{cluster::Cluster, ledger_file};

/// The options that name a ledger: a file, or else a cluster.
#[derive(Debug, Args)]
pub struct Source {
    /// A file with a ledger's accounts, as `girder demo --save FILE` writes it, in place of a cluster
    #[arg(long, value_name = "FILE", conflicts_with_all = ["url", "commitment", "config"])]
    ledger: Option<PathBuf>,
    #[command(flatten)]
    cluster: Cluster,
}

impl Source {
    /// Opens it.
    pub fn open(&self) -> Result<Box<dyn Transport>> {
        match &self.ledger {
            Some(path) => Ok(Box::new(ledger_file::load(path)?)),
            None => Ok(Box::new(self.cluster.open()?)),
        }
    }

    /// The cluster, which knows what happened on it; a file does not.
    pub fn history(&self) -> Result<Option<RpcLedger>> {
        if self.ledger.is_some() { Ok(None) } else { self.cluster.open().map(Some) }
    }
}
