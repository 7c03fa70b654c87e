//! `girder prove`: signs a device's statement, and checks such a statement.

pub mod place;

use std::{fs, path::PathBuf, time::SystemTime};

use anyhow::{Context, Result};
use clap::Args;
use girder_interface::Hash;
use girder_sdk::{ledger::Statement, proof::ProofBuilder};
use sha2::{Digest, Sha256};
use solana_address::Address;

use self::place::Place;
use crate::{
    cluster::Cluster,
    hex, keys, output,
    statement::{self, SignedStatement},
};

/// Options of `girder prove`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder prove --key device.json --network NETWORK --units 3600 --evidence answer.bin > statement.json
  girder prove --key device.json --network NETWORK --instance HASH --operator OPERATOR \\
      --epoch 5 --class 0 --units 3600 --evidence answer.bin > statement.json       the same without any connection
  girder prove --verify statement.json

Of instance, operator, epoch and class the cluster says what is left out: its device's, and the epoch that runs. The JSON goes to the attestors, who sign `digest` if the
evidence convinces them (`girder attest`), and then to the ledger (`girder proof submit`). Units are the device's total for the
epoch. A key that signs two statements for one epoch and sequence is slashed: leave the sequence to the clock, and keep every statement.")]
pub struct Prove {
    #[command(flatten)]
    fields: Option<Fields>,
    /// Check a statement that `girder prove` wrote: its digest and signature
    #[arg(long, value_name = "FILE", exclusive = true)]
    verify: Option<PathBuf>,
    #[command(flatten)]
    cluster: Cluster,
}

#[derive(Debug, Args)]
struct Fields {
    /// The device's key file, as `girder keys new` writes it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The network
    #[arg(long, value_name = "ADDRESS")]
    network: Address,
    /// The network's instance, hexadecimal
    #[arg(long, value_name = "HASH")]
    instance: Option<String>,
    /// The device's operator: its account, not its identity
    #[arg(long, value_name = "ADDRESS")]
    operator: Option<Address>,
    /// The epoch in which the work was done
    #[arg(long)]
    epoch: Option<u64>,
    /// Rises with every statement of an epoch; the milliseconds since 1970 unless given
    #[arg(long)]
    sequence: Option<u64>,
    /// The number of the device's class
    #[arg(long)]
    class: Option<u16>,
    /// The device's total units in this epoch so far
    #[arg(long)]
    units: u64,
    /// The evidence: its sha256 is signed
    #[arg(long, value_name = "FILE", required_unless_present = "evidence_hash")]
    evidence: Option<PathBuf>,
    /// The evidence's sha256 itself, hexadecimal
    #[arg(long, value_name = "HASH", conflicts_with = "evidence")]
    evidence_hash: Option<String>,
}

/// Signs or checks a statement.
pub async fn prove(options: &Prove) -> Result<bool> {
    match (&options.verify, &options.fields) {
        (Some(path), _) => {
            let key = keys::text(&statement::load(path)?.key);
            output::print(&format!("The digest is the statement's, and {key} signed it."))?;
        }
        (None, Some(fields)) => output::print(&serde_json::to_string_pretty(&fields.sign(&options.cluster).await?)?)?,
        (None, None) => anyhow::bail!("say what to prove: see girder prove --help"),
    }
    Ok(true)
}

impl Fields {
    async fn sign(&self, cluster: &Cluster) -> Result<SignedStatement> {
        let signer = keys::load(&self.key)?;
        let key = signer.key();
        let evidence_hash = self.evidence_hash()?;
        let Place { domain, operator, epoch, class } = self.place(&key, cluster).await?;
        let sequence = self.sequence.map_or_else(now, Ok)?;
        let statement = Statement { epoch, sequence, class, units: self.units, evidence_hash };
        let proof = ProofBuilder::new(&domain, operator, key, statement).sign(signer.as_ref())?.build()?;
        Ok(SignedStatement::new(&domain, &proof))
    }

    fn evidence_hash(&self) -> Result<Hash> {
        if let Some(text) = &self.evidence_hash {
            return hex::decode(text).context("--evidence-hash");
        }
        let path = self.evidence.as_deref().context("name the evidence with --evidence FILE")?;
        let evidence = fs::read(path).with_context(|| format!("the evidence `{}` can't be read", path.display()))?;
        Ok(Sha256::digest(evidence).into())
    }
}

fn now() -> Result<u64> {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).context("the clock is before 1970")?;
    Ok(u64::try_from(since_1970.as_millis())?)
}
