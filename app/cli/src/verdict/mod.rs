//! `girder verdict`: what attestors find about an operator, from its draft to the case that it opens.

mod change;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use solana_address::Address;

use crate::{
    attest,
    cluster::{Cluster, Sending},
    output, verdict_file,
};

/// Options of `girder verdict`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder verdict draft OPERATOR --epoch 812 --fraction 500 --evidence log.txt > verdict.json
  girder attest verdict.json --key attestor.json > attestation.json
  girder verdict sign verdict.json --attestation attestation.json
  girder verdict slash verdict.json                     once two thirds of the attestors' weight signed

A network limits what a verdict takes. Signatures may come one by one. What it opens is a case like any other: `girder slash`.")]
pub struct VerdictOptions {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Print a verdict about an operator, for attestors to sign
    Draft(Draft),
    /// Add attestors' signatures to a verdict; anybody may who holds them
    Sign(Sign),
    /// Open a case by a verdict that a quorum signed; anybody may
    Slash(OfFile),
    /// Close a verdict that came to nothing, once evidence about its epoch is old; its rent goes to who paid it. Anybody may
    Close(Close),
}

#[derive(Debug, Args)]
struct Draft {
    /// The operator's address
    operator: Address,
    /// The epoch that it is about: the attestors in force then decide
    #[arg(long)]
    epoch: u64,
    /// Which part of the operator's stake it takes, basis points
    #[arg(long, value_name = "BPS", value_parser = clap::value_parser!(u64).range(1..=10_000))]
    fraction: u64,
    /// The evidence: its sha256 is signed
    #[arg(long, value_name = "FILE")]
    evidence: PathBuf,
    #[command(flatten)]
    cluster: Cluster,
}

#[derive(Debug, Args)]
struct Sign {
    /// The verdict, as `girder verdict draft` writes it
    #[arg(value_name = "FILE")]
    verdict: PathBuf,
    /// An attestor's signature, as `girder attest` writes it; again for each attestor
    #[arg(long, value_name = "FILE", required_unless_present = "attestor")]
    attestation: Vec<PathBuf>,
    /// The key file of an attestor, which signs the verdict now; again for each attestor
    #[arg(long, value_name = "FILE")]
    attestor: Vec<PathBuf>,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct OfFile {
    /// The verdict, as `girder verdict draft` writes it
    #[arg(value_name = "FILE")]
    verdict: PathBuf,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Close {
    /// The verdict's address
    verdict: Address,
    #[command(flatten)]
    sending: Sending,
}

/// Does a step of `girder verdict`.
pub async fn verdict(options: &VerdictOptions) -> Result<bool> {
    match &options.step {
        Step::Draft(Draft { operator, epoch, fraction, evidence, cluster }) => {
            let drafted = change::draft(&cluster.open()?, *operator, (*epoch, *fraction), evidence).await?;
            output::print(&serde_json::to_string_pretty(&drafted.to_file())?)?;
        }
        Step::Sign(Sign { verdict, attestation, attestor, sending }) => {
            let verdict = verdict_file::load(verdict)?;
            let digest = verdict.digest();
            let loaded = attestation.iter().map(|path| attest::load(path, &digest));
            let signed = attestor.iter().map(|path| attest::sign(path, &digest));
            let attestations = loaded.chain(signed).collect::<Result<Vec<_>>>()?;
            change::sign(&sending.open()?, &verdict, attestations).await?;
        }
        Step::Slash(step) => change::slash(&step.sending.open()?, &verdict_file::load(&step.verdict)?).await?,
        Step::Close(step) => change::close(&step.sending.open()?, step.verdict).await?,
    }
    Ok(true)
}
