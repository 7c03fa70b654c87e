//! The explorer in a browser, on a node, beside an Actions server. Needs Chromium.

mod pages;
mod wallets;

use std::{fs, path::Path};

use girder_sdk::{ledger::state::Position, pda, transport};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::harness::{Chromium, Node, Server, SmallNetwork, Tab, Worker, free_port, program};

/// Base units of a token.
const TOKEN: u64 = 1_000_000;

/// A network on a node, an operator with ten tokens at stake, the servers about it, and a browser.
struct Scene {
    node: Node,
    network: SmallNetwork,
    worker: Worker,
    base: String,
    chromium: Chromium,
    _servers: [Server; 2],
    _index: tempfile::TempDir,
}

impl Scene {
    async fn new() -> Self {
        let node = Node::with_programs();
        let network = SmallNetwork::found(&node).await;
        let worker = network.worker(10 * TOKEN).await;
        let (actions, explorer) = (free_port(), free_port());
        let [actions_listen, listen] = [actions, explorer].map(|port| format!("127.0.0.1:{port}"));
        let [actions_url, base] = [&actions_listen, &listen].map(|address| format!("http://{address}"));
        let index = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", index.path().join("index.db").display());
        let server = program("girder-actions", ["--url", node.url(), "--listen", &actions_listen, "--log", "warn"]);
        let arguments = ["--url", node.url(), "--listen", &listen, "--database", &database, "--actions", &actions_url];
        let pages = program("girder-explorer", arguments);
        let servers = [Server::start(server, actions), Server::start(pages, explorer)];
        let chromium = Chromium::start().await;
        Self { node, network, worker, base, chromium, _servers: servers, _index: index }
    }

    /// A wallet with SOL and so many tokens (base units).
    async fn wallet(&self, tokens: u64) -> Keypair {
        let wallet = self.node.funded(1).await;
        self.network.give(wallet.pubkey(), tokens).await;
        wallet
    }

    /// The page of the operator.
    fn operator_page(&self) -> String {
        format!("{}/operator/{}", self.base, self.worker.operator)
    }

    /// A wallet's position with the operator, as the ledger has it.
    async fn position(&self, wallet: Address) -> Position {
        let address = pda::position(self.worker.operator, wallet);
        transport::fetch(&self.network.ledger, address).await.unwrap()
    }

    async fn tab(&self) -> Tab {
        self.chromium.tab().await
    }
}

/// What is wrong with how a page looks on a desk and on a phone, and with what it tells a screen reader. Pictures of it go to
/// `target/tmp/screenshots`.
async fn faults_of(tab: &Tab, name: &str) -> Vec<String> {
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
    fs::create_dir_all(&pictures).unwrap();
    let mut faults = Vec::new();
    for (width, dark) in [(1280, false), (1280, true), (390, false)] {
        tab.look(width, dark).await;
        let look = format!("{name}-{width}{}", if dark { "-dark" } else { "" });
        let found = tab.evaluate(include_str!("looked_at.js")).await.unwrap();
        let mut found: Vec<String> = serde_json::from_value(found).unwrap();
        let wide = tab.evaluate("document.scrollingElement.scrollWidth").await.unwrap();
        if wide.as_u64().is_none_or(|wide| wide > width.into()) {
            found.push(format!("it is {wide} pixels wide"));
        }
        faults.extend(found.into_iter().map(|fault| format!("{look}: {fault}")));
        // A picture of the whole page takes the width back that was set.
        fs::write(pictures.join(format!("{look}.png")), tab.picture().await).unwrap();
    }
    faults
}
