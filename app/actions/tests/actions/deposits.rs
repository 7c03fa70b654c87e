//! Staking and delegating.

use axum::http::StatusCode;
use girder_tests::{Holder, Ledger, TestDelegator, TestOperator};
use solana_signer::Signer;

use crate::wallet::{act, card, operation, post, serve};

/// A network whose only operator holds ten tokens.
fn scene() -> (Ledger, TestOperator) {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(10_000_000).build();
    (ledger, operator)
}

/// A wallet with three tokens that may delegate to an operator, and has not.
fn visitor(ledger: &Ledger, operator: &TestOperator) -> TestDelegator {
    let owner = ledger.wallet();
    ledger.give(&ledger.network.collateral, owner.pubkey(), 3_000_000);
    TestDelegator { owner, operator: operator.address }
}

#[tokio::test]
async fn a_delegation_opens_the_position_and_deposits_in_one_transaction() {
    let (ledger, operator) = scene();
    let visitor = visitor(&ledger, &operator);
    assert!(ledger.chain.find(&visitor.position()).is_none());
    let path = operation(&ledger, operator.address, "delegate?amount=1.25");
    let (message, _) = act(&ledger, &serve(&ledger), &path, &visitor.owner).await;
    assert!(message.starts_with("Delegate 1.25 staked tokens"), "{message}");
    assert_eq!(ledger.worth(&visitor), 1_250_000);
    assert_eq!(ledger.position(&visitor).rent_payer, visitor.owner.pubkey());
    assert_eq!(ledger.collateral_of(&visitor), 1_750_000);
}

#[tokio::test]
async fn a_position_that_is_open_takes_more() {
    let (ledger, operator) = scene();
    let (router, visitor) = (serve(&ledger), visitor(&ledger, &operator));
    for _ in 0..2 {
        act(&ledger, &router, &operation(&ledger, operator.address, "delegate?amount=1"), &visitor.owner).await;
    }
    assert_eq!(ledger.worth(&visitor), 2_000_000);
}

#[tokio::test]
async fn percentages_are_of_what_the_wallet_has() {
    let (ledger, operator) = scene();
    let (router, visitor) = (serve(&ledger), visitor(&ledger, &operator));
    for (percent, left) in [(25, 2_250_000), (50, 1_125_000), (100, 0)] {
        let path = operation(&ledger, operator.address, &format!("delegate?percent={percent}"));
        act(&ledger, &router, &path, &visitor.owner).await;
        assert_eq!(ledger.collateral_of(&visitor), left);
    }
    assert_eq!(ledger.worth(&visitor), 3_000_000);
}

#[tokio::test]
async fn the_operator_stakes_and_nobody_else() {
    let (ledger, operator) = scene();
    let (router, visitor) = (serve(&ledger), visitor(&ledger, &operator));
    ledger.give(&ledger.network.collateral, operator.identity.pubkey(), 2_000_000);
    let stake = operation(&ledger, operator.address, "stake?amount=2");
    act(&ledger, &router, &stake, &operator.identity).await;
    assert_eq!(ledger.worth(&operator), 12_000_000);

    let refused = post(&router, &stake, visitor.owner.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
    assert!(refused.contains("can delegate"), "{refused}");
    let delegate = operation(&ledger, operator.address, "delegate?amount=1");
    let refused = post(&router, &delegate, operator.identity.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
    assert!(refused.contains("can stake"), "{refused}");
}

#[tokio::test]
async fn every_button_of_a_card_gives_a_transaction() {
    let (ledger, operator) = scene();
    let (router, visitor) = (serve(&ledger), visitor(&ledger, &operator));
    let network = format!("/api/{}", ledger.network.network);
    let address = operator.address.to_string();
    for path in [network, operation(&ledger, operator.address, "delegate")] {
        for button in card(&router, &path).await.buttons() {
            let path = button.path(&[("amount", "0.1"), ("operator", &address)]);
            ledger.give(&ledger.network.collateral, visitor.owner.pubkey(), 100_000);
            let before = ledger.collateral_of(&visitor);
            act(&ledger, &router, &path, &visitor.owner).await;
            assert!(ledger.collateral_of(&visitor) < before, "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_due_is_harvested_before_a_deposit() {
    let (ledger, operator) = scene();
    let (router, visitor) = (serve(&ledger), visitor(&ledger, &operator));
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 100).unwrap();
    ledger.make_harvestable(1);
    let path = operation(&ledger, operator.address, "delegate?amount=1");
    act(&ledger, &router, &path, &visitor.owner).await;
    assert_eq!(ledger.earned(&visitor), 0);
    assert!(ledger.earned(&operator) >= 99, "what was earned before the deposit is not the depositor's");
}

#[tokio::test]
async fn more_than_the_wallet_has_is_refused_with_both_numbers() {
    let (ledger, operator) = scene();
    let (router, visitor) = (serve(&ledger), visitor(&ledger, &operator));
    let path = operation(&ledger, operator.address, "delegate?amount=3.000001");
    let refused = post(&router, &path, visitor.owner.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
    assert!(
        refused.contains("holds 3 staked tokens") && refused.contains("3.000001 staked tokens were asked"),
        "{refused}"
    );
    let poor = ledger.wallet();
    let refused = post(&router, &path, poor.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
    assert!(refused.contains("holds 0 staked tokens"), "{refused}");
}

#[tokio::test]
async fn what_the_ledger_refuses_is_refused_in_its_words() {
    let ledger = Ledger::new().two_mints().parameters(|parameters| parameters.min_deposit = 500_000).build();
    let operator = ledger.operator().stake(500_000).build();
    let (router, visitor) = (serve(&ledger), visitor(&ledger, &operator));
    for (amount, error, words) in
        [("0.499999", "DepositTooSmall", "Left: 499999, Right: 500000"), ("3", "LeverageExceeded", "refused: ")]
    {
        let path = operation(&ledger, operator.address, &format!("delegate?amount={amount}"));
        let refused = post(&router, &path, visitor.owner.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
        assert!(refused.contains(error) && refused.contains(words), "{refused}");
    }
    assert!(ledger.chain.find(&visitor.position()).is_none(), "asking changes nothing");
}

#[tokio::test]
async fn a_wallet_without_lamports_is_refused() {
    let (ledger, operator) = scene();
    let owner = ledger.keypair();
    ledger.give(&ledger.network.collateral, owner.pubkey(), 1_000_000);
    let path = operation(&ledger, operator.address, "delegate?amount=1");
    let refused = post(&serve(&ledger), &path, owner.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
    assert!(refused.starts_with("the transaction failed"), "{refused}");
}
