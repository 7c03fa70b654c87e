//! A Solana node in this process: Surfpool's, offline, with a block every 200 milliseconds.

use std::{
    net::{Ipv4Addr, TcpListener},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use crossbeam_channel::{Receiver, Sender, unbounded};
use solana_pubkey::Pubkey;
use surfpool_core::{
    runloops::start_local_surfnet_runloop,
    surfnet::{
        locker::SurfnetSvmLocker,
        svm::{SurfnetSvm, SurfnetSvmConfig},
    },
};
use surfpool_types::{BlockProductionMode, RpcConfig, SimnetCommand, SimnetConfig, SimnetEvent, SurfpoolConfig};

const HOST: &str = "127.0.0.1";
const SLOT_MILLISECONDS: u64 = 200;
const START_TIMEOUT: Duration = Duration::from_secs(30);
const STOP_TIMEOUT: Duration = Duration::from_secs(5);
/// What answers on ports of its own, and says so when it has stopped: JSON-RPC and WebSocket.
const SERVERS: usize = 2;

/// How to start a node.
#[derive(Clone, Debug)]
pub struct Options {
    /// Port of JSON-RPC; WebSocket has the next one. 0 takes two free ones.
    pub port: u16,
    /// Who gets lamports.
    pub fund: Vec<Pubkey>,
    /// How many lamports each of them gets.
    pub lamports: u64,
}

/// A running node; it stops when dropped.
pub struct LocalNode {
    port: u16,
    commands: Sender<SimnetCommand>,
    servers_stopped: Receiver<()>,
}

impl LocalNode {
    /// Starts a node and waits until it answers. Refuses a port that is taken.
    pub fn start(options: &Options) -> Result<Self> {
        let port = ports(options.port)?;
        let simnet = SimnetConfig {
            offline_mode: true,
            remote_rpc_url: None,
            slot_time: SLOT_MILLISECONDS,
            block_production_mode: BlockProductionMode::Clock,
            airdrop_addresses: options.fund.clone(),
            airdrop_token_amount: options.lamports,
            instruction_profiling_enabled: false,
            ..SimnetConfig::default()
        };
        // A profile of each instruction runs a transaction's beginnings again, on a copy of the state for each.
        let svm = SurfnetSvmConfig {
            slot_time: SLOT_MILLISECONDS,
            instruction_profiling_enabled: false,
            ..SurfnetSvmConfig::default()
        };
        let rpc =
            RpcConfig { bind_host: HOST.to_owned(), bind_port: port, ws_port: websocket(port), ..RpcConfig::default() };
        let config = SurfpoolConfig { simnets: vec![simnet], rpc, ..SurfpoolConfig::default() };
        let (svm, events, blocks) = SurfnetSvm::new(svm).map_err(|error| anyhow!("the node's state: {error}"))?;
        let (commands, received) = unbounded();
        let (own_commands, state) = (commands.clone(), SurfnetSvmLocker::new(svm));
        let runtime = tokio::runtime::Runtime::new().context("the node's threads")?;
        thread::Builder::new().name("localnet".to_owned()).spawn(move || {
            let run = start_local_surfnet_runloop(state, config, own_commands, received, blocks);
            if let Err(error) = runtime.block_on(run) {
                eprintln!("error: the node stopped: {error}");
            }
        })?;
        wait_until_started(&events)?;
        Ok(Self { port, commands, servers_stopped: follow(events)? })
    }

    /// Where JSON-RPC is.
    pub fn url(&self) -> String {
        format!("http://{HOST}:{}", self.port)
    }

    /// Where subscriptions are.
    pub fn websocket_url(&self) -> String {
        format!("ws://{HOST}:{}", websocket(self.port))
    }
}

impl Drop for LocalNode {
    fn drop(&mut self) {
        if self.commands.send(SimnetCommand::Terminate(None)).is_ok() {
            // The ports are free when both have stopped; a node that hangs is left to the end of the process.
            let _stopped = (0..SERVERS).all(|_| self.servers_stopped.recv_timeout(STOP_TIMEOUT).is_ok());
        }
    }
}

/// The WebSocket's port, as clients derive it from that of JSON-RPC.
fn websocket(port: u16) -> u16 {
    port.saturating_add(1)
}

/// The port if it and the next one are free; for 0, one of which that is true.
fn ports(wanted: u16) -> Result<u16> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    if wanted != 0 {
        ensure!(wanted < u16::MAX, "port {wanted} has no next one for WebSocket");
        for port in [wanted, websocket(wanted)] {
            bind(port).with_context(|| format!("port {port} is not free (is another node running?)"))?;
        }
        return Ok(wanted);
    }
    for _ in 0..100 {
        let first = bind(0).context("a free port")?;
        let port = first.local_addr()?.port();
        if port < u16::MAX && bind(websocket(port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no two free ports side by side")
}

fn wait_until_started(events: &Receiver<SimnetEvent>) -> Result<()> {
    loop {
        match events.recv_timeout(START_TIMEOUT).context("the node did not start")? {
            SimnetEvent::CoreStarted(_) => return Ok(()),
            SimnetEvent::Aborted(reason) => bail!("the node did not start: {reason}"),
            SimnetEvent::Shutdown => bail!("the node stopped while it started"),
            _ => {}
        }
    }
}

/// Reads events as long as there are any, so that they don't pile up. The receiver hears of each server that stopped.
fn follow(events: Receiver<SimnetEvent>) -> Result<Receiver<()>> {
    let (stopped, servers_stopped) = unbounded();
    thread::Builder::new().name("localnet-events".to_owned()).spawn(move || {
        for event in events {
            match event {
                SimnetEvent::ErrorLog(_, text) => eprintln!("error: {text}"),
                SimnetEvent::Shutdown if stopped.send(()).is_err() => return,
                _ => {}
            }
        }
    })?;
    Ok(servers_stopped)
}
