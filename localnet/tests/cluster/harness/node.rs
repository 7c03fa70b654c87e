//! A node in a process of its own, which ends with the test.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use girder_sdk::{
    governor::program as governor,
    ledger,
    rpc::{Cluster, CommitmentConfig, RpcLedger},
    transport::Transport,
};
use serde_json::Value;
use solana_keypair::Keypair;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_signer::Signer;

use super::build;

const LAMPORTS_PER_SOL: u64 = 1_000_000_000;

/// A running node.
pub struct Node {
    child: Child,
    url: String,
    websocket_url: String,
}

impl Node {
    /// A node with nothing on it.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// A node with the ledger, the governor and the steward in place, as no upgrade authority put them there.
    pub fn with_programs() -> Self {
        let artifacts = build::project().join("sbf/artifacts");
        let programs = [(ledger::ID, "ledger"), (governor::ID, "governor"), (steward::ID, "steward")];
        let options = programs.iter().flat_map(|(address, name)| {
            let file = artifacts.join(name).with_extension("so");
            ["--program".to_owned(), address.to_string(), file.to_str().unwrap().to_owned()]
        });
        Self::start_with(&options.collect::<Vec<_>>())
    }

    /// A node that is started with these options of `cargo localnet`.
    pub fn start_with(options: &[String]) -> Self {
        let mut command = Command::new(build::node());
        command.args(["--port", "0", "--json", "--until-input-ends"]).args(options);
        // Its input ends with this process, however that ends.
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let started: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("the node did not start: '{line}'"));
        let text = |field: &str| started[field].as_str().unwrap().to_owned();
        Self { child, url: text("url"), websocket_url: text("websocket") }
    }

    /// Where JSON-RPC is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where subscriptions are.
    pub fn websocket_url(&self) -> &str {
        &self.websocket_url
    }

    /// The ledger on this node, as confirmed.
    pub fn ledger(&self) -> RpcLedger {
        let cluster: Cluster = self.url.parse().unwrap();
        RpcLedger::new(&cluster, CommitmentConfig::confirmed()).unwrap()
    }

    /// A plain client, as confirmed.
    pub fn client(&self) -> RpcClient {
        RpcClient::new_with_commitment(self.url.clone(), CommitmentConfig::confirmed())
    }

    /// A new key with so many SOL.
    pub async fn funded(&self, sol: u64) -> Keypair {
        let wallet = Keypair::new();
        self.ledger().airdrop(&wallet.pubkey(), sol * LAMPORTS_PER_SOL).await.unwrap();
        wallet
    }

    /// The node's time, seconds since 1970.
    pub async fn time(&self) -> i64 {
        self.ledger().clock().await.unwrap().unix_timestamp
    }

    /// Moves the clock on by so many seconds, as `cargo localnet warp` does.
    pub fn warp(&self, seconds: i64) {
        let warp = Command::new(build::node()).args(["warp", &format!("{seconds}s"), "--url", &self.url]).output();
        let warp = warp.unwrap();
        assert!(warp.status.success(), "{}", String::from_utf8_lossy(&warp.stderr));
    }

    /// Moves the clock on to a time, unless it is there already.
    pub async fn warp_to(&self, time: i64) {
        let left = time - self.time().await;
        if left > 0 {
            self.warp(left);
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _killed = self.child.kill();
        let _status = self.child.wait();
    }
}
