//! A transaction: its events, and each contribution that it submitted, checked again step by step.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use girder_sdk::verification::{self, Verification};
use maud::{Markup, html};
use serde_json::{Value, json};
use solana_signature::Signature;

use super::{
    Page, PageError, Shared,
    layout::{events, facts, key, layout, link},
};
use crate::words;

pub(super) async fn page(State(explorer): Shared, Path(text): Path<String>) -> Page {
    let signature = signature(&text)?;
    let known = explorer.index.transaction(&text).await?;
    let record = explorer.ledger.transaction(&signature).await?;
    let happened = explorer.index.events_in(&text).await?;
    let (slot, time, failure) = match (&record, &known) {
        (Some(record), _) => (record.slot, record.time, record.failure.clone()),
        (None, Some(row)) => (row.slot.unsigned_abs(), row.time, row.failed.then(|| "it failed".to_owned())),
        (None, None) => return Err(PageError::missing("transaction", &text)),
    };
    let settled = known.as_ref().is_some_and(|row| row.settled);
    let facts = facts(&[
        ("Slot", html! { (words::grouped(slot)) @if settled { ", final" } @else { ", not final yet" } }),
        ("When", html! { @match time { Some(time) => { (words::time(time)) " UTC" } None => "nobody says" } }),
        (
            "Outcome",
            html! { @match &failure { Some(reason) => span.bad { (reason) }, None => span.good { "succeeded" } } },
        ),
    ]);
    let checked = match &record {
        Some(record) => match verification::contributions(explorer.ledger.as_ref(), record).await {
            Ok(checked) => html! { @for one in &checked { (steps(one)) } },
            Err(error) => html! { section { h2 { "Proof" } p { "It can't be checked again: " (error) } } },
        },
        None => html! { p.note { "The node does not keep this transaction any more; the index does." } },
    };
    let body = html! {
        p.lead { (key(&text)) }
        section { h2 { "Transaction" } (facts) }
        (checked)
        section { h2 { "What it did" } (events(&happened)) }
    };
    Ok(layout("Transaction", &[("/".into(), "Networks".into())], body))
}

/// A contribution's checks, with the values on both sides.
fn steps(checked: &Verification) -> Markup {
    let statement = checked.statement;
    let broken = checked.steps.iter().filter(|step| step.holds == Some(false)).count();
    html! {
        section {
            h2 { "Proof of a contribution" }
            p {
                "Device " (key(words::short(&checked.device.to_string()))) " of operator "
                (link("operator", &checked.operator.to_string())) " says: " (words::grouped(statement.units))
                " units of class " (statement.class) " in epoch " (words::grouped(statement.epoch)) "."
            }
            p { @if broken == 0 { span.good { "Every check holds." } } @else { span.bad { (broken) " of " (checked.steps.len()) " checks don't hold." } } }
            ol.steps {
                @for step in &checked.steps {
                    li {
                        p { (mark(step.holds)) " " (step.rule) }
                        p.note { (step.values) }
                    }
                }
            }
        }
    }
}

/// A check's outcome, for eyes and for screen readers.
fn mark(holds: Option<bool>) -> Markup {
    match holds {
        Some(true) => html! { span.good role="img" aria-label="holds" { "✓" } },
        Some(false) => html! { span.bad role="img" aria-label="does not hold" { "✗" } },
        None => html! { span role="img" aria-label="can't be told any more" { "–" } },
    }
}

/// Whether the ledger knows a transaction: for a page that waits for one.
pub(super) async fn status(
    State(explorer): Shared,
    Path(text): Path<String>,
) -> Result<Json<Value>, (StatusCode, String)> {
    let signature = signature(&text).map_err(PageError::plain)?;
    let found = explorer.ledger.transaction(&signature).await.map_err(|error| PageError::from(error).plain())?;
    let indexed = explorer.index.transaction(&text).await.map_err(|error| PageError::from(error).plain())?;
    let failure = found.as_ref().and_then(|record| record.failure.clone());
    Ok(Json(json!({ "known": found.is_some(), "indexed": indexed.is_some(), "failure": failure })))
}

fn signature(text: &str) -> Result<Signature, PageError> {
    text.parse().map_err(|_| PageError::bad(text, "a signature: 64 bytes in base58"))
}
