//! Slash cases: a network's list, and a case.

use axum::extract::{Path, Query, State};
use girder_sdk::ledger::state::{Network, SlashCase};
use girder_sdk::{accounts::decode_account, json, transport};
use maud::{Markup, html};
use serde_json::Value;
use solana_address::Address;

use super::{
    Page, PageError, Shared, address,
    happened::{self, Shown},
    layout::{facts, key, layout, link, table},
    operator::path,
};
use crate::{index::EventRow, words};

pub(super) async fn list(State(explorer): Shared, Path(network): Path<String>) -> Page {
    let snapshot = explorer.snapshot(address(&network)?).await?;
    let opened = explorer.index.events_of(&snapshot.address, "CaseOpened", None).await?;
    let decided = explorer.index.events_of(&snapshot.address, "CaseDecided", None).await?;
    let decimals = snapshot.network.collateral_decimals;
    let rows = opened.iter().map(|row| {
        let case = row.text_of("slash_case").unwrap_or_default();
        let outcome = decided.iter().find(|decision| decision.text_of("slash_case") == Some(case));
        vec![
            html! { (row.time.map(words::time).unwrap_or_default()) },
            html! { a href={ "/case/" (case) } { (row.text_of("kind").unwrap_or("case")) } },
            key(words::short(row.text_of("offender").unwrap_or_default())),
            html! { (row.number_of("epoch").map(words::grouped).unwrap_or_default()) },
            html! { (words::tokens(row.number_of("taken").unwrap_or_default(), decimals)) },
            html! { (outcome.and_then(|row| row.text_of("outcome")).unwrap_or("open")) },
        ]
    });
    let heads = ["opened (UTC)", "offence", "by", "epoch", "taken", "outcome"];
    let body = html! { section { (table(&heads, rows.collect())) } };
    Ok(layout("Slash cases", &path(&snapshot), body))
}

pub(super) async fn page(State(explorer): Shared, Path(text): Path<String>, Query(shown): Query<Shown>) -> Page {
    let address = address(&text)?;
    let happened = happened::section(&explorer, &address, &shown).await?;
    let openings = explorer.index.events_of(&address, "CaseOpened", None).await?;
    let account =
        explorer.ledger.account(&address).await?.and_then(|account| decode_account::<SlashCase>(&account).ok());
    let opened = openings.first();
    let body = match (&account, opened) {
        (None, None) => return Err(PageError::missing("slash case", &text)),
        (Some(case), _) => {
            let network: Network = transport::fetch(explorer.ledger.as_ref(), case.network).await?;
            html! {
                section { h2 { "What it took" } (sums(case, network.collateral_decimals)) }
                section { h2 { "The evidence" } (evidence(case)) }
            }
        }
        (None, Some(row)) => html! {
            section { h2 { "Closed" } p { "Its account is closed; this is what was said when it was opened." } (closed(row)) }
        },
    };
    let body = html! { p.lead { (key(address)) } (body) (happened) };
    let kind = opened.and_then(|row| row.text_of("kind")).unwrap_or("slash");
    Ok(layout(&format!("Case of {kind}"), &[("/".into(), "Networks".into())], body))
}

fn sums(case: &SlashCase, decimals: u8) -> Markup {
    let fields = json::account(&girder_sdk::accounts::AnyAccount::SlashCase(Box::new(*case)));
    let text = |field: &str| fields.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    facts(&[
        ("Outcome", html! { (text("outcome")) }),
        (
            "Against",
            if case.is_attestors() { key(case.offender) } else { link("operator", &case.offender.to_string()) },
        ),
        ("Reported by", link("wallet", &case.reporter.to_string())),
        ("Taken", html! { (words::tokens(case.taken, decimals)) }),
        ("Returned", html! { (words::tokens(case.returned, decimals)) }),
        ("Bounty", html! { (words::tokens(case.bounty, decimals)) }),
        ("Active stake then", html! { (words::tokens(case.active_stake_at_opening, decimals)) }),
        ("Opened", html! { (words::time(case.opened_at)) " UTC" }),
        (
            "Until then it can be overturned",
            html! { (words::time(case.deadline)) " UTC; from then on anybody executes it" },
        ),
    ])
}

fn evidence(case: &SlashCase) -> Markup {
    let there = case.digests.iter().filter(|digest| **digest != [0; 32]);
    let hex = |digest: &[u8; 32]| digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    html! {
        (facts(&[
            ("Epoch", html! { (words::grouped(case.epoch)) }),
            ("Device", html! { @if case.device == Address::default() { "none" } @else { (key(case.device)) } }),
            ("Signed", html! { @for digest in there { (key(hex(digest))) br; } }),
        ]))
        @if case.digests.iter().all(|digest| *digest != [0; 32]) {
            p.note { "Two different digests for one slot, both signed by the same key." }
        }
    }
}

fn closed(row: &EventRow) -> Markup {
    let text = |field| html! { (row.text_of(field).unwrap_or_default()) };
    facts(&[
        ("Against", key(row.text_of("offender").unwrap_or_default())),
        ("Reported by", key(row.text_of("reporter").unwrap_or_default())),
        ("Offence", text("kind")),
        ("Taken, base units", html! { (row.number_of("taken").map(words::grouped).unwrap_or_default()) }),
    ])
}
