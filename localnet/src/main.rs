//! `cargo localnet`: a Solana node on this machine, to try Girder on.

mod client;
mod node;
mod wallet;

use std::{fs, path::PathBuf, process::ExitCode, time::Duration};

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use node::{LocalNode, Options};
use serde_json::{Value, json};
use solana_pubkey::Pubkey;
use solana_rpc_client::rpc_client::RpcClient;
use tokio::io::AsyncReadExt;

const LAMPORTS_PER_SOL: u64 = 1_000_000_000;
const IDLS: [&str; 3] = [
    include_str!("../../sbf/artifacts/ledger.json"),
    include_str!("../../sbf/artifacts/governor.json"),
    include_str!("../../sbf/artifacts/steward.json"),
];

/// A Solana node on this machine, to try Girder on: offline, its state in memory, a block every 200 milliseconds.
///
/// Without a command it starts the node and runs it until Ctrl-C. The commands tell a running node, in another terminal.
#[derive(Debug, Parser)]
#[command(version, bin_name = "cargo localnet", args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    start: Start,
}

#[derive(Debug, Args)]
struct Start {
    /// Port of JSON-RPC on 127.0.0.1; WebSocket gets the next one. 0 takes two free ports
    #[arg(long, default_value_t = 8_899)]
    port: u16,
    /// Who gets SOL at the start, besides the Solana CLI's key if there is one: an address or a key file. Repeat for more
    #[arg(long, value_name = "ADDRESS_OR_KEY_FILE")]
    fund: Vec<String>,
    /// How much each of them gets, SOL
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    sol: u64,
    /// Puts a compiled program at an address, without an upgrade authority. `girder deploy` does it as on a real cluster.
    /// Repeat for more
    #[arg(long, num_args = 2, value_names = ["ADDRESS", "FILE"])]
    program: Vec<String>,
    /// Print what was started as one line of JSON
    #[arg(long)]
    json: bool,
    /// Stop when standard input ends, for programs that start a node: it then never outlives them
    #[arg(long)]
    until_input_ends: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Move a running node's clock on: `warp 1h`
    Warp {
        /// How far: 90s, 30m, 1h, 7d, or several parts as in '1d 12h'
        #[arg(value_parser = humantime::parse_duration)]
        duration: Duration,
        #[command(flatten)]
        node: Running,
    },
    /// Give SOL to an address on a running node
    Airdrop {
        /// An address, or a key file
        to: String,
        /// How much, SOL
        #[arg(value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
        sol: u64,
        #[command(flatten)]
        node: Running,
    },
}

#[derive(Debug, Args)]
struct Running {
    /// Where the node's JSON-RPC is
    #[arg(long, short, default_value = "http://127.0.0.1:8899")]
    url: String,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match &cli.command {
        None => start(&cli.start),
        Some(Command::Warp { duration, node }) => warp(*duration, node),
        Some(Command::Airdrop { to, sol, node }) => airdrop(to, *sol, node),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(start: &Start) -> Result<()> {
    let mut fund = start.fund.iter().map(|text| wallet::address(text)).collect::<Result<Vec<_>>>()?;
    let own = wallet::solana_cli()?;
    fund.extend(own.iter().map(|(address, _)| *address));
    let programs = programs(&start.program)?;
    let options = Options { port: start.port, fund, lamports: start.sol.saturating_mul(LAMPORTS_PER_SOL) };
    let node = LocalNode::start(&options)?;
    let client = RpcClient::new(node.url());
    for (address, elf, _) in &programs {
        client::put_program(&client, address, elf)?;
    }
    for address in girder()?.iter().filter(|girder| programs.iter().all(|(address, ..)| address != *girder)) {
        client::reserve(&client, address)?;
    }
    if start.json {
        println!("{}", json!({ "url": node.url(), "websocket": node.websocket_url() }));
    } else {
        println!("A Solana node runs at {} (WebSocket {}).", node.url(), node.websocket_url());
        for address in &options.fund {
            let file = own.iter().find(|(own, _)| own == address).map(|(_, file)| format!(" ({})", file.display()));
            println!("{} SOL for {address}{}", start.sol, file.unwrap_or_default());
        }
        for (address, _, file) in &programs {
            println!("program {address} from {}", file.display());
        }
        println!("Ctrl-C stops it, and its state is gone then. `cargo localnet warp 1h` moves its clock on.");
    }
    run(start.until_input_ends)
}

/// Where Girder's programs are, as their IDLs say.
fn girder() -> Result<Vec<Pubkey>> {
    let address = |idl: &str| {
        let idl: Value = serde_json::from_str(idl).context("a program's IDL")?;
        idl["address"].as_str().unwrap_or_default().parse().context("the address in a program's IDL")
    };
    IDLS.into_iter().map(address).collect()
}

/// Compiled programs and where they go, from pairs of arguments.
fn programs(arguments: &[String]) -> Result<Vec<(Pubkey, Vec<u8>, PathBuf)>> {
    let pair = |pair: &[String]| {
        let [address, file] = pair else { anyhow::bail!("--program takes an address and a file") };
        let address = address.parse().with_context(|| format!("'{address}' is no address in base58"))?;
        let elf = fs::read(file).with_context(|| format!("can't read {file}"))?;
        Ok((address, elf, PathBuf::from(file)))
    };
    arguments.chunks(2).map(pair).collect()
}

/// Waits for Ctrl-C, a termination, or the end of standard input.
#[tokio::main(flavor = "current_thread")]
async fn run(until_input_ends: bool) -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    let input = async {
        if until_input_ends {
            let mut ignored = Vec::new();
            let _end = tokio::io::stdin().read_to_end(&mut ignored).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted.context("Ctrl-C"),
        _ = terminated.recv() => Ok(()),
        () = input => Ok(()),
    }
}

fn warp(duration: Duration, node: &Running) -> Result<()> {
    let time = client::warp(&RpcClient::new(&node.url), duration)?;
    let shown = u64::try_from(time).map(|time| std::time::UNIX_EPOCH + Duration::from_secs(time));
    let shown = shown.map_or_else(|_| time.to_string(), |time| humantime::format_rfc3339_seconds(time).to_string());
    println!("The node's clock is at {shown}.");
    Ok(())
}

fn airdrop(to: &str, sol: u64, node: &Running) -> Result<()> {
    let to = wallet::address(to)?;
    client::airdrop(&RpcClient::new(&node.url), &to, sol.saturating_mul(LAMPORTS_PER_SOL))?;
    println!("{to} got {sol} SOL.");
    Ok(())
}
