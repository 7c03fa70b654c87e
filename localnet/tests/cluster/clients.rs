//! Wallets: the Actions server and the IDL, used by clients from npm that nobody here wrote.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
    sync::OnceLock,
};

use girder_sdk::{
    instructions as build,
    ledger::state::{Operator, Position},
    pda, tokens, transport,
};
use serde_json::{Value, json};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::harness::{Node, Server, SmallNetwork, free_port, program};

/// Base units of a token.
const TOKEN: u64 = 1_000_000;

/// A network on a node, its operator with ten tokens, a wallet with four, and the server.
struct Scene {
    node: Node,
    network: SmallNetwork,
    operator: Address,
    wallet: Keypair,
    base: String,
    _server: Server,
}

impl Scene {
    async fn new() -> Self {
        let node = Node::with_programs();
        let network = SmallNetwork::found(&node).await;
        let operator = network.worker(10 * TOKEN).await.operator;
        let wallet = node.funded(1).await;
        network.give(wallet.pubkey(), 4 * TOKEN).await;
        let port = free_port();
        let listen = format!("127.0.0.1:{port}");
        let server = program("girder-actions", ["--url", node.url(), "--listen", &listen, "--log", "warn"]);
        Self { base: format!("http://{listen}"), _server: Server::start(server, port), node, network, operator, wallet }
    }

    fn card(&self, rest: &str) -> String {
        format!("{}/api/{}/operators/{}{rest}", self.base, self.network.addresses.network, self.operator)
    }

    /// Presses a button of a card with `@dialectlabs/blinks-core`.
    fn press(&self, card: &str, button: &str, values: Value) -> Value {
        script("blink.mjs", &[self.node.url(), card, button, &values.to_string()], &self.wallet)
    }

    async fn position(&self) -> Position {
        let address = pda::position(self.operator, self.wallet.pubkey());
        transport::fetch(&self.network.ledger, address).await.unwrap()
    }

    async fn tokens(&self) -> u64 {
        let account = self.network.addresses.collateral.account_of(self.wallet.pubkey());
        tokens::balance(&self.network.ledger, account).await.unwrap()
    }
}

#[tokio::test]
async fn a_blink_delegates_by_its_buttons_and_says_what_is_refused() {
    let scene = Scene::new().await;
    let done = scene.press(&scene.card(""), "Delegate", json!({ "amount": "1.5" }));
    assert_eq!((&done["supported"], &done["icon"]), (&json!(true), &json!(format!("{}/icon.svg", scene.base))));
    assert_eq!(done["next"], json!({ "type": "completed", "description": done["message"] }));
    assert_eq!(scene.position().await.shares, 3 * TOKEN / 2);

    scene.press(&scene.card("/delegate"), "Delegate 50 %", json!({}));
    assert_eq!((scene.position().await.shares, scene.tokens().await), (11 * TOKEN / 4, 5 * TOKEN / 4));

    let network = format!("{}/api/{}", scene.base, scene.network.addresses.network);
    let operator = scene.operator.to_string();
    scene.press(&network, "Delegate", json!({ "operator": operator, "amount": "0.25" }));
    assert_eq!(scene.tokens().await, TOKEN);

    let refused = scene.press(&network, "Delegate", json!({ "operator": operator, "amount": "1.000001" }));
    assert!(refused["refused"].as_str().unwrap().contains("holds 1 staked tokens"), "{refused}");
}

#[tokio::test]
async fn an_actions_client_delegates_leaves_and_gets_its_tokens_back() {
    let scene = Scene::new().await;
    let act = |rest: &str| script("solana-actions.mjs", &[scene.node.url(), &scene.card(rest)], &scene.wallet);
    act("/delegate?percent=100");
    assert_eq!((scene.position().await.shares, scene.tokens().await), (4 * TOKEN, 0));
    act("/unstake?amount=3");
    assert_eq!(scene.position().await.unbonding_shares, 3 * TOKEN);
    scene.node.warp(scene.network.parameters.unbonding);
    let done = act("/withdraw");
    assert_eq!(done["message"], "Withdraw 3 staked tokens");
    assert_eq!(scene.tokens().await, 3 * TOKEN);
}

#[tokio::test]
async fn anchors_client_knows_the_ledger_by_its_idl_alone() {
    let scene = Scene::new().await;
    let idl = concat!(env!("CARGO_MANIFEST_DIR"), "/../../sbf/artifacts/ledger.json");
    let (network, operator) = (scene.network.addresses.network, scene.operator);
    let arguments = [scene.node.url(), idl, &network.to_string(), &operator.to_string()];
    let read = script("idl.mjs", &arguments, &scene.wallet);
    let founder = scene.network.founder.pubkey().to_string();
    assert_eq!(
        read["network"],
        json!({
            "creator": founder,
            "authority": founder,
            "collateralMint": scene.network.addresses.collateral.mint.to_string(),
            "name": "small",
            "epochLength": scene.network.parameters.epoch_length.to_string(),
            "unbonding": scene.network.parameters.unbonding.to_string(),
            "collateralDecimals": 6,
        })
    );

    let identity = transport::fetch::<Operator>(&scene.network.ledger, operator).await.unwrap().identity;
    let ours = build::unstake(&scene.network.addresses, operator, identity, 1);
    let theirs = &read["instruction"];
    assert_eq!(theirs["programId"], ours.program_id.to_string());
    let keys: Vec<(Address, bool, bool)> =
        ours.accounts.iter().map(|meta| (meta.pubkey, meta.is_signer, meta.is_writable)).collect();
    let named: Vec<_> = keys.iter().map(|(key, signs, writes)| json!([key.to_string(), signs, writes])).collect();
    assert_eq!(theirs["keys"], json!(named));
    assert_eq!(theirs["data"], json!(ours.data));
}

/// Runs a script of `localnet/clients` with a wallet; it must succeed.
fn script(name: &str, arguments: &[&str], wallet: &Keypair) -> Value {
    let mut command = Command::new("node");
    command.current_dir(clients()).arg(name).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut node = command.spawn().expect("node, version 20 or newer, runs the clients");
    let key = serde_json::to_vec(wallet.to_bytes().as_slice()).unwrap();
    node.stdin.take().unwrap().write_all(&key).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success(), "{name} {arguments:?} failed");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The folder of the clients, with what their lock file names.
fn clients() -> &'static PathBuf {
    static CLIENTS: OnceLock<PathBuf> = OnceLock::new();
    CLIENTS.get_or_init(|| {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../clients"));
        let installed = Command::new("npm").args(["ci", "--silent"]).current_dir(&folder).status();
        assert!(installed.expect("npm fetches the clients").success(), "npm ci failed");
        folder
    })
}
