//! What is there now, read from the ledger.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use girder_sdk::{Result, audit::Snapshot, history::History, transport::Transport};
use solana_address::Address;
use tokio::sync::Mutex;

use crate::index::Index;

/// How long what was read of a network is shown, unless the index learns of something newer: a page that many look at costs
/// the node no more than one reader.
const FRESH: Duration = Duration::from_secs(3);

/// A ledger whose accounts and history can be read.
pub trait Ledger: Transport + History {}

impl<T: Transport + History> Ledger for T {}

/// Networks as they were read last.
#[derive(Default)]
pub(crate) struct Snapshots {
    read: Mutex<HashMap<Address, Reading>>,
}

struct Reading {
    at: Instant,
    /// The index's changes before it.
    changes: u64,
    snapshot: Arc<Snapshot>,
}

impl Snapshots {
    /// All accounts of a network, a few seconds old at most, and not older than what the index knows. Who asks at the same
    /// time waits for the same answer.
    pub(crate) async fn of(&self, ledger: &dyn Ledger, index: &Index, network: Address) -> Result<Arc<Snapshot>> {
        let mut read = self.read.lock().await;
        let changes = index.changes();
        read.retain(|_, reading| reading.at.elapsed() < FRESH && reading.changes == changes);
        if let Some(reading) = read.get(&network) {
            return Ok(Arc::clone(&reading.snapshot));
        }
        let snapshot = Arc::new(Snapshot::take(ledger, network).await?);
        read.insert(network, Reading { at: Instant::now(), changes, snapshot: Arc::clone(&snapshot) });
        Ok(snapshot)
    }
}
