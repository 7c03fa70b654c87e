//! An operator, its device and its delegator live by `girder`'s commands alone.

use girder_sdk::{
    ledger::state::{Position, SlashCase},
    pda,
    transport::{self, Transport},
};
use solana_signer::Signer;

use crate::harness::{Output, Scene, TOKEN, event};

#[tokio::test]
async fn work_is_proven_and_paid_and_stake_comes_back_by_commands_alone() {
    let scene = Scene::new().await;
    let (network, addresses) = (&scene.network, &scene.network.addresses);
    let (identity, own) = scene.wallet("operator.json", 1_000).await;
    let (delegator, other) = scene.wallet("delegator.json", 500).await;
    let operator = scene.join(identity, &own);
    scene.girder(&other, &format!("stake delegate {operator} 500")).json();
    assert_eq!((scene.balance(identity).await, scene.balance(delegator).await), (0, 0));

    scene.node.warp_to(network.start_of(0)).await;
    assert_eq!(event(&scene.prove(operator, &own, 1_000)), "ContributionCounted");

    let crank = format!("crank {} --only settle,harvest", addresses.network);
    scene.node.warp_to(network.settle_time(0)).await;
    scene.girder(&other, &crank).text();
    scene.node.warp_to(network.harvest_time(0)).await;
    scene.girder(&other, &crank).text();

    // 1 reward a credit: a tenth is commission, and of the rest the delegator owns a third. Shares are rounded down.
    scene.girder(&other, &format!("stake claim {operator}")).json();
    scene.girder(&own, &format!("operator claim-commission {operator}")).json();
    let (paid, commission) = (scene.balance(delegator).await, scene.balance(identity).await);
    assert!((299..=300).contains(&paid) && (99..=100).contains(&commission), "{paid} {commission}");

    let withdraw = format!("stake withdraw {operator} 0");
    scene.girder(&other, &format!("stake unstake {operator} --all")).json();
    let early = scene.girder(&other, &withdraw).refusal();
    assert!(early.contains("too early"), "{early}");
    scene.node.warp(network.parameters.unbonding + network.parameters.epoch_length);
    scene.girder(&other, &withdraw).json();
    let back = scene.balance(delegator).await - paid;
    assert!((500 * TOKEN - 1..=500 * TOKEN).contains(&back), "{back}");
}

#[tokio::test]
async fn two_statements_for_one_slot_are_reported_and_their_reporter_is_paid_a_bounty() {
    let scene = Scene::new().await;
    let (identity, own) = scene.wallet("operator.json", 1_000).await;
    let (watcher, key) = scene.wallet("watcher.json", 0).await;
    let operator = scene.join(identity, &own);
    scene.node.warp_to(scene.network.start_of(0)).await;
    scene.sign_two(operator);
    let same = scene.girder(&key, "slash report-equivocation first.json first.json").refusal();
    assert!(same.contains("the two statements are equal"), "{same}");
    scene.girder(&key, "slash report-equivocation first.json second.json").text();

    let (case, opened) = scene.case().await;
    assert_eq!((opened.offender, opened.bounty_recipient), (operator, watcher));
    scene.node.warp(scene.network.parameters.appeal + 1);
    scene.girder(&key, &format!("slash execute {case}")).json();
    assert_eq!(scene.balance(watcher).await, opened.taken / 10, "a tenth is the bounty");
    assert!(opened.taken > 0);
}

#[tokio::test]
async fn a_case_is_overturned_by_the_networks_authority_only() {
    let scene = Scene::new().await;
    let (identity, own) = scene.wallet("operator.json", 1_000).await;
    let operator = scene.join(identity, &own);
    scene.node.warp_to(scene.network.start_of(0)).await;
    scene.sign_two(operator);
    scene.girder(&own, "slash report-equivocation first.json second.json").text();
    let case = scene.case().await.0;
    let overturn = format!("slash overturn {case}");
    scene.girder(&own, &overturn).refusal();
    let founder = scene.write_key("founder.json", &scene.network.founder);
    scene.girder(&founder, &overturn).json();
    let overturned: SlashCase = transport::fetch(&scene.network.ledger, case).await.unwrap();
    assert!(overturned.taken > 0 && overturned.returned == overturned.taken, "{overturned:?}");
}

#[tokio::test]
async fn an_unsigned_transaction_is_signed_elsewhere_and_lands() {
    let scene = Scene::new().await;
    let operator = scene.network.worker(TOKEN).await.operator;
    let wallet = scene.node.funded(1).await;
    scene.network.give(wallet.pubkey(), 5 * TOKEN).await;

    let deposit = format!("stake deposit {operator} 2.5 --unsigned --from {}", wallet.pubkey());
    let printed = scene.offline(&deposit).args(["--url", scene.node.url()]).text();
    let mut transaction = transport::from_base64(&printed).unwrap();
    let position = pda::position(operator, wallet.pubkey());
    assert!(scene.network.ledger.account(&position).await.unwrap().is_none(), "nothing was sent");

    transaction.signatures = vec![wallet.sign_message(&transaction.message.serialize())];
    scene.network.ledger.submit(transaction).await.unwrap();
    let position: Position = transport::fetch(&scene.network.ledger, position).await.unwrap();
    assert!(position.shares > 0);
    assert_eq!(scene.balance(wallet.pubkey()).await, 5 * TOKEN / 2);
}
