//! `girder-explorer`: follows a cluster's ledger into a database and serves pages about it.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Context, Result};
use clap::Parser;
use girder_explorer::{
    Explorer, WalletAccess,
    index::{Follower, Index},
    router,
};
use girder_sdk::rpc::{Cluster, CommitmentConfig, RpcLedger};

/// How often the ledger is asked for what is new, once the index has caught up.
const EVERY: Duration = Duration::from_secs(2);

/// Shows Girder's networks, operators, epochs and slash cases as web pages, and what happened to them.
///
/// It reads the ledger from a cluster's RPC node, keeps the ledger's events in a database, and serves pages that need no
/// script. It holds no key. The first start reads the whole history, newest first; a restart takes up where it stopped.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The cluster: localhost, devnet, testnet, mainnet-beta, or the URL of its RPC node.
    #[arg(long, env = "GIRDER_URL", default_value = "localhost", hide_env_values = true)]
    url: Cluster,

    /// Where the index is kept: sqlite:FILE, or postgres://USER:PASSWORD@HOST/DATABASE. Made if it is not there.
    #[arg(long, env = "GIRDER_DATABASE", default_value = "sqlite:girder-explorer.db", hide_env_values = true)]
    database: String,

    /// Address and port that pages are served on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// URL of the Actions server, as the visitor's browser reaches it: with it, a wallet can stake, unstake and claim.
    #[arg(long)]
    actions: Option<String>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let Arguments { url, database, listen, actions } = Arguments::parse();
    let ledger = Arc::new(RpcLedger::new(&url, CommitmentConfig::confirmed())?);
    let index = Index::open(&database).await.context("opening the index")?;
    let wallets = match actions {
        Some(actions) => {
            let chain = ledger.chain().await.with_context(|| format!("asking {url} which chain it is"))?;
            Some(WalletAccess::new(&actions, chain)?)
        }
        None => None,
    };
    let explorer = Arc::new(Explorer::new(Arc::clone(&ledger) as Arc<_>, index.clone(), wallets));
    let listener = tokio::net::TcpListener::bind(listen).await.with_context(|| format!("listening on {listen}"))?;
    eprintln!("pages about {url} at http://{}", listener.local_addr()?);
    let following = tokio::spawn(async move { follow(&index, &ledger).await });
    axum::serve(listener, router(explorer)).with_graceful_shutdown(stopped()).await?;
    following.abort();
    Ok(())
}

/// Follows the ledger for ever. A node that does not answer is asked again.
async fn follow(index: &Index, ledger: &RpcLedger) {
    let mut troubled = false;
    loop {
        match Follower::new(index, ledger).round().await {
            Ok(_) => troubled = false,
            Err(error) if !troubled => {
                eprintln!("following the ledger: {error}; trying again");
                troubled = true;
            }
            Err(_) => {}
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn stopped() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
