//! What is shown before anything is signed.

use axum::http::StatusCode;
use girder_tests::Ledger;

use crate::{
    shapes::{ActionType, ActionsJson},
    wallet::{card, get, operation, serve},
};

#[tokio::test]
async fn every_card_has_the_shape_of_the_specification() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(2_500_000).commission(1_250).build();
    let router = serve(&ledger);
    for rest in ["stake", "delegate", "unstake", "cancel-unstake", "withdraw", "claim"] {
        let shown = card(&router, &operation(&ledger, operator.address, rest)).await;
        assert_eq!(shown.r#type, Some(ActionType::Action));
        assert!(!shown.disabled && shown.error.is_none(), "{rest}");
    }
    let shown = card(&router, &format!("/api/{}/operators/{}", ledger.network.network, operator.address)).await;
    assert!(shown.description.contains("2.5 staked tokens") && shown.description.contains("12.5 % commission"));
    assert_eq!(shown.buttons().len(), 7);
}

#[tokio::test]
async fn an_address_that_says_it_all_needs_no_buttons() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(2_500_000).build();
    let router = serve(&ledger);
    for rest in ["delegate?amount=1", "unstake?percent=50", "cancel-unstake?ticket=0"] {
        assert!(card(&router, &operation(&ledger, operator.address, rest)).await.links.is_none(), "{rest}");
    }
}

#[tokio::test]
async fn a_network_lists_its_operators_by_stake() {
    let ledger = Ledger::new().two_mints().build();
    let router = serve(&ledger);
    let path = format!("/api/{}", ledger.network.network);
    let empty = card(&router, &path).await;
    assert!(empty.disabled && empty.error.unwrap().message.contains("no operator takes deposits"));

    let small = ledger.operator().stake(1_000_000).build();
    let large = ledger.operator().stake(3_000_000).build();
    ledger.operator().build();
    let shown = card(&router, &path).await;
    assert!(shown.description.starts_with("3 operators hold 4 staked tokens"), "{}", shown.description);
    let options = shown.buttons()[0].parameters.iter().find(|parameter| parameter.name == "operator").unwrap();
    let values: Vec<_> = options.options.iter().map(|option| option.value.clone()).collect();
    assert_eq!(values, [large.address.to_string(), small.address.to_string()]);
}

#[tokio::test]
async fn an_operator_that_takes_nothing_says_why_and_lets_leave() {
    let ledger = Ledger::new().two_mints().device_collateral(1_000).build();
    let operator = ledger.operator().stake(3_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.slash(&device, 1);
    let router = serve(&ledger);
    let delegate = card(&router, &operation(&ledger, operator.address, "delegate")).await;
    assert!(delegate.disabled && delegate.error.is_some());
    let unstake = card(&router, &operation(&ledger, operator.address, "unstake")).await;
    assert!(!unstake.disabled && unstake.error.is_none());
    let path = format!("/api/{}/operators/{}", ledger.network.network, operator.address);
    let shown = card(&router, &path).await;
    assert!(!shown.disabled && shown.error.is_some());
}

#[tokio::test]
async fn rules_picture_and_health_are_served() {
    let ledger = Ledger::new().build();
    let router = serve(&ledger);
    let rules: ActionsJson = get(&router, "/actions.json").await.exactly();
    assert_eq!((rules.rules[0].path_pattern.as_str(), rules.rules[0].api_path.as_str()), ("/api/**", "/api/**"));
    let picture = get(&router, "/icon.svg").await;
    assert_eq!(picture.headers["content-type"], "image/svg+xml");
    assert!(picture.body.starts_with(b"<svg "));
    let health = get(&router, "/health").await;
    assert_eq!((health.status, &health.json()["status"]), (StatusCode::OK, &"ok".into()));
}
