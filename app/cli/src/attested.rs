//! What attestors sign: devices' statements and verdicts.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use girder_interface::{Domain, Hash};
use girder_sdk::ledger::DoubleStatement;
use serde_json::Value;
use solana_address::Address;

use crate::{
    statement::{self, Verified},
    verdict_file::{self, Verdict},
};

/// Something that attestors sign.
pub enum Attested {
    /// What a device contributed.
    Contribution(Box<Verified>),
    /// What they find about an operator.
    Verdict(Verdict),
}

/// Reads either from a file, and checks it.
pub fn load(path: &Path) -> Result<Attested> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("`{name}` can't be read"))?;
    let value: Value = serde_json::from_str(&text).with_context(|| format!("`{name}` is no statement"))?;
    // A verdict alone says what it takes.
    match value.get("fraction_bps") {
        Some(_) => verdict_file::load(path).map(Attested::Verdict),
        None => statement::load(path).map(Box::new).map(Attested::Contribution),
    }
}

impl Attested {
    /// The 32 bytes that are signed.
    pub fn digest(&self) -> Hash {
        match self {
            Self::Contribution(statement) => statement.proof.digest(),
            Self::Verdict(verdict) => verdict.digest(),
        }
    }

    /// The network.
    pub fn network(&self) -> Address {
        match self {
            Self::Contribution(statement) => statement.network,
            Self::Verdict(verdict) => verdict.network,
        }
    }

    /// Where the signatures are valid.
    pub fn domain(&self) -> Domain {
        match self {
            Self::Contribution(statement) => statement.domain,
            Self::Verdict(verdict) => verdict.domain,
        }
    }

    /// The epoch that it is about.
    pub fn epoch(&self) -> u64 {
        match self {
            Self::Contribution(statement) => statement.epoch,
            Self::Verdict(verdict) => verdict.statement.epoch,
        }
    }

    /// Both as evidence against an attestor that signed both. Refuses two of different kinds or about different devices or
    /// operators; the ledger looks at the rest.
    pub fn beside(self, other: Self) -> Result<DoubleStatement> {
        match (self, other) {
            (Self::Contribution(first), Self::Contribution(second)) => {
                let (first, second) = (first.proof.build()?, second.proof.build()?);
                if first.device != second.device {
                    bail!("they are about two devices: {} and {}", first.device, second.device);
                }
                Ok(DoubleStatement::Contributions {
                    device: first.device,
                    operators: [first.operator, second.operator],
                    statements: [first.statement, second.statement],
                })
            }
            (Self::Verdict(first), Self::Verdict(second)) => {
                if first.operator != second.operator {
                    bail!("they are about two operators: {} and {}", first.operator, second.operator);
                }
                Ok(DoubleStatement::Verdicts {
                    operator: first.operator,
                    statements: [first.statement, second.statement],
                })
            }
            _ => bail!("one is a device's statement, the other a verdict"),
        }
    }
}
