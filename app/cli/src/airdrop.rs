//! `girder airdrop`: SOL on test clusters.

use anyhow::Result;
use clap::Args;
use girder_sdk::amount;
use solana_address::Address;

use crate::{cluster::Cluster, output};

const SOL_DECIMALS: u8 = 9;

/// Options of `girder airdrop`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  girder airdrop 2 ADDRESS --url devnet

Only test clusters give SOL away, and the public ones little and seldom.")]
pub struct Airdrop {
    /// How much, SOL
    sol: String,
    /// Who gets it
    to: Address,
    #[command(flatten)]
    cluster: Cluster,
}

/// Asks for SOL and waits until it is there.
pub async fn airdrop(options: &Airdrop) -> Result<bool> {
    let lamports = amount::parse(&options.sol, SOL_DECIMALS)?;
    let signature = options.cluster.open()?.airdrop(&options.to, lamports).await?;
    output::print(&signature.to_string())?;
    Ok(true)
}
