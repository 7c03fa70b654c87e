//! An operator and a delegator from their registration to the last token, with the commands' own steps on the real program.

use girder_sdk::{
    instructions,
    ledger::state::{Device, Network, Operator, Position},
    pda,
};
use solana_signer::Signer;

use super::{change, show};
use crate::{
    class, keys, operator,
    prove::place,
    stake,
    tests::scene::{Scene, TOKENS},
};

#[tokio::test]
async fn a_delegator_enters_gives_leaves_and_gets_its_tokens_back() {
    let scene = Scene::new().await;
    let (operator_key, delegator, friend) = (scene.wallet(1), scene.wallet(2), scene.wallet(3));
    let (operator, own) = scene.operator(&operator_key).await;
    stake::change::deposit(&own, operator, "20000").await.unwrap();
    let session = scene.session(&delegator);
    stake::change::deposit(&session, operator, "1500.5").await.unwrap();
    assert_eq!(scene.balance(&delegator), TOKENS - 1_500_500_000);
    let refused = stake::change::deposit(&session, operator, "1.0000001").await.unwrap_err();
    assert!(refused.to_string().contains("1.0000001"), "{refused}");

    stake::change::transfer(&session, operator, friend.pubkey(), 500_000).await.unwrap();
    let given: Position = scene.ledger.read(pda::position(operator, friend.pubkey())).unwrap();
    assert_eq!(given.shares, 500_000);

    stake::change::unstake(&session, operator, None).await.unwrap();
    stake::change::withdraw(&session, operator, 0, None).await.unwrap_err();
    scene.ledger.warp_by(10 * 86_400);
    stake::change::withdraw(&session, operator, 0, None).await.unwrap();
    let left = TOKENS - scene.balance(&delegator);
    assert!((500_000..=500_002).contains(&left), "{left}");
    stake::change::close(&session, operator).await.unwrap();
    assert!(scene.ledger.find(&pda::position(operator, delegator.pubkey())).is_none());
}

#[tokio::test]
async fn an_operators_authority_passes_to_whom_it_was_offered() {
    let scene = Scene::new().await;
    let (first, next) = (scene.wallet(1), scene.wallet(2));
    let (address, session) = scene.operator(&first).await;
    operator::change::payout(&session, address, next.pubkey()).await.unwrap();
    operator::change::offer(&session, address, next.pubkey()).await.unwrap();
    operator::change::accept(&scene.session(&next), address).await.unwrap();
    operator::change::manager(&session, address, None).await.unwrap_err();
    operator::change::manager(&scene.session(&next), address, Some(first.pubkey())).await.unwrap();
    let account: Operator = scene.ledger.read(address).unwrap();
    assert_eq!((account.authority, account.manager), (next.pubkey(), first.pubkey()));
    assert_eq!(account.payout_wallet, next.pubkey());
}

#[tokio::test]
async fn a_device_is_registered_rotated_and_retired_by_its_operator_only() {
    let scene = Scene::new().await;
    let (key, stranger) = (scene.wallet(1), scene.wallet(2));
    let (operator, session) = scene.operator(&key).await;
    stake::change::deposit(&session, operator, "20000").await.unwrap();
    let (first, next) = (scene.new_key("first.json"), scene.new_key("next.json"));
    change::register(&scene.session(&stranger), operator, &first, (0, 7)).await.unwrap_err();
    change::register(&session, operator, &first, (0, 7)).await.unwrap();
    change::rotate(&session, scene.device_of(&first), &next).await.unwrap();
    change::retire(&session, scene.device_of(&next)).await.unwrap();
    let device: Device = scene.ledger.read(scene.device_of(&next)).unwrap();
    assert_eq!((device.predecessor, device.region), (scene.device_of(&first), 7));
    change::retire(&session, scene.device_of(&next)).await.unwrap_err();
}

#[tokio::test]
async fn a_device_is_licensed_for_its_days_by_its_regions_licensor_alone() {
    let scene = Scene::new().await;
    let (licensor, stranger) = (scene.new_key("licensor.json"), scene.new_key("stranger.json"));
    let named = scene.key_in(&licensor).pubkey();
    let name = |network: &_, us| instructions::set_licensor(network, us, 7, named, 30);
    class::change(&scene.session(&scene.founder), scene.network.network, name).await.unwrap();
    let (operator, session) = scene.operator(&scene.wallet(1)).await;
    let key = scene.new_key("device.json");
    change::register(&session, operator, &key, (0, 7)).await.unwrap();

    let (device, now) = (scene.device_of(&key), scene.ledger.now().unix_timestamp);
    change::license(&session, device, &stranger, 30).await.unwrap_err();
    change::license(&session, device, &licensor, 30).await.unwrap();
    let licensed = || scene.ledger.read::<Device>(device).unwrap().licensed_until;
    assert_eq!(licensed(), now + 30 * 86_400);
    scene.ledger.warp_by(60);
    change::license(&session, device, &licensor, 0).await.unwrap();
    assert_eq!(licensed(), now + 60, "it is over");
}

#[tokio::test]
async fn a_networks_devices_are_listed_with_what_they_said_last() {
    let scene = Scene::new().await;
    let (operator, session, key) = scene.worker(1).await;
    let (network, device) = (scene.network.network, scene.device_of(&key));
    let other = scene.operator(&scene.wallet(2)).await.0;
    scene.ledger.warp_to(scene.start_of(0));
    scene.submit(operator, &key, 0, 1_500);
    let listed = show::table(&[(device, scene.ledger.read(device).unwrap())]);
    let row = listed.lines().last().unwrap();
    let cells: Vec<&str> = row.split_whitespace().collect();
    let named = [device, operator].map(|address| address.to_string());
    assert_eq!(cells, [&named[0], &named[1], "0", "0", "active", "0", "1500", "-"]);
    for (of, json) in [(None, false), (Some(operator), true), (Some(other), false)] {
        show::list(session.ledger(), network, of, json).await.unwrap();
    }
}

#[tokio::test]
async fn a_statement_that_names_only_its_device_is_about_the_operator_class_and_epoch_that_the_ledger_knows() {
    let scene = Scene::new().await;
    let (key, network) = (scene.wallet(1), scene.network.network);
    let (operator, session) = scene.operator(&key).await;
    let file = scene.new_key("device.json");
    let device = keys::load(&file).unwrap().key();
    let place = async || place::known(scene.ledger.as_ref(), network, &device).await.map_err(|error| error.to_string());
    assert!(place().await.err().unwrap().contains("not registered"));

    change::register(&session, operator, &file, (0, 7)).await.unwrap();
    assert!(place().await.err().unwrap().contains("epoch 0 begins at"));
    let account: Network = scene.ledger.read(network).unwrap();
    scene.ledger.warp_to(account.parameters.genesis + 3 * account.parameters.epoch_length);
    let known = place().await.unwrap();
    assert_eq!((known.operator, known.class, known.epoch), (operator, 0, 3));
    assert_eq!(known.domain, account.domain(&network));
}
