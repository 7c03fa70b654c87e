//! An operator: its stake, devices, owners, credits, and what happened.

use axum::extract::{Path, Query, State};
use girder_sdk::ledger::state::{Device, Operator, Position, device_state};
use girder_sdk::{audit::Snapshot, network::decode_name, transport};
use maud::{Markup, html};
use solana_address::Address;

use super::{
    Page, Shared, address,
    happened::{self, Shown},
    layout::{facts, key, layout, link, table, tiles},
    plot::{self, Bar},
    wallet,
};
use crate::words;

/// Devices and owners that a page lists at most.
const MOST: usize = 200;

pub(super) async fn page(State(explorer): Shared, Path(text): Path<String>, Query(shown): Query<Shown>) -> Page {
    let address = address(&text)?;
    let operator: Operator = transport::fetch(explorer.ledger.as_ref(), address).await?;
    let snapshot = explorer.snapshot(operator.network).await?;
    let now = explorer.ledger.clock().await?.unix_timestamp;
    let happened = happened::section(&explorer, &address, &shown).await?;
    let harvests = explorer.index.events_of(&address, "Harvested", None).await?;
    let bars = harvests
        .iter()
        .rev()
        .filter_map(|row| Some(Bar { epoch: row.number_of("epoch")?, value: row.number_of("credit")?, decimals: 0 }));
    let plot = plot::figure("Credits in each harvested epoch", &bars.collect::<Vec<_>>())?;
    let path = path(&snapshot);
    let body = html! {
        p.lead { (key(address)) }
        (overview(&snapshot, &operator, now))
        (wallet::actions(&explorer, &operator, &address))
        section {
            h2 { "Credits" }
            (plot)
            (credits(&snapshot, &operator))
        }
        section { h2 { "Devices" } (devices(&snapshot, address)) }
        section { h2 { "Owners of the stake" } (owners(&snapshot, &operator, address)) }
        (happened)
    };
    Ok(layout(&format!("Operator {}", words::short(&text)), &path, body))
}

/// The pages above a network's.
pub(super) fn path(snapshot: &Snapshot) -> [(String, String); 2] {
    let network = format!("/network/{}", snapshot.address);
    [("/".into(), "Networks".into()), (network, decode_name(&snapshot.network.name))]
}

fn overview(snapshot: &Snapshot, operator: &Operator, now: i64) -> Markup {
    let decimals = snapshot.network.collateral_decimals;
    let parameters = &snapshot.network.parameters;
    let epoch = parameters.schedule().epoch_at(now).unwrap_or_default();
    let covered = operator.covered(parameters);
    let later = operator.next_commission_epoch > epoch && operator.next_commission_bps != operator.commission_bps;
    let state = match operator.jailed_until {
        0 if operator.open_cases > 0 => html! { span.bad { (operator.open_cases) " open slash case(s)" } },
        0 => html! { span.good { "active" } },
        until => html! { span.bad { "jailed until " (words::time(until)) } },
    };
    html! {
        (tiles(&[
            ("stake", words::tokens(operator.stake, decimals)),
            ("of it the operator's own", words::percent(share(operator.own_shares, operator.shares))),
            ("covers credit", words::tokens(covered, decimals)),
            ("commission", words::percent(operator.commission_at(epoch))),
        ]))
        section {
            h2 { "Operator" }
            (facts(&[
                ("State", state),
                ("Identity", key(operator.identity)),
                ("Authority", key(operator.authority)),
                ("Paid to", key(operator.payout_wallet)),
                ("A share is worth", html! { (price(operator)) " of what it was" }),
                ("Leaving", html! { (words::percent(share(operator.unbonding_shares, operator.shares))) " of the stake" }),
                ("Commission later", html! {
                    @if later {
                        (words::percent(operator.next_commission_bps)) " from epoch " (words::grouped(operator.next_commission_epoch))
                    } @else { "the same" }
                }),
                ("Commission owed", html! { (words::tokens(operator.commission_owed, snapshot.network.reward_decimals)) }),
            ]))
        }
    }
}

/// A part of a whole, basis points, rounded down.
fn share(part: u64, whole: u64) -> u64 {
    let bps = u128::from(part).saturating_mul(10_000).checked_div(whole.into()).unwrap_or_default();
    u64::try_from(bps).unwrap_or(u64::MAX)
}

/// What slashes left of a share's first worth.
fn price(operator: &Operator) -> String {
    words::percent(if operator.shares == 0 { 10_000 } else { share(operator.stake, operator.shares) })
}

/// The epochs that are not harvested yet.
fn credits(snapshot: &Snapshot, operator: &Operator) -> Markup {
    let mut slots: Vec<_> = operator.ring.iter().filter(|slot| slot.is_due()).collect();
    slots.sort_by_key(|slot| std::cmp::Reverse(slot.epoch));
    let rows = slots.iter().map(|slot| {
        vec![
            html! { a href={ "/network/" (snapshot.address) "/epoch/" (slot.epoch) } { (words::grouped(slot.epoch)) } },
            html! { (words::grouped(slot.credit)) },
            html! { @if slot.voided() > 0 { span.bad { (words::grouped(slot.voided())) " void" } } },
        ]
    });
    html! { h3 { "Not harvested yet" } (table(&["epoch", "credit", ""], rows.collect())) }
}

fn devices(snapshot: &Snapshot, operator: Address) -> Markup {
    let own = |(_, device): &&(Address, Device)| device.operator == operator;
    let devices: Vec<_> = snapshot.devices.iter().filter(own).collect();
    let rows = devices.iter().take(MOST).map(|(address, device)| {
        let newest = device.slots.iter().filter(|slot| slot.sequence > 0).max_by_key(|slot| slot.epoch);
        vec![
            key(words::short(&address.to_string())),
            html! { (device.class) },
            html! { (words::grouped(device.region)) },
            html! { @if let Some(slot) = newest { (words::grouped(slot.units)) " units in epoch " (words::grouped(slot.epoch)) } },
            html! {
                @if device.state == device_state::ACTIVE { "active" }
                @else if device.state == device_state::RETIRED { "retired" }
                @else { span.bad { "faulted" } }
            },
        ]
    });
    let table = table(&["device", "class", "region", "newest proof", "state"], rows.collect());
    html! { (table) @if devices.len() > MOST { p.note { (MOST) " of " (devices.len()) "." } } }
}

fn owners(snapshot: &Snapshot, operator: &Operator, address: Address) -> Markup {
    let decimals = snapshot.network.collateral_decimals;
    let own = |(_, position): &&(Address, Position)| position.operator == address;
    let mut positions: Vec<_> = snapshot.positions.iter().filter(own).map(|(_, position)| position).collect();
    positions.sort_by_key(|position| std::cmp::Reverse(position.shares));
    let rows = positions.iter().take(MOST).map(|position| {
        let worth = operator.stake_for(position.shares).unwrap_or_default();
        vec![
            link("wallet", &position.owner.to_string()),
            html! { (words::tokens(worth, decimals)) },
            html! { (words::percent(share(position.shares, operator.shares))) },
            html! { (words::percent(share(position.unbonding_shares, position.shares))) },
        ]
    });
    let table = table(&["owner", "stake", "of the pool", "leaving"], rows.collect());
    html! { (table) @if positions.len() > MOST { p.note { (MOST) " of " (positions.len()) "." } } }
}
