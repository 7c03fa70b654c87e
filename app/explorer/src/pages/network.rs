//! A network: what it is, what it holds, what happened.

use axum::extract::{Path, Query, State};
use girder_sdk::ledger::state::{Network, device_state};
use girder_sdk::{
    audit::{self, Snapshot},
    network::decode_name,
};
use maud::{Markup, html};

use super::{
    Explorer, Page, PageError, Shared, address,
    happened::{self, Shown},
    layout::{key, layout, link, table, tiles},
    parameters,
    plot::{self, Bar},
};
use crate::words;

/// Operators that a page lists at most: those with the most stake.
const MOST: usize = 200;

pub(super) async fn page(State(explorer): Shared, Path(text): Path<String>, Query(shown): Query<Shown>) -> Page {
    let snapshot = explorer.snapshot(address(&text)?).await?;
    let now = explorer.ledger.clock().await?.unix_timestamp;
    let happened = happened::section(&explorer, &snapshot.address, &shown).await?;
    let Network { parameters, reward_decimals, collateral_decimals, .. } = snapshot.network;
    let active = snapshot.devices.iter().filter(|(_, device)| device.state == device_state::ACTIVE).count();
    let tiles = tiles(&[
        ("epoch now", parameters.schedule().epoch_at(now).map_or("not begun".to_owned(), words::grouped)),
        ("operators", words::grouped(snapshot.operators.len() as u64)),
        ("active devices", words::grouped(active as u64)),
        ("staked", words::tokens(snapshot.books.staked, collateral_decimals)),
        ("owed to operators", words::tokens(snapshot.books.owed, reward_decimals)),
        ("minted so far", words::tokens(snapshot.books.minted, reward_decimals)),
    ]);
    let body = html! {
        p.lead { (key(snapshot.address)) }
        (tiles)
        (solvency(&snapshot))
        (emission(&explorer, &snapshot).await?)
        section { h2 { "Operators" } (operators(&snapshot, now)) }
        section { h2 { "Slash cases" } p { a href={ "/network/" (snapshot.address) "/cases" } { "All slash cases" } } }
        section { h2 { "Attestors" } (attestors(&snapshot)) }
        section { h2 { "Classes of contributions" } (classes(&snapshot)) }
        section { h2 { "Rules" } (parameters::in_words(&snapshot.network)) }
        (happened)
    };
    Ok(layout(&decode_name(&snapshot.network.name), &[("/".into(), "Networks".into())], body))
}

/// What the vaults hold against what is owed from them, and every other check of the audit.
fn solvency(snapshot: &Snapshot) -> Markup {
    let checks = audit::audit(snapshot);
    let broken: Vec<_> = checks.iter().filter(|check| !check.holds()).collect();
    let general = checks.iter().filter(|check| check.subject.is_none());
    let rows = general.map(|check| {
        let sign = if check.relation == audit::Relation::Equal { "=" } else { "≤" };
        vec![
            html! { (check.name) },
            html! { (words::grouped(check.left)) " " (sign) " " (words::grouped(check.right)) },
            html! { @if check.holds() { span.good { "holds" } } @else { span.bad { "broken" } } },
        ]
    });
    html! {
        section {
            h2 { "Solvency" }
            @if broken.is_empty() {
                p { span.good { "All " (checks.len()) " checks hold." } " Every token that is owed is in the vaults." }
            } @else {
                p { span.bad { (broken.len()) " of " (checks.len()) " checks are broken." } }
                ul { @for check in broken { li { (check) } } }
            }
            details { summary { "The checks, in base units" } (table(&["check", "sides", ""], rows.collect())) }
        }
    }
}

/// What each settled epoch gave, as a picture and as a table.
async fn emission(explorer: &Explorer, snapshot: &Snapshot) -> Result<Markup, PageError> {
    let settled = explorer.index.events_of(&snapshot.address, "EpochSettled", None).await?;
    let decimals = snapshot.network.reward_decimals;
    let bars = settled
        .iter()
        .rev()
        .filter_map(|row| Some(Bar { epoch: row.number_of("epoch")?, value: row.number_of("pot")?, decimals }));
    let bars: Vec<Bar> = bars.collect();
    let rows = settled.iter().map(|row| {
        let tokens = |field| words::tokens(row.number_of(field).unwrap_or_default(), decimals);
        let epoch = row.number_of("epoch").unwrap_or_default();
        vec![
            html! { a href={ "/network/" (snapshot.address) "/epoch/" (epoch) } { (words::grouped(epoch)) } },
            html! { (words::grouped(row.number_of("credit").unwrap_or_default())) },
            html! { (tokens("pot")) },
            html! { (tokens("minted")) },
            html! { (tokens("attestors")) },
        ]
    });
    let table = table(&["epoch", "credit", "pot", "minted", "to attestors"], rows.collect());
    Ok(html! {
        section {
            h2 { "Epochs" }
            (plot::figure("For operators in each epoch, tokens", &bars)?)
            (table)
        }
    })
}

fn operators(snapshot: &Snapshot, now: i64) -> Markup {
    let decimals = snapshot.network.collateral_decimals;
    let mut operators: Vec<_> = snapshot.operators.iter().collect();
    operators.sort_by_key(|(_, operator)| std::cmp::Reverse(operator.stake));
    let rows = operators.iter().take(MOST).map(|(address, operator)| {
        let epoch = snapshot.network.parameters.schedule().epoch_at(now).unwrap_or_default();
        vec![
            link("operator", &address.to_string()),
            html! { (words::tokens(operator.stake, decimals)) },
            html! { (words::percent(operator.commission_at(epoch))) },
            html! { (words::grouped(operator.devices)) },
            html! { (words::grouped(operator.positions)) },
            html! { (if operator.jailed_until > 0 { "jailed" } else if operator.open_cases > 0 { "open case" } else { "" }) },
        ]
    });
    let table = table(&["operator", "stake", "commission", "devices", "owners", "state"], rows.collect());
    html! {
        (table)
        @if operators.len() > MOST { p.note { "The " (MOST) " with the most stake of " (operators.len()) "." } }
    }
}

fn attestors(snapshot: &Snapshot) -> Markup {
    let mut sets: Vec<_> = snapshot.attestor_sets.iter().map(|(_, set)| set).collect();
    sets.sort_by_key(|set| std::cmp::Reverse(set.set_version));
    html! {
        @for set in sets {
            h3 { "Set " (set.set_version) @if set.sealed == 0 { ", a draft" } }
            @if set.sealed != 0 {
                p.note {
                    "From epoch " (words::grouped(set.from_epoch))
                    @if set.until_epoch != u64::MAX { " until before " (words::grouped(set.until_epoch)) }
                    ". A proof needs " (words::grouped(set.proof_threshold)) ", a verdict "
                    (words::grouped(set.verdict_threshold)) " of " (words::grouped(set.total_weight)) " weight."
                }
            }
            (table(&["key", "weight", ""], set.members().iter().map(|member| vec![
                key(member.key),
                html! { (words::grouped(member.weight)) },
                html! { @if member.struck != 0 { span.bad { "struck" } } },
            ]).collect()))
        }
    }
}

fn classes(snapshot: &Snapshot) -> Markup {
    let there = snapshot.classes.classes.iter().enumerate().filter(|(_, class)| class.limit > 0);
    let rows = there.map(|(number, class)| {
        vec![
            html! { (number) },
            html! { (words::grouped(class.weight)) },
            html! { (words::grouped(class.limit)) },
            html! { (words::grouped(class.floor)) },
            html! { @if class.verifier == Default::default() { "attestors" } @else { (key(words::short(&class.verifier.to_string()))) } },
            html! { @if class.retired_from != u64::MAX { "retired from epoch " (class.retired_from) } },
        ]
    });
    table(&["class", "credits a unit", "most units a device", "floor a device", "proven by", "state"], rows.collect())
}
