//! A cluster, who pays on it, and a directory with the files that a cluster file names.

use std::{
    fs,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use anyhow::Result;
use girder_migrations::{ClusterFile, Plan, Progress, Step, Waiting};
use girder_sdk::{
    embedded::EmbeddedLedger,
    loader::{self, DeployedProgram, ProgramState},
    network::encode_name,
    pda,
    transport::Transport,
};
use solana_address::Address;
use solana_keypair::{Keypair, write_keypair_file};
use solana_signer::Signer;
use tempfile::TempDir;

/// The example.
pub const LOCAL: &str = include_str!("../../../app/cli/networks/local.toml");

/// A small program, which is none of Girder's.
pub const SMALL: &[u8] = include_bytes!("../../../tests/programs/verifier.so");

pub struct Scene {
    pub ledger: EmbeddedLedger,
    pub payer: Keypair,
    pub directory: TempDir,
    /// Steps that were begun.
    steps: AtomicUsize,
}

impl Progress for Scene {
    fn step(&self, number: usize, steps: usize, step: &Step) {
        assert!(number < steps && !step.what.is_empty());
        self.steps.fetch_add(1, Ordering::Relaxed);
    }

    fn wrote(&self, done: usize, all: usize) {
        assert!(done <= all);
    }
}

impl Scene {
    /// A cluster without Girder.
    pub fn empty() -> Self {
        Self::on(EmbeddedLedger::without_programs(1).unwrap())
    }

    /// A cluster on which the ledger runs already.
    pub fn with_ledger() -> Self {
        Self::on(EmbeddedLedger::new(1).unwrap())
    }

    fn on(ledger: EmbeddedLedger) -> Self {
        let payer = Keypair::new_from_array([1; 32]);
        ledger.airdrop(payer.pubkey(), 1_000_000_000_000).unwrap();
        Self { ledger, payer, directory: TempDir::new().unwrap(), steps: AtomicUsize::new(0) }
    }

    /// A new key in a file of that name, with lamports.
    pub fn key(&self, name: &str) -> Address {
        let key = Keypair::new();
        write_keypair_file(&key, self.directory.path().join(name)).unwrap();
        self.ledger.airdrop(key.pubkey(), 10_000_000_000).unwrap();
        key.pubkey()
    }

    /// A file in the directory.
    pub fn write(&self, name: &str, content: &[u8]) {
        fs::write(self.directory.path().join(name), content).unwrap();
    }

    pub fn file(&self, text: &str) -> Result<ClusterFile> {
        ClusterFile::parse(text, self.directory.path())
    }

    pub async fn plan(&self, text: &str) -> Result<Plan> {
        girder_migrations::plan(&self.file(text)?, &self.ledger, &self.payer).await
    }

    pub async fn apply(&self, text: &str) -> Result<Plan> {
        self.apply_over(&self.ledger, text).await
    }

    /// The same over another transport to the cluster, whose slots go by meanwhile.
    pub async fn apply_over(&self, transport: &dyn Transport, text: &str) -> Result<Plan> {
        let file = self.file(text)?;
        let slots = async {
            loop {
                self.ledger.warp_by(1);
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::select! {
            biased;
            applied = girder_migrations::apply(&file, transport, &self.payer, self) => applied,
            () = slots => unreachable!("slots go by for ever"),
        }
    }

    /// Applies, and checks that there is nothing left to do but wait.
    pub async fn settle(&self, text: &str) -> Vec<Waiting> {
        self.apply(text).await.unwrap();
        let before = self.steps.load(Ordering::Relaxed);
        let left = self.apply(text).await.unwrap();
        assert_eq!(self.steps.load(Ordering::Relaxed), before, "a second time there is nothing to do");
        left.waiting
    }

    pub async fn refusal(&self, text: &str) -> String {
        format!("{:#}", self.plan(text).await.expect_err("it is refused"))
    }

    pub async fn program(&self, address: Address) -> DeployedProgram {
        match loader::program(&self.ledger, address).await.unwrap() {
            ProgramState::Deployed(program) => program,
            other => panic!("{other:?}"),
        }
    }

    /// The network of that name that the payer founded.
    pub fn network(&self, name: &str) -> Address {
        pda::network(self.payer.pubkey(), &encode_name(name).unwrap())
    }
}

/// The example's network without its programs.
pub fn network() -> String {
    LOCAL[LOCAL.find("[[network]]").unwrap()..].to_owned()
}

/// The example's network with something changed.
pub fn network_with(from: &str, to: &str) -> String {
    let text = network();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// The same with attestors: each with the name of its key's file, or its address, and its weight.
pub fn with_attestors(text: &str, attestors: &[(&str, u64)]) -> String {
    attestors.iter().fold(text.to_owned(), |text, (key, weight)| {
        format!("{text}\n[[network.attestor]]\nkey = \"{key}\"\nbond = 5_000\nweight = {weight}\n")
    })
}

pub fn steps(plan: &Plan) -> Vec<&str> {
    plan.steps.iter().map(|step| step.what.as_str()).collect()
}
