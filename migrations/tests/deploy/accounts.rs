use std::str::FromStr;

use girder_sdk::ledger::state::Layout;
use serde_json::Value;
use solana_account::Account;
use solana_address::Address;

use crate::scene::{Scene, steps};

const MIGRATE: &str = "[[program]]\nname = \"ledger\"\nmigrate_accounts = true";

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// A ledger that was deployed, with the accounts of a network of the first layout.
async fn scene() -> Scene {
    let scene = Scene::empty();
    scene.settle("[[program]]\nname = \"ledger\"").await;
    let stored: Value = serde_json::from_str(include_str!("../../../tests/fixtures/layout-1.json")).unwrap();
    for stored in stored["accounts"].as_array().unwrap() {
        let address = |name: &str| Address::from_str(stored[name].as_str().unwrap()).unwrap();
        let account = Account {
            lamports: stored["lamports"].as_u64().unwrap(),
            data: bytes(stored["data"].as_str().unwrap()),
            owner: address("owner"),
            ..Account::default()
        };
        scene.ledger.set_account(address("address"), account).unwrap();
    }
    scene
}

#[tokio::test]
async fn accounts_of_old_layouts_are_moved_to_todays() {
    let scene = scene().await;
    let old = |scene: &Scene| {
        let accounts = scene.ledger.find_all(&[]);
        let is_old = |data: &[u8]| Layout::of(data).unwrap().check_version(data).is_err();
        accounts.iter().filter(|(_, account)| is_old(&account.data)).count()
    };
    assert!(old(&scene) > 10, "the fixture has old accounts");
    assert!(steps(&scene.plan("[[program]]\nname = \"ledger\"").await.unwrap()).is_empty(), "only if the file says so");
    assert!(!steps(&scene.plan(MIGRATE).await.unwrap()).is_empty());
    assert!(scene.settle(MIGRATE).await.is_empty());
    assert_eq!(old(&scene), 0);
}
