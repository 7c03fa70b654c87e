//! Unstaking, changing one's mind, and withdrawing.

use axum::http::StatusCode;
use girder_tests::{Ledger, TestDelegator, TestOperator};
use solana_signer::Signer;

use crate::wallet::{act, card, operation, post, serve};

/// An operator with ten tokens, and a delegator with four.
fn scene() -> (Ledger, TestOperator, TestDelegator) {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(10_000_000).build();
    let delegator = ledger.delegate(&operator, 4_000_000);
    (ledger, operator, delegator)
}

#[tokio::test]
async fn what_was_unstaked_is_withdrawn_when_its_time_is_over() {
    let (ledger, operator, delegator) = scene();
    let router = serve(&ledger);
    let at = |rest: &str| operation(&ledger, operator.address, rest);
    let (message, _) = act(&ledger, &router, &at("unstake?amount=1.5"), &delegator.owner).await;
    assert!(message.starts_with("Unstake 1.5 staked tokens"), "{message}");
    assert_eq!(ledger.position(&delegator).unbonding_shares, 1_500_000);

    ledger.chain.warp_by(2_999);
    let early = post(&router, &at("withdraw"), delegator.owner.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
    assert!(early.contains("nothing can be withdrawn before 2026-"), "{early}");
    let asked = post(&router, &at("withdraw?ticket=0"), delegator.owner.pubkey()).await;
    let asked = asked.refusal(StatusCode::BAD_REQUEST);
    assert!(asked.contains("TooEarly"), "{asked}");

    ledger.chain.warp_by(1);
    let (message, _) = act(&ledger, &router, &at("withdraw"), &delegator.owner).await;
    assert_eq!(message, "Withdraw 1.5 staked tokens");
    assert_eq!(ledger.collateral_of(&delegator), 1_500_000);
    assert_eq!(ledger.worth(&delegator), 2_500_000);
}

#[tokio::test]
async fn all_that_matured_is_withdrawn_at_once() {
    let (ledger, operator, delegator) = scene();
    let router = serve(&ledger);
    let at = |rest: &str| operation(&ledger, operator.address, rest);
    for _ in 0..8 {
        act(&ledger, &router, &at("unstake?amount=0.5"), &delegator.owner).await;
    }
    let full = post(&router, &at("unstake?percent=100"), delegator.owner.pubkey()).await;
    assert!(!full.refusal(StatusCode::BAD_REQUEST).is_empty());
    ledger.chain.warp_by(3_000);
    let (message, _) = act(&ledger, &router, &at("withdraw"), &delegator.owner).await;
    assert_eq!(message, "Withdraw 4 staked tokens");
    assert_eq!(ledger.collateral_of(&delegator), 4_000_000);
}

#[tokio::test]
async fn percentages_are_of_the_active_shares() {
    let (ledger, operator, delegator) = scene();
    let router = serve(&ledger);
    for (percent, active) in [(25, 3_000_000), (50, 1_500_000), (100, 0)] {
        let path = operation(&ledger, operator.address, &format!("unstake?percent={percent}"));
        act(&ledger, &router, &path, &delegator.owner).await;
        assert_eq!(ledger.position(&delegator).active_shares(), active);
    }
}

#[tokio::test]
async fn what_was_unstaked_can_stay() {
    let (ledger, operator, delegator) = scene();
    let router = serve(&ledger);
    let at = |rest: &str| operation(&ledger, operator.address, rest);
    act(&ledger, &router, &at("unstake?amount=1"), &delegator.owner).await;
    act(&ledger, &router, &at("cancel-unstake"), &delegator.owner).await;
    assert_eq!(ledger.position(&delegator).active_shares(), 4_000_000);

    for amount in ["1", "2"] {
        act(&ledger, &router, &at(&format!("unstake?amount={amount}")), &delegator.owner).await;
    }
    let which = post(&router, &at("cancel-unstake"), delegator.owner.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
    assert!(which.contains("one of: 0, 1"), "{which}");
    let button = &card(&router, &at("cancel-unstake")).await;
    let path = button.buttons()[0].path(&[("ticket", "1")]);
    act(&ledger, &router, &path, &delegator.owner).await;
    assert_eq!(ledger.position(&delegator).active_shares(), 3_000_000);
}

#[tokio::test]
async fn who_has_nothing_is_told_so() {
    let (ledger, operator, delegator) = scene();
    let (router, stranger) = (serve(&ledger), ledger.wallet());
    for rest in ["unstake?amount=1", "cancel-unstake", "withdraw", "claim"] {
        let path = operation(&ledger, operator.address, rest);
        let refused = post(&router, &path, stranger.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
        assert!(refused.contains("has no position"), "{rest}: {refused}");
    }
    for rest in ["cancel-unstake", "withdraw"] {
        let path = operation(&ledger, operator.address, rest);
        let refused = post(&router, &path, delegator.owner.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
        assert!(refused.contains("has not asked for any"), "{rest}: {refused}");
    }
    let path = operation(&ledger, operator.address, "unstake?amount=4.000001");
    let refused = post(&router, &path, delegator.owner.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
    assert!(refused.contains("4 staked tokens of"), "{refused}");
}
