//! A stranger turns `girder crank`, and people look at what it left: `top`, `export`, `operator`, `stake`.

use std::fs;

use girder_sdk::{
    ledger::state::{Books, SlashCase},
    transport,
};
use serde_json::Value;

use crate::harness::{Output, Scene};

/// The lines of JSON that a crank printed: its steps, and at last its totals.
fn lines(printed: &str) -> (Vec<Value>, Value) {
    let mut lines: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let totals = lines.pop().unwrap();
    (lines, totals)
}

#[tokio::test]
async fn a_stranger_settles_harvests_and_pays_everybody() {
    let scene = Scene::new().await;
    let (network, addresses) = (&scene.network, &scene.network.addresses);
    let (identity, own) = scene.wallet("operator.json", 1_000).await;
    let (_, stranger) = scene.wallet("stranger.json", 0).await;
    let operator = scene.join(identity, &own);
    scene.node.warp_to(network.start_of(0)).await;
    scene.prove(operator, &own, 1_000);
    let crank = format!("crank {}", addresses.network);
    let (steps, totals) = lines(&scene.girder(&stranger, &crank).text());
    assert_eq!((steps.len(), totals["done"].as_u64()), (0, Some(0)), "nothing is due in the epoch");

    scene.node.warp_to(network.settle_time(0)).await;
    let top = format!("top {} --once --tab epochs --url {}", addresses.network, scene.node.url());
    assert!(scene.offline(&top).text().contains("next to settle: 0, due"));
    scene.girder(&stranger, &crank).text();
    let books: Books = transport::fetch(&network.ledger, addresses.books).await.unwrap();
    assert_eq!(books.next_epoch, 1);
    let before = scene.balance(identity).await;
    scene.node.warp_to(network.harvest_time(0)).await;
    let (steps, totals) = lines(&scene.girder(&stranger, &crank).text());
    let done = |task: &str| steps.iter().any(|step| step["task"] == task && step["outcome"] == "done");
    assert!(done("harvest") && done("claim") && done("commission") && done("close"), "{steps:#?}");
    assert_eq!(totals["refused"], 0, "{totals}");
    let paid = scene.balance(identity).await - before;
    assert!((999..=1_000).contains(&paid), "{paid}");

    let events = format!("top {} --once --tab events --url {}", addresses.network, scene.node.url());
    let events = scene.offline(&events).text();
    let happened = |name: &str, about: &str| {
        events.lines().any(|line| {
            line.contains(name) && line.contains(about) && line.trim_end_matches(['│', ' ']).ends_with("1,000")
        })
    };
    assert!(happened("deposited", &operator.to_string()), "{events}");
    assert!(events.contains("contribution counted") && events.contains("epoch settled"), "{events}");

    let list = format!("stake list {} --json --url {}", addresses.network, scene.node.url());
    let positions = scene.offline(&list).json();
    assert_eq!((&positions[0]["operator"], &positions[0]["owed"]), (&operator.to_string().into(), &0.into()));
    let export =
        format!("export {} --what operators --out operators.csv --url {}", addresses.network, scene.node.url());
    scene.offline(&export).text();
    let written = fs::read_to_string(scene.file("operators.csv")).unwrap();
    assert!(written.lines().count() == 2 && written.contains(&operator.to_string()), "{written}");
    let show = format!("operator show {operator} --url {}", scene.node.url());
    let shown = scene.offline(&show).text();
    assert!(shown.contains("state            active") && shown.contains("to be harvested  nothing"), "{shown}");
}

#[tokio::test]
async fn who_reported_two_statements_is_paid_by_somebody_elses_crank() {
    let scene = Scene::new().await;
    let (identity, own) = scene.wallet("operator.json", 1_000).await;
    let (watcher, key) = scene.wallet("watcher.json", 0).await;
    let stranger = scene.write_key("stranger.json", &scene.node.funded(10).await);
    let operator = scene.join(identity, &own);
    scene.node.warp_to(scene.network.start_of(0)).await;
    scene.sign_two(operator);
    scene.girder(&key, "slash report-equivocation first.json second.json --commit ticket.json").json();
    scene.node.warp(1);
    scene.girder(&key, "slash report-equivocation first.json second.json --ticket ticket.json").json();
    let (address, opened): (_, SlashCase) = scene.case().await;
    assert_eq!(opened.bounty_recipient, watcher);

    scene.node.warp(scene.network.parameters.appeal + 1);
    let crank = format!("crank {} --only slash", scene.network.addresses.network);
    let (steps, _) = lines(&scene.girder(&stranger, &crank).text());
    assert_eq!((&steps[0]["account"], &steps[0]["outcome"]), (&address.to_string().into(), &"done".into()));
    assert_eq!(scene.balance(watcher).await, opened.taken / 10);
}
