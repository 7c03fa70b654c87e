//! An operator, its device and its delegator live by `girder`'s commands alone.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use girder_sdk::{
    ledger::state::{Position, SlashCase},
    pda, tokens,
    transport::{self, Transport},
};
use serde_json::Value;
use solana_address::Address;
use solana_keypair::{Keypair, write_keypair_file};
use solana_signer::Signer;
use tempfile::TempDir;

use crate::harness::{Node, Output, SmallNetwork, program};

/// Base units of a token.
const TOKEN: u64 = 1_000_000;

/// A network on a node, and a folder for key files.
struct Scene {
    node: Node,
    network: SmallNetwork,
    folder: TempDir,
}

impl Scene {
    async fn new() -> Self {
        let node = Node::with_programs();
        let network = SmallNetwork::found(&node).await;
        Self { node, network, folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write_key(&self, name: &str, key: &Keypair) -> PathBuf {
        let file = self.file(name);
        write_keypair_file(key, &file).unwrap();
        file
    }

    /// Somebody with SOL, so many tokens and a key file.
    async fn wallet(&self, name: &str, tokens: u64) -> (Address, PathBuf) {
        let key = self.node.funded(10).await;
        self.network.give(key.pubkey(), tokens * TOKEN).await;
        (key.pubkey(), self.write_key(name, &key))
    }

    /// `girder` with these words, on the node, as whoever has this key.
    fn girder(&self, key: &Path, words: &str) -> Command {
        let mut command = self.offline(words);
        command.args(["--url", self.node.url(), "--json", "--keypair"]).arg(key);
        command
    }

    /// `girder` with these words, in the folder of key files.
    fn offline(&self, words: &str) -> Command {
        let mut command = program("girder", words.split_whitespace());
        command.current_dir(self.folder.path());
        command
    }

    async fn balance(&self, wallet: Address) -> u64 {
        let account = self.network.addresses.collateral.account_of(wallet);
        let holding = self.network.ledger.account(&account).await.unwrap().unwrap();
        tokens::decode_holding(account, &holding).unwrap().amount
    }

    /// An operator with a thousand tokens at stake and a device, whose key is in `device.json`.
    fn join(&self, identity: Address, key: &Path) -> Address {
        let network = self.network.addresses.network;
        let operator = pda::operator(network, identity);
        let registered = self.girder(key, &format!("operator register {network} --commission 1000")).json();
        assert_eq!(event(&registered), "OperatorRegistered");
        self.girder(key, &format!("stake deposit {operator} 1000")).json();
        self.offline("keys new device.json").text();
        self.girder(key, &format!("device register {operator} --key device.json --class 0")).json();
        operator
    }

    /// Signs a statement about epoch 0 as the device; more words may name its sequence.
    fn sign(&self, operator: Address, units: u64, more: &str) -> String {
        let (network, instance) = (self.network.addresses.network, hex(&self.network.domain.instance));
        fs::write(self.file("evidence"), "seen").unwrap();
        let prove = format!(
            "prove --key device.json --network {network} --instance {instance} --operator {operator} \
             --epoch 0 --class 0 --units {units} --evidence evidence {more}"
        );
        self.offline(&prove).text()
    }

    /// Signs two statements for one slot: `first.json` and `second.json`.
    fn sign_two(&self, operator: Address) {
        for (name, units) in [("first.json", 500), ("second.json", 1_000)] {
            fs::write(self.file(name), self.sign(operator, units, "--sequence 1")).unwrap();
        }
    }

    /// The network's only case.
    async fn case(&self) -> (Address, SlashCase) {
        let cases = transport::fetch_all(&self.network.ledger, self.network.addresses.network).await.unwrap();
        let [case] = cases.as_slice() else { panic!("{cases:?}") };
        *case
    }

    /// Signs what the device contributed in epoch 0 and submits it with two attestors' signatures: one that the attestor
    /// sent, one of a key at hand.
    fn prove(&self, operator: Address, key: &Path, units: u64) -> Value {
        fs::write(self.file("statement.json"), self.sign(operator, units, "")).unwrap();
        for (number, attestor) in self.network.attestors.iter().enumerate() {
            self.write_key(&format!("attestor{number}.json"), attestor);
        }
        let attested = self.offline("attest statement.json --key attestor0.json").text();
        fs::write(self.file("attestation.json"), attested).unwrap();
        let alone = self.girder(key, "proof submit statement.json --attestation attestation.json").refusal();
        assert!(alone.contains("the attestors' weight"), "{alone}");
        let submit = "proof submit statement.json --attestation attestation.json --attestor attestor1.json";
        self.girder(key, submit).json()
    }
}

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

/// The name of the first event that a transaction caused.
fn event(told: &Value) -> &str {
    told["events"][0]["event"].as_str().unwrap_or_else(|| panic!("{told}"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
