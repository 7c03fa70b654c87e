//! What pages ask the index. Newest first, and never more than [`MOST`] rows, or [`PAGE`] of a list with pages.

use serde_json::Value;
use solana_address::Address;
use sqlx::{Row, any::AnyRow};

use super::{Index, IndexError, Place, integer};

/// Rows of one answer at most.
const MOST: i64 = 200;
/// Rows of a page of a list.
const PAGE: usize = 50;

/// An event in the index.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    /// The transaction's first signature.
    pub signature: String,
    /// Which of the transaction's events, from 0.
    pub number: i64,
    /// The transaction's slot.
    pub slot: i64,
    /// When that was, Unix seconds.
    pub time: Option<i64>,
    /// The event's name.
    pub kind: String,
    /// The event, as [`girder_sdk::json::event`] writes it.
    pub body: Value,
}

/// A page of the list of events.
#[derive(Clone, Debug, PartialEq)]
pub struct EventList {
    /// The events, newest first.
    pub rows: Vec<EventRow>,
    /// Where the next page begins: the place of this one's last event. `None` on the last page.
    pub older: Option<Place>,
}

/// A transaction in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionRow {
    /// Its slot.
    pub slot: i64,
    /// When that was, Unix seconds.
    pub time: Option<i64>,
    /// Whether it failed.
    pub failed: bool,
    /// Whether its slot is final.
    pub settled: bool,
}

impl EventRow {
    /// A number of the event.
    pub fn number_of(&self, field: &str) -> Option<u64> {
        let value = self.body.get(field)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok())
    }

    /// A text of the event.
    pub fn text_of(&self, field: &str) -> Option<&str> {
        self.body.get(field)?.as_str()
    }
}

impl Index {
    /// What happened to an account, or to what belongs to it: a page of events that come after a place in the list, or the
    /// newest.
    pub async fn events_about(&self, address: &Address, before: Option<&Place>) -> Result<EventList, IndexError> {
        let rows = sqlx::query(
            "SELECT DISTINCT e.signature, e.number, e.slot, e.time, e.kind, e.body FROM events e \
             JOIN mentions m ON m.signature = e.signature AND m.number = e.number \
             WHERE (m.address = $1 OR m.address IN (SELECT child FROM belongings WHERE parent = $1)) \
             AND ($2 < 0 OR e.slot < $2 OR (e.slot = $2 AND (e.signature > $3 OR (e.signature = $3 AND e.number < $4)))) \
             ORDER BY e.slot DESC, e.signature, e.number DESC LIMIT $5",
        )
        .bind(address.to_string())
        .bind(before.map_or(-1, |place| place.slot))
        .bind(before.map(|place| place.signature.to_string()).unwrap_or_default())
        .bind(before.map_or(0, |place| place.number))
        // One more tells whether there is another page.
        .bind(i64::try_from(PAGE.saturating_add(1)).unwrap_or(i64::MAX))
        .fetch_all(&self.pool)
        .await?;
        let mut rows = rows.into_iter().map(event).collect::<Result<Vec<_>, _>>()?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let older = rows.last().filter(|_| more).map(Place::of).transpose()?;
        Ok(EventList { rows, older })
    }

    /// The events of one kind about an account, or about what belongs to it; of one epoch, if one is given.
    pub async fn events_of(
        &self,
        address: &Address,
        kind: &'static str,
        epoch: Option<u64>,
    ) -> Result<Vec<EventRow>, IndexError> {
        let rows = sqlx::query(
            "SELECT DISTINCT e.signature, e.number, e.slot, e.time, e.kind, e.body FROM events e \
             JOIN mentions m ON m.signature = e.signature AND m.number = e.number \
             WHERE e.kind = $2 AND ($3 < 0 OR e.epoch = $3) \
             AND (m.address = $1 OR m.address IN (SELECT child FROM belongings WHERE parent = $1)) \
             ORDER BY e.slot DESC, e.signature, e.number DESC LIMIT $4",
        )
        .bind(address.to_string())
        .bind(kind)
        .bind(epoch.map(integer).transpose()?.unwrap_or(-1))
        .bind(MOST)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(event).collect()
    }

    /// The events of a transaction, in their order.
    pub async fn events_in(&self, signature: &str) -> Result<Vec<EventRow>, IndexError> {
        let rows = sqlx::query(
            "SELECT signature, number, slot, time, kind, body FROM events WHERE signature = $1 ORDER BY number",
        )
        .bind(signature)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(event).collect()
    }

    /// A transaction; `None` if the index does not hold it.
    pub async fn transaction(&self, signature: &str) -> Result<Option<TransactionRow>, IndexError> {
        let found = sqlx::query("SELECT slot, time, failed, settled FROM transactions WHERE signature = $1")
            .bind(signature)
            .fetch_optional(&self.pool)
            .await?;
        let row = |row: AnyRow| {
            let flag = |name| row.try_get::<i64, _>(name).map(|flag| flag != 0);
            Ok(TransactionRow {
                slot: row.try_get("slot")?,
                time: row.try_get("time")?,
                failed: flag("failed")?,
                settled: flag("settled")?,
            })
        };
        found.map(row).transpose()
    }

    /// The accounts whose events name this address as one of theirs: the operators that a wallet has positions with.
    pub async fn operators_of_wallet(&self, wallet: &Address) -> Result<Vec<Address>, IndexError> {
        let rows = self.events_naming(wallet, &["PositionOpened", "SharesTransferred", "OperatorRegistered"]).await?;
        let mut operators = rows
            .iter()
            .filter_map(|row| row.text_of("operator"))
            .map(|text| text.parse().map_err(|_| IndexError::BadRow(text.to_owned(), "address")))
            .collect::<Result<Vec<Address>, _>>()?;
        operators.sort_unstable();
        operators.dedup();
        Ok(operators)
    }

    async fn events_naming(&self, address: &Address, kinds: &[&str; 3]) -> Result<Vec<EventRow>, IndexError> {
        let [first, second, third] = *kinds;
        let rows = sqlx::query(
            "SELECT e.signature, e.number, e.slot, e.time, e.kind, e.body FROM events e \
             JOIN mentions m ON m.signature = e.signature AND m.number = e.number \
             WHERE m.address = $1 AND e.kind IN ($2, $3, $4) \
             ORDER BY e.slot DESC, e.signature, e.number DESC LIMIT $5",
        )
        .bind(address.to_string())
        .bind(first)
        .bind(second)
        .bind(third)
        .bind(MOST)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(event).collect()
    }
}

fn event(row: AnyRow) -> Result<EventRow, IndexError> {
    let body: String = row.try_get("body")?;
    Ok(EventRow {
        signature: row.try_get("signature")?,
        number: row.try_get("number")?,
        slot: row.try_get("slot")?,
        time: row.try_get("time")?,
        kind: row.try_get("kind")?,
        body: serde_json::from_str(&body).map_err(|_| IndexError::BadRow(body, "event"))?,
    })
}
