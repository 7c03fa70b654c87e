//! An epoch: its times, what it gave, and who harvested it.

use axum::extract::{Path, State};
use girder_sdk::pda;
use maud::{Markup, html};

use super::{
    Page, PageError, Shared, address,
    layout::{facts, layout, link, table},
    operator::path,
};
use crate::{index::EventRow, words};

pub(super) async fn page(State(explorer): Shared, Path((network, index)): Path<(String, String)>) -> Page {
    let epoch: u64 = index.parse().map_err(|_| PageError::bad(&index, "the number of an epoch"))?;
    let snapshot = explorer.snapshot(address(&network)?).await?;
    let parameters = &snapshot.network.parameters;
    let beyond = || PageError::missing("epoch", &words::grouped(epoch));
    let start = parameters.schedule().start(epoch).ok_or_else(beyond)?;
    let end = parameters.schedule().end(epoch).ok_or_else(beyond)?;
    let proofs = parameters.settle_time(epoch).map_err(|_| beyond())?;
    let harvest = parameters.harvest_time(epoch).map_err(|_| beyond())?;
    let settled = explorer.index.events_of(&snapshot.address, "EpochSettled", Some(epoch)).await?;
    let harvested = explorer.index.events_of(&snapshot.address, "Harvested", Some(epoch)).await?;
    let address = pda::epoch(snapshot.address, epoch);
    let account = snapshot.epochs.iter().find(|(found, _)| *found == address);
    let decimals = snapshot.network.reward_decimals;
    let times = facts(&[
        ("Began", html! { (words::time(start)) " UTC" }),
        ("Ended", html! { (words::time(end)) " UTC" }),
        ("Proofs until", html! { (words::time(proofs)) " UTC" }),
        ("Harvested from", html! { (words::time(harvest)) " UTC" }),
        (
            "Not harvested yet",
            html! {
                @match account {
                    Some((_, account)) => { (words::grouped(account.credit_left)) " credits, " (words::tokens(account.pot_left, decimals)) " tokens" }
                    None => { "its account is " @if settled.is_empty() { "not there yet" } @else { "closed" } }
                }
            },
        ),
    ]);
    let body = html! {
        section { h2 { "Times" } (times) }
        section { h2 { "Settled" } @match settled.first() {
            Some(row) => (settlement(row, decimals)),
            None => p { "Not settled." },
        } }
        section { h2 { "Harvested" } (harvests(&harvested, decimals)) }
    };
    Ok(layout(&format!("Epoch {}", words::grouped(epoch)), &path(&snapshot), body))
}

fn settlement(row: &EventRow, decimals: u8) -> Markup {
    let tokens = |field| html! { (words::tokens(row.number_of(field).unwrap_or_default(), decimals)) };
    facts(&[
        ("Credit of all operators", html! { (words::grouped(row.number_of("credit").unwrap_or_default())) }),
        ("For the operators", tokens("pot")),
        ("For the attestors", tokens("attestors")),
        ("For who settled it", tokens("tip")),
        ("Newly minted", tokens("minted")),
        ("Emission that waits", tokens("deferred")),
        ("In", html! { a href={ "/transaction/" (row.signature) } { "transaction " (words::short(&row.signature)) } }),
    ])
}

fn harvests(rows: &[EventRow], decimals: u8) -> Markup {
    let line = |row: &EventRow| {
        let tokens = |field| html! { (words::tokens(row.number_of(field).unwrap_or_default(), decimals)) };
        vec![
            link("operator", row.text_of("operator").unwrap_or_default()),
            html! { (words::grouped(row.number_of("credit").unwrap_or_default())) },
            tokens("reward"),
            tokens("commission"),
            tokens("shared"),
            tokens("returned"),
        ]
    };
    let heads = ["operator", "credit", "reward", "commission", "for its owners", "void, to the reserve"];
    table(&heads, rows.iter().map(line).collect())
}
