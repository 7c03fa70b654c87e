//! Lists of events, page by page.

use girder_explorer::index::{EventRow, Follower, Index, Place};
use girder_sdk::instructions;
use solana_address::Address;
use solana_signer::Signer;

use crate::{
    database::{Database, Postgres},
    world,
};

/// All events about an account that come after a place, page by page.
async fn walk(index: &Index, address: &Address, mut place: Option<Place>) -> Vec<EventRow> {
    let mut rows = Vec::new();
    loop {
        let list = index.events_about(address, place.as_ref()).await.unwrap();
        assert!(!list.rows.is_empty() && list.rows.len() <= 50);
        rows.extend(list.rows);
        place = list.older;
        if place.is_none() {
            return rows;
        }
    }
}

async fn each_event_is_on_one_page_and_new_ones_move_none(database: Database) {
    let world = world::founded();
    let (network, us) = (&world.network, world.identity.pubkey());
    // Two events in each transaction, so that pages end within transactions too.
    let cancel = instructions::cancel_unstake(network, world.operator, us, 0);
    let change = |amount| [instructions::unstake(network, world.operator, us, amount), cancel.clone()];
    for amount in 1..=80 {
        world.pay(&change(amount)).unwrap();
    }
    let index = database.index().await;
    Follower::new(&index, &world.ledger).round().await.unwrap();
    let all = walk(&index, &world.operator, None).await;
    for kind in ["Unstaked", "UnstakeCancelled"] {
        assert_eq!(all.iter().filter(|row| row.kind == kind).count(), 80, "{kind}");
    }
    let key = |row: &EventRow| (row.signature.clone(), row.number);
    let mut once: Vec<_> = all.iter().map(key).collect();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), all.len());

    let first = index.events_about(&world.operator, None).await.unwrap();
    for amount in 81..=90 {
        world.pay(&change(amount)).unwrap();
    }
    Follower::new(&index, &world.ledger).round().await.unwrap();
    let rest = walk(&index, &world.operator, first.older).await;
    let seen: Vec<_> = first.rows.into_iter().chain(rest).filter(|row| once.binary_search(&key(row)).is_ok()).collect();
    assert_eq!(seen, all);
    assert_eq!(walk(&index, &world.operator, None).await.len(), all.len() + 20);
}

#[tokio::test]
async fn each_event_is_on_one_page_and_new_ones_move_none_in_sqlite() {
    each_event_is_on_one_page_and_new_ones_move_none(Database::sqlite()).await;
}

#[tokio::test]
async fn postgresql_turns_the_same_pages() {
    let Some(server) = Postgres::start() else {
        eprintln!("SKIPPED: no PostgreSQL can be started here, and GIRDER_TEST_POSTGRES names none");
        return;
    };
    each_event_is_on_one_page_and_new_ones_move_none(server.database().await).await;
}
