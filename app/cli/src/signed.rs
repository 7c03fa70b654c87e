//! What a subcommand takes beside its own options: a cluster to look at, or one to act on and who acts.

use clap::Args;

use crate::cluster::{Cluster, Sending};

/// A subcommand that looks at a cluster.
#[derive(Debug, Args)]
pub struct Shown<T: Args> {
    /// What it looks at.
    #[command(flatten)]
    pub what: T,
    /// Where.
    #[command(flatten)]
    pub cluster: Cluster,
}

/// A subcommand that changes something on a cluster.
#[derive(Debug, Args)]
pub struct Signed<T: Args> {
    /// What it changes.
    #[command(flatten)]
    pub what: T,
    /// Where, and who signs and pays.
    #[command(flatten)]
    pub sending: Sending,
}
