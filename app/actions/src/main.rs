//! `girder-actions`: Solana Actions of Girder over HTTP.

use std::{net::SocketAddr, process::ExitCode, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use clap::Parser;
use girder_actions::{OriginSource, Server, Settings, Throttled};
use girder_sdk::rpc::{Cluster, CommitmentConfig, CommitmentLevel, RpcLedger};
use tokio::net::TcpListener;
use tracing::level_filters::LevelFilter;

/// Serves Solana Actions: cards and unsigned transactions by which any wallet or blink stakes, delegates, unstakes, claims
/// and votes in Girder's networks.
///
/// It holds no key and sends nothing: a wallet posts its address, gets a transaction that was simulated, signs and sends it.
/// Try it:
///
///     girder-actions --url localhost
///     curl http://127.0.0.1:8787/api/NETWORK
///     curl -d '{"account":"WALLET"}' -H 'Content-Type: application/json' \
///       'http://127.0.0.1:8787/api/NETWORK/operators/OPERATOR/delegate?amount=1.5'
#[derive(Debug, Parser)]
#[command(version, verbatim_doc_comment)]
struct Options {
    /// The cluster: localhost, devnet, testnet, mainnet-beta, or the URL of an RPC node
    #[arg(long, short, value_name = "CLUSTER", default_value = "localhost")]
    url: Cluster,

    /// How sure the node is to be of what it answers: processed, confirmed or finalized
    #[arg(long, value_name = "LEVEL", default_value = "confirmed")]
    commitment: CommitmentLevel,

    /// Address and port to serve on; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,

    /// The address that people use, such as https://stake.example.org; without it what a request's Host says. Pictures and
    /// buttons of cards begin with it
    #[arg(long, value_name = "URL", value_parser = public_url)]
    public_url: Option<String>,

    /// Believe the X-Forwarded-Proto of requests: only behind a proxy that always sets it
    #[arg(long)]
    trust_forwarded_proto: bool,

    /// Calls a second to the RPC node at most, after a pause 20 at once; others wait their turn, and are refused if that is more
    /// than 10 seconds away
    #[arg(long, value_name = "CALLS", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    rpc_rate: u32,

    /// Seconds that a request may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,

    /// What is logged: off, error, warn, info, debug or trace. Requests are logged from info on, their bodies never
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    log: LevelFilter,
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    tracing_subscriber::fmt().with_max_level(options.log).with_writer(std::io::stderr).init();
    match serve(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: Options) -> Result<()> {
    let ledger = RpcLedger::new(&options.url, CommitmentConfig { commitment: options.commitment })?;
    let genesis = ledger.client().get_genesis_hash().await.ok();
    let genesis = genesis.with_context(|| format!("no RPC node answers at {}", options.url))?;
    let settings = Settings {
        origin: OriginSource { public_url: options.public_url, trust_forwarded_proto: options.trust_forwarded_proto },
        blockchain: blockchain(&genesis.to_string()),
        timeout: Duration::from_secs(options.timeout),
    };
    let server = Server::new(Arc::new(Throttled::new(ledger, options.rpc_rate)), settings);
    let listen = options.listen;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("listening on {listen}"))?;
    println!("serving Actions at http://{}", listener.local_addr()?);
    axum::serve(listener, server.router()).with_graceful_shutdown(asked_to_stop()).await?;
    Ok(())
}

/// A cluster's CAIP-2 identifier.
fn blockchain(genesis: &str) -> String {
    format!("solana:{}", genesis.chars().take(32).collect::<String>())
}

/// An address that others can be sent to: an origin, and perhaps a path.
fn public_url(text: &str) -> Result<String, String> {
    let bad = || format!("`{text}` is no http(s) URL of a host");
    let uri: axum::http::Uri = text.parse().map_err(|_| bad())?;
    let web = matches!(uri.scheme_str(), Some("http" | "https"));
    if web && uri.query().is_none() { Ok(text.to_owned()) } else { Err(bad()) }
}

/// Waits for Ctrl-C or SIGTERM.
async fn asked_to_stop() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        };
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_identifier_of_mainnet_is_the_one_of_the_registry() {
        let mainnet = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";
        assert_eq!(blockchain(mainnet), "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");
    }

    #[test]
    fn a_public_address_is_one_of_the_web() {
        assert!(public_url("https://stake.example.org/girder").is_ok());
        for bad in ["stake.example.org", "ftp://stake.example.org", "https://a.example?x=1", "", "https://"] {
            assert!(public_url(bad).is_err(), "{bad}");
        }
    }
}
