//! What happened on a ledger: the transactions that touched an address, with their events. Implemented by a cluster's RPC
//! node and by a recorder around the embedded ledger.

use async_trait::async_trait;
use solana_address::Address;
use solana_clock::Slot;
use solana_signature::Signature;
use solana_transaction::versioned::VersionedTransaction;

use crate::{Result, events::LedgerEvent};

/// Entries that a [`History`] gives in one answer at most.
pub const PAGE: usize = 1_000;

/// A transaction in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its first signature: its name on the ledger.
    pub signature: Signature,
    /// The slot that took it.
    pub slot: Slot,
}

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// Only what is older than this transaction.
    pub before: Option<Signature>,
    /// Only what is newer than this transaction.
    pub until: Option<Signature>,
}

/// A transaction that the ledger took.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its first signature.
    pub signature: Signature,
    /// The slot that took it.
    pub slot: Slot,
    /// When that was, Unix seconds, as the validators estimate it; `None` if nobody says.
    pub time: Option<i64>,
    /// The transaction.
    pub transaction: VersionedTransaction,
    /// Why it failed, if it did.
    pub failure: Option<String>,
    /// The ledger's events, in their order; none if it failed.
    pub events: Vec<LedgerEvent>,
}

/// Access to what happened on a ledger. What is newer than [`History::finalized_slot`] may still vanish or move.
#[async_trait]
pub trait History: Send + Sync {
    /// Transactions that touched an address, newest first, failed ones too: [`PAGE`] at most.
    async fn signatures(&self, address: &Address, range: Range) -> Result<Vec<Entry>>;

    /// A transaction; `None` if the ledger does not know it (any more).
    async fn transaction(&self, signature: &Signature) -> Result<Option<Record>>;

    /// The newest slot that is certain to stay.
    async fn finalized_slot(&self) -> Result<Slot>;
}
