//! What of a transaction goes into which table.

use std::collections::BTreeSet;

use girder_sdk::{events::LedgerEvent, history::Record, json, pda};
use serde_json::Value;
use solana_address::Address;
use sqlx::{Any, Transaction};

use super::{IndexError, integer};

/// Writes a transaction, its events, and what they name.
pub(super) async fn insert(
    database: &mut Transaction<'_, Any>,
    record: &Record,
    settled: bool,
) -> Result<(), IndexError> {
    let (signature, slot) = (record.signature.to_string(), integer(record.slot)?);
    sqlx::query("INSERT INTO transactions (signature, slot, time, failed, settled) VALUES ($1, $2, $3, $4, $5)")
        .bind(&signature)
        .bind(slot)
        .bind(record.time)
        .bind(i64::from(record.failure.is_some()))
        .bind(i64::from(settled))
        .execute(&mut **database)
        .await?;
    for (event, number) in record.events.iter().zip(0i64..) {
        let body = json::event(event);
        let epoch = epoch_of(&body).and_then(|epoch| i64::try_from(epoch).ok());
        sqlx::query(
            "INSERT INTO events (signature, number, slot, time, kind, epoch, body) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&signature)
        .bind(number)
        .bind(slot)
        .bind(record.time)
        .bind(event.name())
        .bind(epoch)
        .bind(body.to_string())
        .execute(&mut **database)
        .await?;
        for address in addresses(&body) {
            sqlx::query("INSERT INTO mentions (address, signature, number) VALUES ($1, $2, $3)")
                .bind(address)
                .bind(&signature)
                .bind(number)
                .execute(&mut **database)
                .await?;
        }
        for (child, parent) in belongings(event) {
            sqlx::query("INSERT INTO belongings (child, parent, signature) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(child.to_string())
                .bind(parent.to_string())
                .bind(&signature)
                .execute(&mut **database)
                .await?;
        }
    }
    Ok(())
}

/// Removes a transaction and all that came from it.
pub(super) async fn remove(database: &mut Transaction<'_, Any>, signature: &str) -> Result<(), IndexError> {
    for statement in [
        "DELETE FROM transactions WHERE signature = $1",
        "DELETE FROM events WHERE signature = $1",
        "DELETE FROM mentions WHERE signature = $1",
        "DELETE FROM belongings WHERE signature = $1",
    ] {
        sqlx::query(statement).bind(signature).execute(&mut **database).await?;
    }
    Ok(())
}

/// The epoch that an event is about, if it is about one.
fn epoch_of(body: &Value) -> Option<u64> {
    let epoch = body.get("epoch").or_else(|| body.get("statement")?.get("epoch"))?;
    epoch.as_u64().or_else(|| epoch.as_str()?.parse().ok())
}

/// Every address that an event names.
fn addresses(body: &Value) -> BTreeSet<String> {
    match body {
        Value::String(text) => text.parse::<Address>().map(|_| text.clone()).into_iter().collect(),
        Value::Array(items) => items.iter().flat_map(addresses).collect(),
        Value::Object(fields) => fields.values().flat_map(addresses).collect(),
        _ => BTreeSet::new(),
    }
}

/// What an event says of what belongs to what: child and parent.
fn belongings(event: &LedgerEvent) -> Vec<(Address, Address)> {
    match event {
        LedgerEvent::OperatorRegistered(event) => vec![(event.operator, event.network)],
        LedgerEvent::DeviceRegistered(event) => vec![(event.device, event.operator)],
        LedgerEvent::PositionOpened(event) => vec![(pda::position(event.operator, event.owner), event.operator)],
        LedgerEvent::AttestorRegistered(event) => vec![(pda::attestor(event.network, event.key), event.network)],
        LedgerEvent::CaseOpened(event) => vec![(event.slash_case, event.offender)],
        LedgerEvent::VerdictSigned(event) => vec![(event.verdict, event.operator)],
        _ => Vec::new(),
    }
}
