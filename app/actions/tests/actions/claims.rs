//! Claiming.

use axum::http::StatusCode;
use girder_tests::{Ledger, TestDelegator, TestOperator};
use solana_signer::Signer;

use crate::wallet::{act, operation, post, serve};

/// An operator with a tenth as commission and a delegator with as much stake, after an epoch with 1,000 credits that may be
/// harvested.
fn scene() -> (Ledger, TestOperator, TestDelegator) {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1_000_000).commission(1_000).build();
    let delegator = ledger.delegate(&operator, 1_000_000);
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 1_000).unwrap();
    ledger.make_harvestable(1);
    (ledger, operator, delegator)
}

#[tokio::test]
async fn a_claim_harvests_and_pays_into_an_account_that_it_creates() {
    let (ledger, operator, delegator) = scene();
    let account = ledger.network.reward.account_of(delegator.owner.pubkey());
    assert!(ledger.chain.find(&account).is_none());
    let (message, _) =
        act(&ledger, &serve(&ledger), &operation(&ledger, operator.address, "claim"), &delegator.owner).await;
    assert!(message.ends_with("and what is harvested on the way"), "{message}");
    assert!((449..=450).contains(&ledger.balance(account)), "{}", ledger.balance(account));
}

#[tokio::test]
async fn the_payout_wallet_claims_the_commission() {
    let (ledger, operator, _) = scene();
    ledger.harvest(&operator, 1).unwrap();
    let (message, _) =
        act(&ledger, &serve(&ledger), &operation(&ledger, operator.address, "claim"), &operator.payout).await;
    assert_eq!(message, "Claim 0.0001 reward tokens");
    assert_eq!(ledger.balance(ledger.network.reward.account_of(operator.payout.pubkey())), 100);
}

#[tokio::test]
async fn a_claim_of_nothing_is_refused_in_the_ledgers_words() {
    let (ledger, operator, delegator) = scene();
    let (router, path) = (serve(&ledger), operation(&ledger, operator.address, "claim"));
    act(&ledger, &router, &path, &delegator.owner).await;
    let refused = post(&router, &path, delegator.owner.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
    assert!(refused.contains("(NothingOwed)"), "{refused}");
}
