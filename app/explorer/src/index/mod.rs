//! The index: the ledger's transactions and events in a database, so that pages can ask what happened.
//!
//! Everything in it follows from the ledger's history: indexing again from nothing gives the same rows. SQLite and
//! PostgreSQL take the same statements.

mod follow;
mod place;
mod read;
mod store;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use sqlx::{
    AnyPool,
    any::AnyPoolOptions,
    migrate::{Migration, MigrationType, Migrator},
};

pub use follow::{Follower, Progress};
pub use place::{BadPlace, Place};
pub use read::{EventList, EventRow, TransactionRow};

/// Why the index can't be read or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The database refused.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The database's tables could not be made or are of another version.
    #[error("the database's tables: {0}")]
    Tables(#[from] sqlx::migrate::MigrateError),
    /// The ledger could not be read.
    #[error(transparent)]
    Ledger(#[from] girder_sdk::SdkError),
    /// The list of transactions changed while it was read.
    #[error("the ledger's list of transactions changed while it was read; it will be read again")]
    Unsteady,
    /// A transaction is on the list, but the node does not have it.
    #[error("the node lists transaction {0}, but does not have it (yet)")]
    Missing(solana_signature::Signature),
    /// A number that a database does not hold.
    #[error("{0} is above 2^63, more than the database holds")]
    TooLarge(u64),
    /// A row that is none of ours.
    #[error("the database holds {0:?}, which is no {1}")]
    BadRow(String, &'static str),
}

/// A database of what happened on a ledger.
#[derive(Clone)]
pub struct Index {
    pool: AnyPool,
    changes: Arc<AtomicU64>,
}

impl Index {
    /// Opens a database and makes its tables if they are not there. `url`: `sqlite:FILE`, or
    /// `postgres://USER@HOST/DATABASE`.
    pub async fn open(url: &str) -> Result<Self, IndexError> {
        sqlx::any::install_default_drivers();
        let sqlite = url.starts_with("sqlite:");
        let mode = if url.contains('?') { "" } else { "?mode=rwc" };
        let url = if sqlite { format!("{url}{mode}") } else { url.to_owned() };
        let pool = AnyPoolOptions::new().max_connections(8).connect(&url).await?;
        if sqlite {
            // Pages are read while the index is written.
            sqlx::raw_sql("PRAGMA journal_mode = WAL").execute(&pool).await?;
        }
        migrations().run(&pool).await?;
        Ok(Self { pool, changes: Arc::default() })
    }

    /// How often something was written into it since it was opened here.
    pub(crate) fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    fn note_change(&self) {
        self.changes.fetch_add(1, Ordering::Release);
    }
}

fn migrations() -> Migrator {
    const INDEX: &str = include_str!("../../migrations/0001_index.sql");
    let index = Migration::new(1, "index".into(), MigrationType::Simple, sqlx::SqlSafeStr::into_sql_str(INDEX), false);
    Migrator::with_migrations(vec![index])
}

/// A number as the database holds it.
fn integer(number: u64) -> Result<i64, IndexError> {
    i64::try_from(number).map_err(|_| IndexError::TooLarge(number))
}
