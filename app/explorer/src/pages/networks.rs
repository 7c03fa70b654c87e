//! The list of networks.

use anchor_lang::Discriminator;
use axum::extract::State;
use girder_sdk::ledger::state::Network;
use girder_sdk::{accounts::decode_account, network::decode_name};
use maud::html;

use super::{
    Page, Shared,
    layout::{key, layout, table},
};
use crate::words;

pub(super) async fn page(State(explorer): Shared) -> Page {
    let now = explorer.ledger.clock().await?.unix_timestamp;
    let found = explorer.ledger.program_accounts(Network::DISCRIMINATOR).await?;
    // An account of another layout waits to be migrated and can't be shown.
    let networks =
        found.iter().filter_map(|(address, account)| Some((address, decode_account::<Network>(account).ok()?)));
    let rows = networks.map(|(address, network)| {
        let epoch = network.parameters.schedule().epoch_at(now);
        vec![
            html! { a href={ "/network/" (address) } { (decode_name(&network.name)) } },
            html! { (epoch.map_or("not begun".to_owned(), words::grouped)) },
            html! { (words::duration(network.parameters.epoch_length)) },
            key(words::short(&network.authority.to_string())),
            html! { (if network.is_retired(now) { "retired" } else { "active" }) },
        ]
    });
    let table = table(&["name", "epoch now", "an epoch lasts", "authority", "state"], rows.collect());
    let intro = "Networks of operators who contribute hardware and are paid for what is proven.";
    Ok(layout("Networks", &[], html! { p.lead { (intro) } section { (table) } }))
}
