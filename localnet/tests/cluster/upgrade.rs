//! An upgrade that is announced, waits in public, and is executed by a stranger: `girder upgrade`.

use std::{fs, path::PathBuf, process::Command};

use girder_sdk::{
    artifacts,
    governor::program as governor,
    loader::{self, ProgramState},
};
use solana_address::Address;
use solana_keypair::{Keypair, write_keypair_file};
use solana_signer::Signer;
use tempfile::TempDir;

use crate::harness::{Node, Output, program};

/// A node without programs, and key files.
struct Scene {
    node: Node,
    folder: TempDir,
}

impl Scene {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn key(&self, name: &str, sol: u64) -> Keypair {
        let key = self.node.funded(sol).await;
        write_keypair_file(&key, self.file(name)).unwrap();
        key
    }

    /// `girder` with these words, as whoever has this key.
    fn girder(&self, key: &str, words: &str) -> Command {
        let mut command = program("girder", words.split_whitespace());
        command.current_dir(self.folder.path()).args(["--url", self.node.url(), "--json", "--keypair", key]);
        command
    }

    /// Brings the programs to what a file says: the governor, by the steward, as this artifact.
    fn apply(&self, artifact: &str) {
        let text = format!(
            "[[program]]\nname = \"steward\"\n[[program]]\nname = \"governor\"\ncustody = \"steward\"\n{artifact}"
        );
        fs::write(self.file("cluster.toml"), text).unwrap();
        self.girder("steward.json", "deploy apply --file cluster.toml").json();
    }

    async fn is_deployed(&self, code: &[u8]) -> bool {
        let there = loader::program(&self.node.ledger(), governor::ID).await.unwrap();
        matches!(there, ProgramState::Deployed(program) if program.is(code))
    }
}

#[tokio::test]
async fn an_announced_upgrade_is_shown_refused_early_and_executed_by_a_stranger() {
    let scene = Scene { node: Node::start(), folder: TempDir::new().unwrap() };
    let first = scene.key("steward.json", 100).await;
    let next = scene.key("next.json", 10).await;
    scene.key("stranger.json", 10).await;
    scene.apply("");
    let (old, new) = (b"the network still exists", b"THE NETWORK STILL EXISTS");
    let mut code = artifacts::GOVERNOR.to_vec();
    let at = code.windows(old.len()).position(|part| part == old).unwrap();
    code[at..at + new.len()].copy_from_slice(new);
    fs::write(scene.file("next.so"), &code).unwrap();
    scene.apply("artifact = \"next.so\"");

    let upgrade = |key: &str, step: &str| scene.girder(key, &format!("upgrade {step} {}", governor::ID));
    let show = || {
        let words = ["upgrade", "show", &governor::ID.to_string(), "--url", scene.node.url()].map(str::to_owned);
        program("girder", words).json()
    };
    let shown = show();
    let named = |key: Address| serde_json::Value::from(key.to_string());
    assert_eq!(shown["steward"], named(first.pubkey()), "{shown:#}");
    assert!(shown["upgrade"].is_object(), "{shown:#}");
    let early = upgrade("stranger.json", "execute").refusal();
    assert!(early.contains("too early"), "{early}");
    upgrade("stranger.json", "cancel").refusal();

    upgrade("steward.json", &format!("offer --to {}", next.pubkey())).json();
    upgrade("stranger.json", "accept").refusal();
    upgrade("next.json", "accept").json();
    assert_eq!(show()["steward"], named(next.pubkey()));

    scene.node.warp(30 * 86_400);
    assert!(scene.is_deployed(artifacts::GOVERNOR).await);
    upgrade("stranger.json", "execute").json();
    assert!(scene.is_deployed(&code).await);
    assert!(show()["upgrade"].is_null());
}
