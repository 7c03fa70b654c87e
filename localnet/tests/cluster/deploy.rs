//! From an empty cluster to a network, with one file and one command.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use girder_sdk::{
    artifacts,
    governor::program as governor,
    ledger,
    ledger::state::Network,
    loader::{self, ProgramState},
    network::encode_name,
    pda,
    steward::buffer::{self, Buffer},
    transport::{self, Transport},
};
use solana_address::Address;
use solana_keypair::{Keypair, write_keypair_file};
use solana_signer::Signer;
use tempfile::TempDir;

use crate::harness::{Node, Output, program};

const EXAMPLE: &str = include_str!("../../../app/cli/networks/local.toml");

/// Who deploys, with files of its own.
struct Deployer {
    node: Node,
    key: Keypair,
    directory: TempDir,
}

impl Deployer {
    async fn new() -> Self {
        let node = Node::start();
        let (key, directory) = (node.funded(100).await, TempDir::new().unwrap());
        write_keypair_file(&key, directory.path().join("id.json")).unwrap();
        Self { node, key, directory }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.directory.path().join(name)
    }

    /// `girder deploy COMMAND` with a file of this text.
    fn deploy(&self, command: &str, text: &str) -> Command {
        fs::write(self.path("cluster.toml"), text).unwrap();
        let [file, key] = ["cluster.toml", "id.json"].map(|name| self.path(name));
        let file: &Path = &file;
        let mut deploy = program("girder", ["deploy", command, "--json", "--url", self.node.url()]);
        deploy.arg("--file").arg(file).arg("--keypair").arg(&key);
        deploy
    }

    /// Applies, and returns what waits; nothing else may be left.
    fn apply(&self, text: &str) -> Vec<serde_json::Value> {
        let left = self.deploy("apply", text).json();
        assert_eq!(left["steps"].as_array().unwrap().len(), 0);
        left["waiting"].as_array().unwrap().clone()
    }

    async fn is_deployed(&self, address: Address, code: &[u8]) -> bool {
        let there = loader::program(&self.node.ledger(), address).await.unwrap();
        matches!(there, ProgramState::Deployed(program) if program.is(code))
    }
}

#[tokio::test]
async fn the_example_is_deployed_and_then_there_is_nothing_to_do() {
    let deployer = Deployer::new().await;
    let plan = deployer.deploy("plan", EXAMPLE).json();
    assert!(plan["steps"].as_array().unwrap().len() > 8, "{plan:#}");

    let begun = Instant::now();
    assert!(deployer.apply(EXAMPLE).is_empty());
    println!("the three programs and the network: {:.1} s", begun.elapsed().as_secs_f32());
    assert!(deployer.is_deployed(ledger::ID, artifacts::LEDGER).await);
    let network = pda::network(deployer.key.pubkey(), &encode_name("local").unwrap());
    let account: Network = transport::fetch(&deployer.node.ledger(), network).await.unwrap();
    assert_eq!(account.authority, deployer.key.pubkey());

    let plan = deployer.deploy("plan", EXAMPLE).json();
    assert_eq!((plan["steps"].as_array().unwrap().len(), plan["waiting"].as_array().unwrap().len()), (0, 0));
    assert!(deployer.apply(EXAMPLE).is_empty());
}

#[tokio::test]
async fn the_solana_clis_configuration_says_where_and_who_and_another_programs_key_is_refused() {
    let deployer = Deployer::new().await;
    let [file, key, config] = ["cluster.toml", "id.json", "config.yml"].map(|name| deployer.path(name));
    fs::write(&file, "[[program]]\nname = \"governor\"").unwrap();
    let text = format!("json_rpc_url: {}\nkeypair_path: {}\n", deployer.node.url(), key.display());
    fs::write(&config, text).unwrap();
    let plan = || {
        let mut plan = program("girder", ["deploy", "plan"]);
        plan.arg("--config").arg(&config).arg("--file").arg(&file);
        plan
    };
    let told = plan().text();
    let buffer = buffer::address(deployer.key.pubkey(), artifacts::GOVERNOR).unwrap();
    assert!(told.contains(&format!("into the buffer {buffer}")) && told.contains("write idl ADDRESS"), "{told}");

    let said = plan().arg("--program-keypair").arg(format!("governor={}", key.display())).refusal();
    let (ours, theirs) = (governor::ID, deployer.key.pubkey());
    assert!(said.contains(&format!("its keypair is of {theirs}, but this build of Girder is for {ours}")), "{said}");
    assert!(said.contains(&format!("sbf/build --program-keypair governor={}", key.display())), "{said}");
}

#[tokio::test]
async fn a_deployment_that_is_killed_goes_on_where_it_was() {
    let deployer = Deployer::new().await;
    let (text, code) = ("[[program]]\nname = \"ledger\"", artifacts::LEDGER);
    let address = buffer::address(deployer.key.pubkey(), code).unwrap();
    let ledger = deployer.node.ledger();
    let left = async || {
        let account = ledger.account(&address).await.unwrap();
        let held = account.as_ref().and_then(Buffer::decode).map(|held| held.bytes).unwrap_or_default();
        buffer::missing(address, deployer.key.pubkey(), code, &held).len()
    };
    let all = left().await;

    let mut first = deployer.deploy("apply", text).stdout(Stdio::null()).spawn().unwrap();
    while left().await > all * 2 / 3 {
        assert!(first.try_wait().unwrap().is_none(), "it ended by itself");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    first.kill().unwrap();
    first.wait().unwrap();
    // What was under way when it was killed still arrives.
    let mut then = left().await;
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = left().await;
        if now == then {
            break;
        }
        then = now;
    }
    println!("killed with {then} of {all} writes left");
    assert!((1..=all * 2 / 3).contains(&then), "{then} of {all}");
    let plan = deployer.deploy("plan", text).text();
    assert!(plan.contains(&format!("{then} transactions")), "{plan}");
    assert!(deployer.apply(text).is_empty());
    assert!(deployer.is_deployed(ledger::ID, code).await);
}

#[tokio::test]
async fn an_upgrade_waits_for_its_thirty_days() {
    let deployer = Deployer::new().await;
    let text = |artifact: &str| {
        format!("[[program]]\nname = \"steward\"\n[[program]]\nname = \"ledger\"\ncustody = \"steward\"\n{artifact}")
    };
    assert!(deployer.apply(&text("")).is_empty());
    let (old, new) = (b"epochs settle in order", b"EPOCHS SETTLE IN ORDER");
    let mut next = artifacts::LEDGER.to_vec();
    let at = next.windows(old.len()).position(|part| part == old).unwrap();
    next[at..at + new.len()].copy_from_slice(new);
    fs::write(deployer.path("next.so"), &next).unwrap();

    let upgrade = text("artifact = \"next.so\"");
    let waiting = deployer.apply(&upgrade);
    let from = waiting[0]["from"].as_i64().unwrap();
    assert!(deployer.is_deployed(ledger::ID, artifacts::LEDGER).await);
    deployer.node.warp_to(from).await;
    assert!(deployer.apply(&upgrade).is_empty());
    assert!(deployer.is_deployed(ledger::ID, &next).await);
}
