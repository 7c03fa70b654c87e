//! A position that its owner locks, and positions as they are shown.

use girder_sdk::{ledger::state::Position, pda};
use solana_signer::Signer;

use super::{change, show};
use crate::tests::scene::Scene;

#[tokio::test]
async fn a_locked_position_leaves_once_its_days_are_over() {
    let scene = Scene::new().await;
    let (operator, _, _) = scene.worker(1).await;
    let owner = scene.wallet(2);
    let session = scene.session(&owner);
    change::lock(&session, operator, 5).await.unwrap_err();
    change::deposit(&session, operator, "100").await.unwrap();
    change::lock(&session, operator, 29).await.unwrap_err();
    change::lock(&session, operator, 5).await.unwrap();
    let position: Position = scene.ledger.read(pda::position(operator, owner.pubkey())).unwrap();
    let until = scene.ledger.now().unix_timestamp + 5 * 86_400;
    assert_eq!(position.locked_until, until);
    change::unstake(&session, operator, None).await.unwrap_err();
    scene.ledger.warp_to(until);
    change::unstake(&session, operator, None).await.unwrap();
}

#[tokio::test]
async fn a_position_is_shown_with_its_worth_and_when_its_tickets_leave() {
    let scene = Scene::new().await;
    let (operator, session, _) = scene.worker(1).await;
    let owner = session.address().unwrap();
    change::unstake(&session, operator, Some(1_000_000)).await.unwrap();
    let shown = show::text(session.ledger(), operator, owner).await.unwrap();
    assert!(shown.contains("stake        20000\n"), "{shown}");
    assert!(shown.contains("ticket 0: 1000000 shares, from 2026-01-02T"), "{shown}");
    for json in [false, true] {
        show::show(session.ledger(), operator, owner, json).await.unwrap();
        show::list(session.ledger(), scene.network.network, None, json).await.unwrap();
        show::list(session.ledger(), scene.network.network, Some(operator), json).await.unwrap();
    }
    show::show(session.ledger(), operator, operator, false).await.unwrap_err();
}
