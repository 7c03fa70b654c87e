//! Follows a ledger: each round makes the index equal to the ledger's history of that moment.
//!
//! A round lists everything that is newer than the newest transaction known to be final, so what is not final yet is listed
//! again every time: what vanished from the list in a fork is removed, what moved to another slot is read again. Where the
//! next round begins is written only when the list was read to its end, so an interruption leaves no gap.

use std::collections::{HashMap, HashSet};

use futures::{StreamExt, TryStreamExt, stream};
use girder_sdk::history::{Entry, History, Range, Record};
use solana_address::Address;
use solana_signature::Signature;
use sqlx::Row;

use super::{Index, IndexError, store};

/// Transactions that are fetched at the same time.
const FETCHES: usize = 8;

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Transactions that are new in the index, or moved to another slot.
    pub added: u64,
    /// Transactions that a fork made vanish.
    pub removed: u64,
}

/// Keeps an index up with a ledger's history.
pub struct Follower<'a> {
    index: &'a Index,
    history: &'a dyn History,
    address: Address,
}

impl<'a> Follower<'a> {
    /// Follows the transactions that touch the ledger program.
    pub fn new(index: &'a Index, history: &'a dyn History) -> Self {
        Self { index, history, address: girder_sdk::ledger::ID }
    }

    /// One round. After an error the next one takes up where this one stopped.
    pub async fn round(&self) -> Result<Progress, IndexError> {
        let finalized = self.history.finalized_slot().await?;
        let until = self.index.followed_until(&self.address).await?;
        let mut round = Round {
            follower: self,
            finalized,
            unsettled: self.index.unsettled().await?,
            listed: HashSet::new(),
            newest_final: None,
            progress: Progress::default(),
        };
        let mut before = None;
        loop {
            let page = self.history.signatures(&self.address, Range { before, until }).await?;
            let Some(last) = page.last() else { break };
            before = Some(last.signature);
            round.take(&page).await?;
        }
        round.finish().await
    }
}

/// A round under way.
struct Round<'a> {
    follower: &'a Follower<'a>,
    /// Slots up to here stay; read before the list was.
    finalized: u64,
    /// Transactions that the index holds and that were not final, with their slots; those that were listed are taken out.
    unsettled: HashMap<Signature, u64>,
    /// What was listed above the finalized slot.
    listed: HashSet<Signature>,
    newest_final: Option<Signature>,
    progress: Progress,
}

impl Round<'_> {
    /// Takes in a page of the list.
    async fn take(&mut self, page: &[Entry]) -> Result<(), IndexError> {
        let mut wanted = Vec::new();
        for entry in page {
            let settled = entry.slot <= self.finalized;
            if settled {
                self.newest_final.get_or_insert(entry.signature);
            } else if !self.listed.insert(entry.signature) {
                return Err(IndexError::Unsteady);
            }
            match self.unsettled.remove(&entry.signature) {
                Some(slot) if slot == entry.slot => {
                    if settled {
                        self.index().settle(&entry.signature).await?;
                    }
                }
                Some(_) => wanted.push(*entry),
                None if self.index().has(&entry.signature).await? => {}
                None => wanted.push(*entry),
            }
        }
        let history = self.follower.history;
        let fetched = stream::iter(wanted)
            .map(|entry| async move {
                let record = history.transaction(&entry.signature).await?;
                record.ok_or(IndexError::Missing(entry.signature))
            })
            .buffered(FETCHES);
        let records: Vec<Record> = fetched.try_collect().await?;
        for record in &records {
            let settled = record.slot <= self.finalized;
            // A node that tells of a transaction before its block is complete has no time for it: the next round asks again.
            if record.time.is_none() && !settled {
                continue;
            }
            self.index().replace(record, settled).await?;
            self.progress.added = self.progress.added.saturating_add(1);
        }
        Ok(())
    }

    /// Removes what is not on the list any more, and lets the next round begin at what is final.
    async fn finish(mut self) -> Result<Progress, IndexError> {
        for signature in std::mem::take(&mut self.unsettled).into_keys() {
            self.index().remove(&signature).await?;
            self.progress.removed = self.progress.removed.saturating_add(1);
        }
        if let Some(signature) = self.newest_final {
            self.index().note_followed(&self.follower.address, &signature).await?;
        }
        Ok(self.progress)
    }

    fn index(&self) -> &Index {
        self.follower.index
    }
}

impl Index {
    async fn followed_until(&self, address: &Address) -> Result<Option<Signature>, IndexError> {
        let found = sqlx::query("SELECT signature FROM progress WHERE address = $1")
            .bind(address.to_string())
            .fetch_optional(&self.pool)
            .await?;
        found.map(|row| signature(row.try_get("signature")?)).transpose()
    }

    async fn note_followed(&self, address: &Address, until: &Signature) -> Result<(), IndexError> {
        sqlx::query(
            "INSERT INTO progress (address, signature) VALUES ($1, $2) \
             ON CONFLICT (address) DO UPDATE SET signature = excluded.signature",
        )
        .bind(address.to_string())
        .bind(until.to_string())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    async fn unsettled(&self) -> Result<HashMap<Signature, u64>, IndexError> {
        let rows =
            sqlx::query("SELECT signature, slot FROM transactions WHERE settled = 0").fetch_all(&self.pool).await?;
        let row = |row: sqlx::any::AnyRow| {
            let slot: i64 = row.try_get("slot")?;
            Ok((signature(row.try_get("signature")?)?, slot.unsigned_abs()))
        };
        rows.into_iter().map(row).collect()
    }

    async fn has(&self, signature: &Signature) -> Result<bool, IndexError> {
        let found = sqlx::query("SELECT slot FROM transactions WHERE signature = $1")
            .bind(signature.to_string())
            .fetch_optional(&self.pool)
            .await?;
        Ok(found.is_some())
    }

    async fn settle(&self, signature: &Signature) -> Result<(), IndexError> {
        sqlx::query("UPDATE transactions SET settled = 1 WHERE signature = $1")
            .bind(signature.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    async fn replace(&self, record: &Record, settled: bool) -> Result<(), IndexError> {
        let mut database = self.pool.begin().await?;
        store::remove(&mut database, &record.signature.to_string()).await?;
        store::insert(&mut database, record, settled).await?;
        database.commit().await?;
        self.note_change();
        Ok(())
    }

    async fn remove(&self, signature: &Signature) -> Result<(), IndexError> {
        let mut database = self.pool.begin().await?;
        store::remove(&mut database, &signature.to_string()).await?;
        database.commit().await?;
        self.note_change();
        Ok(())
    }
}

fn signature(text: String) -> Result<Signature, IndexError> {
    text.parse().map_err(|_| IndexError::BadRow(text, "signature"))
}
