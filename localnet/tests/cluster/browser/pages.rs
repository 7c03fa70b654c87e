//! Every kind of page, with what is on the node, on a desk and on a phone.

use std::time::{Duration, Instant};

use girder_sdk::{instructions as build, pda, proof::EquivocationReport, signer::DeviceSigner, tokens};
use solana_signer::Signer;

use super::{Scene, TOKEN, faults_of};

/// A page, and what must be read on it.
struct Shown {
    name: &'static str,
    path: String,
    texts: Vec<String>,
}

fn page(name: &'static str, path: String, texts: &[&str]) -> Shown {
    Shown { name, path, texts: texts.iter().map(|text| (*text).to_owned()).collect() }
}

impl Scene {
    /// Lets the operator work for an epoch and contradict itself; the pages about it.
    async fn live(&self) -> Vec<Shown> {
        let (network, worker) = (&self.network, &self.worker);
        let (addresses, founder) = (&network.addresses, network.founder.pubkey());
        self.node.warp_to(network.start_of(0)).await;
        let proven = network.prove(worker, 0, 1, 1_000).await.signature;
        let idle = network.worker(TOKEN).await;
        self.node.warp_to(network.settle_time(0)).await;
        network.send(&[build::settle_epoch(addresses, 0, founder, Some(1), None)], &[]).await;
        self.node.warp_to(network.harvest_time(0)).await;
        network.send(&[build::harvest(addresses, worker.operator, 0)], &[]).await;
        let owner = worker.identity.pubkey();
        let account = addresses.reward.account_of(owner);
        network.send(&[build::claim(addresses, worker.operator, owner, account)], &[]).await;
        let paid = tokens::balance(&network.ledger, account).await.unwrap();
        assert!(paid > 0);

        let (first, second) = (network.proof(worker, 1, 2, 500), network.proof(worker, 1, 2, 600));
        let report = EquivocationReport::new(&first, &second).unwrap();
        let reported = network.send(&report.instructions(addresses, founder, 0).unwrap(), &[]).await.signature;
        let case = pda::equivocation_case(addresses.network, pda::device(addresses.network, &worker.device.key()));
        self.indexed(&reported.to_string()).await;

        let home = format!("/network/{}", addresses.network);
        let short = |key: &str| format!("{}…{}", &key[..4], &key[key.len() - 4..]);
        let operator = short(&worker.operator.to_string());
        vec![
            page("networks", "/".into(), &["small", "active"]),
            page(
                "network",
                home.clone(),
                &["checks hold", "Set 1", &operator, &short(&idle.operator.to_string()), "case opened"],
            ),
            page("epoch", format!("{home}/epoch/0"), &["Credit of all operators\n1,000", &operator, "0.001"]),
            page("cases", format!("{home}/cases"), &["equivocation", "open"]),
            page("case", format!("/case/{case}"), &["Two different digests", &operator, "can be overturned"]),
            page(
                "operator",
                format!("/operator/{}", worker.operator),
                &["1 open slash case(s)", "harvested", "No wallet found"],
            ),
            page("proof", format!("/transaction/{proven}"), &["Every check holds.", "contribution counted"]),
            page("wallet", format!("/wallet/{owner}"), &[&operator, "claimed"]),
            page("nothing", "/case/11111111111111111111111111111111".into(), &["There is no slash case at"]),
        ]
    }

    /// Waits until the explorer knows of a transaction.
    async fn indexed(&self, signature: &str) {
        let tab = self.tab().await;
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            tab.open(&format!("{}/transaction/{signature}/status", self.base)).await;
            let text = tab.text().await;
            if text.contains("\"indexed\":true") {
                return;
            }
            assert!(Instant::now() < deadline, "{signature} is not indexed: {text}");
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }
}

#[tokio::test]
async fn every_page_shows_what_is_on_the_node_and_fits_desks_and_phones() {
    let scene = Scene::new().await;
    let pages = scene.live().await;
    let tab = scene.tab().await;
    let mut faults = Vec::new();
    for shown in &pages {
        tab.look(1280, false).await;
        tab.open(&format!("{}{}", scene.base, shown.path)).await;
        let text = tab.text().await;
        for expected in shown.texts.iter().filter(|expected| !text.contains(*expected)) {
            faults.push(format!("{}: no '{expected}' in {text}", shown.name));
        }
        faults.extend(faults_of(&tab, shown.name).await);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
