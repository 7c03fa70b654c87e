//! What people do with a network by `girder`'s commands: a node, the network, and a folder of key files.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use girder_sdk::{
    ledger::state::SlashCase,
    pda, tokens,
    transport::{self, Transport},
};
use serde_json::Value;
use solana_address::Address;
use solana_keypair::{Keypair, write_keypair_file};
use solana_signer::Signer;
use tempfile::TempDir;

use super::{Node, Output, SmallNetwork, program};

/// Base units of a token.
pub const TOKEN: u64 = 1_000_000;

/// A network on a node, and a folder for key files.
pub struct Scene {
    /// The node.
    pub node: Node,
    /// The network.
    pub network: SmallNetwork,
    folder: TempDir,
}

impl Scene {
    pub async fn new() -> Self {
        let node = Node::with_programs();
        let network = SmallNetwork::found(&node).await;
        Self { node, network, folder: tempfile::tempdir().unwrap() }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write_key(&self, name: &str, key: &Keypair) -> PathBuf {
        let file = self.file(name);
        write_keypair_file(key, &file).unwrap();
        file
    }

    /// Somebody with SOL, so many tokens and a key file.
    pub async fn wallet(&self, name: &str, tokens: u64) -> (Address, PathBuf) {
        let key = self.node.funded(10).await;
        self.network.give(key.pubkey(), tokens * TOKEN).await;
        (key.pubkey(), self.write_key(name, &key))
    }

    /// `girder` with these words, on the node, as whoever has this key.
    pub fn girder(&self, key: &Path, words: &str) -> Command {
        let mut command = self.offline(words);
        command.args(["--url", self.node.url(), "--json", "--keypair"]).arg(key);
        command
    }

    /// `girder` with these words, in the folder of key files.
    pub fn offline(&self, words: &str) -> Command {
        let mut command = program("girder", words.split_whitespace());
        command.current_dir(self.folder.path());
        command
    }

    pub async fn balance(&self, wallet: Address) -> u64 {
        let account = self.network.addresses.collateral.account_of(wallet);
        let holding = self.network.ledger.account(&account).await.unwrap().unwrap();
        tokens::decode_holding(account, &holding).unwrap().amount
    }

    /// An operator with a thousand tokens at stake and a device, whose key is in `device.json`.
    pub fn join(&self, identity: Address, key: &Path) -> Address {
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
    pub fn sign(&self, operator: Address, units: u64, more: &str) -> String {
        let (network, instance) = (self.network.addresses.network, hex(&self.network.domain.instance));
        fs::write(self.file("evidence"), "seen").unwrap();
        let prove = format!(
            "prove --key device.json --network {network} --instance {instance} --operator {operator} \
             --epoch 0 --class 0 --units {units} --evidence evidence {more}"
        );
        self.offline(&prove).text()
    }

    /// Signs two statements for one slot: `first.json` and `second.json`.
    pub fn sign_two(&self, operator: Address) {
        for (name, units) in [("first.json", 500), ("second.json", 1_000)] {
            fs::write(self.file(name), self.sign(operator, units, "--sequence 1")).unwrap();
        }
    }

    /// The network's only case.
    pub async fn case(&self) -> (Address, SlashCase) {
        let cases = transport::fetch_all(&self.network.ledger, self.network.addresses.network).await.unwrap();
        let [case] = cases.as_slice() else { panic!("{cases:?}") };
        *case
    }

    /// Signs what the device contributed in epoch 0 and submits it with two attestors' signatures: one that the attestor
    /// sent, one of a key at hand.
    pub fn prove(&self, operator: Address, key: &Path, units: u64) -> Value {
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

/// The name of the first event that a transaction caused.
pub fn event(told: &Value) -> &str {
    told["events"][0]["event"].as_str().unwrap_or_else(|| panic!("{told}"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
