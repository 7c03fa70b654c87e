//! Voting.

use axum::http::StatusCode;
use girder_tests::{Holder, Ledger, TestDelegator, TestOperator, TestProposal};
use solana_signer::Signer;

use crate::wallet::{act, card, post, serve};

/// A proposal that is voted on, an operator with 2,000 and a delegator with 1,000.
fn scene() -> (Ledger, TestOperator, TestDelegator, TestProposal) {
    let ledger = Ledger::new().two_mints().build();
    ledger.govern();
    let operator = ledger.operator().stake(2_000).build();
    let delegator = ledger.delegate(&operator, 1_000);
    let proposal = ledger.propose(&operator, &[]);
    (ledger, operator, delegator, proposal)
}

fn path(ledger: &Ledger, proposal: &TestProposal, rest: &str) -> String {
    format!("/api/{}/proposals/{}/vote{rest}", ledger.network.network, proposal.address)
}

#[tokio::test]
async fn the_buttons_of_a_proposal_vote_and_lock() {
    let (ledger, operator, delegator, proposal) = scene();
    let router = serve(&ledger);
    let shown = card(&router, &path(&ledger, &proposal, "")).await;
    let [yes, no] = shown.buttons() else { panic!("{shown:?}") };
    act(&ledger, &router, &yes.path(&[]), &operator.identity).await;
    act(&ledger, &router, &no.path(&[]), &delegator.owner).await;
    let counted = ledger.proposal(&proposal);
    assert_eq!((counted.yes, counted.no), (2_000, 1_000));
    assert_eq!(ledger.position(&delegator).locked_until, counted.end);
}

#[tokio::test]
async fn all_positions_of_a_wallet_vote_at_once() {
    let (ledger, _, delegator, _) = scene();
    let second = ledger.operator().stake(2_000).build();
    let again = ledger.open_position(&second, delegator.owner.insecure_clone()).unwrap();
    ledger.deposit(&again, 500).unwrap();
    let proposal = ledger.propose(&delegator, &[]);
    let (message, _) = act(&ledger, &serve(&ledger), &path(&ledger, &proposal, "?choice=no"), &delegator.owner).await;
    assert_eq!(message, "Vote no with 2 of your positions");
    assert_eq!(ledger.proposal(&proposal).no, 1_500);
}

#[tokio::test]
async fn one_position_votes_where_its_operator_is_named() {
    let (ledger, operator, delegator, proposal) = scene();
    let rest = format!("?choice=yes&operator={}", operator.address);
    act(&ledger, &serve(&ledger), &path(&ledger, &proposal, &rest), &delegator.owner).await;
    assert!(ledger.vote_record(&proposal, &delegator).is_some());
    assert!(ledger.vote_record(&proposal, &operator).is_none());
}

#[tokio::test]
async fn who_voted_or_came_too_late_is_refused() {
    let (ledger, operator, delegator, proposal) = scene();
    let router = serve(&ledger);
    let yes = path(&ledger, &proposal, "?choice=yes");
    act(&ledger, &router, &yes, &delegator.owner).await;
    let late = ledger.delegate(&operator, 500);
    for wallet in [delegator.owner(), late.owner(), &ledger.wallet()] {
        let refused = post(&router, &yes, wallet.pubkey()).await.refusal(StatusCode::BAD_REQUEST);
        assert!(refused.contains("has no stake that can vote"), "{refused}");
    }
    let named = format!("{yes}&operator={}", operator.address);
    let refused = post(&router, &named, late.owner().pubkey()).await.refusal(StatusCode::BAD_REQUEST);
    assert!(refused.contains("SharesTooNew"), "{refused}");
}

#[tokio::test]
async fn a_vote_that_is_over_is_shown_and_takes_no_votes() {
    let (ledger, operator, delegator, proposal) = scene();
    let router = serve(&ledger);
    act(&ledger, &router, &path(&ledger, &proposal, "?choice=yes"), &operator.identity).await;
    ledger.end_vote(&proposal);
    let shown = card(&router, &path(&ledger, &proposal, "")).await;
    assert!(shown.disabled && shown.error.unwrap().message.contains("over: executed"));
    let refused = post(&router, &path(&ledger, &proposal, "?choice=no"), delegator.owner.pubkey()).await;
    assert!(refused.refusal(StatusCode::BAD_REQUEST).contains("OutsideVote"));
}

#[tokio::test]
async fn a_choice_is_yes_or_no() {
    let (ledger, _, delegator, proposal) = scene();
    let router = serve(&ledger);
    for (rest, words) in [("", "give `choice`"), ("?choice=maybe", "`maybe` is no choice")] {
        let refused = post(&router, &path(&ledger, &proposal, rest), delegator.owner.pubkey()).await;
        let refused = refused.refusal(StatusCode::BAD_REQUEST);
        assert!(refused.contains(words), "{refused}");
    }
}
