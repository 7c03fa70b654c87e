//! `girder proof`: takes what devices and attestors signed to the ledger.

mod submit;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::cluster::Sending;

pub use submit::set_in_force;

/// Options of `girder proof`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder prove --key device.json --network NETWORK ... > statement.json
  girder attest statement.json --key attestor.json > attestation.json
  girder proof submit statement.json --attestation attestation.json --attestation another.json
  girder proof submit statement.json --attestor first.json --attestor second.json

Anybody may submit a proof; who does pays the fee and earns nothing by it. A class that a program verifies takes proofs from that
program only.")]
pub struct Proof {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Submit a device's statement with its attestors' signatures, in its epoch or the grace time after it
    Submit(Submit),
}

#[derive(Debug, Args)]
pub struct Submit {
    /// The statement, as `girder prove` writes it
    #[arg(value_name = "FILE")]
    statement: PathBuf,
    /// An attestor's signature, as `girder attest` writes it; again for each attestor
    #[arg(long, value_name = "FILE", required_unless_present = "attestor")]
    attestation: Vec<PathBuf>,
    /// The key file of an attestor, which signs the statement now; again for each attestor
    #[arg(long, value_name = "FILE")]
    attestor: Vec<PathBuf>,
    #[command(flatten)]
    sending: Sending,
}

/// Does a step of `girder proof`.
pub async fn proof(options: &Proof) -> Result<bool> {
    match &options.step {
        Step::Submit(step) => submit::submit(step).await?,
    }
    Ok(true)
}
