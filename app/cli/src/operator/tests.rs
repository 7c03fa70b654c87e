//! Operators as they are shown.

use girder_sdk::{audit::Snapshot, ledger::state::Operator};

use super::{change, show};
use crate::tests::scene::Scene;

#[tokio::test]
async fn an_operator_is_shown_with_its_stake_what_it_used_and_what_waits() {
    let scene = Scene::new().await;
    let (operator, session, key) = scene.worker(1).await;
    change::commission(&session, operator, 150).await.unwrap();
    scene.ledger.warp_to(scene.start_of(0));
    scene.submit(operator, &key, 0, 400_000);
    let account: Operator = scene.ledger.read(operator).unwrap();
    let snapshot = Snapshot::take(session.ledger(), scene.network.network).await.unwrap();
    let lines = show::lines(&snapshot, (operator, &account), scene.ledger.now().unix_timestamp).unwrap();
    let line = |name: &str| lines.iter().find(|(found, _)| *found == name).unwrap().1.as_str();
    assert_eq!((line("state"), line("stake"), line("of that its own")), ("active", "20000", "20000"));
    assert_eq!(line("covers"), "20000000 credits an epoch, 400000 used in this one");
    assert!(line("commission").starts_with("1.00%, 1.50% from epoch"), "{}", line("commission"));
    assert_eq!(line("to be harvested"), "epoch 0: 400000 credits");
    for json in [false, true] {
        show::show(session.ledger(), operator, json).await.unwrap();
        show::list(session.ledger(), scene.network.network, json).await.unwrap();
    }
    show::show(session.ledger(), scene.network.network, false).await.unwrap_err();
}
