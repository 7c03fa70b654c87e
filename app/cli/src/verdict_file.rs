//! A verdict in a file: `girder verdict draft` writes it, attestors sign it, `girder verdict sign` takes it to the ledger.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use girder_interface::{Domain, Hash};
use girder_sdk::{ledger, ledger::VerdictStatement, proof::VerdictSignatures};
use serde::{Deserialize, Serialize};
use solana_address::Address;

use crate::hex;

/// What attestors find about an operator, ready to be signed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictFile {
    program: String,
    network: String,
    instance: String,
    operator: String,
    epoch: u64,
    evidence_hash: String,
    fraction_bps: u64,
    digest: String,
}

/// A verdict whose digest is right.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// The network.
    pub network: Address,
    /// Where signatures are valid.
    pub domain: Domain,
    /// The operator that it is about.
    pub operator: Address,
    /// What is found.
    pub statement: VerdictStatement,
}

impl Verdict {
    /// The 32 bytes that attestors sign.
    pub fn digest(&self) -> Hash {
        self.statement.verdict(&self.operator).digest(&self.domain)
    }

    /// Collects signatures. `set_version`: the attestor set in force in its epoch.
    pub fn signatures(&self, set_version: u64) -> VerdictSignatures {
        VerdictSignatures::new(&self.domain, self.operator, set_version, self.statement)
    }

    /// As it is written to a file.
    pub fn to_file(self) -> VerdictFile {
        VerdictFile {
            program: ledger::ID.to_string(),
            network: self.network.to_string(),
            instance: hex::encode(&self.domain.instance),
            operator: self.operator.to_string(),
            epoch: self.statement.epoch,
            evidence_hash: hex::encode(&self.statement.evidence_hash),
            fraction_bps: self.statement.fraction_bps,
            digest: hex::encode(&self.digest()),
        }
    }
}

/// Reads a verdict and checks it.
pub fn load(path: &Path) -> Result<Verdict> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("`{name}` can't be read"))?;
    let file: VerdictFile = serde_json::from_str(&text).with_context(|| format!("`{name}` is no verdict"))?;
    file.verify().with_context(|| format!("`{name}` says nothing"))
}

impl VerdictFile {
    fn verify(&self) -> Result<Verdict> {
        let program = ledger::ID;
        ensure!(self.program == program.to_string(), "it is for the program {}, not {program}", self.program);
        let network: Address = self.network.parse().context("network")?;
        let instance = hex::decode(&self.instance).context("instance")?;
        let verdict = Verdict {
            network,
            domain: Domain { program_id: program.to_bytes(), network: network.to_bytes(), instance },
            operator: self.operator.parse().context("operator")?,
            statement: VerdictStatement {
                epoch: self.epoch,
                evidence_hash: hex::decode(&self.evidence_hash).context("evidence_hash")?,
                fraction_bps: self.fraction_bps,
            },
        };
        let right = hex::encode(&verdict.digest());
        ensure!(right == self.digest, "the verdict's digest is {right}, not {}", self.digest);
        Ok(verdict)
    }
}
