//! The demo's network file: a network as any cluster's file describes it, and who plays on it. `networks/demo.toml` explains
//! every field.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail, ensure};
use girder_migrations::network_file::NetworkPlan;
use girder_sdk::ledger::state::Parameters;
use serde::Deserialize;

pub use girder_migrations::network_file::{ClassPlan, EmissionSchedule, KeyName, units::Tokens};

/// The network that the demo runs without `--network`.
pub const DEMO: &str = include_str!("../../networks/demo.toml");

/// A whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkFile {
    #[serde(flatten)]
    pub network: NetworkPlan,
    #[serde(rename = "attestor")]
    pub attestors: Vec<AttestorPlan>,
    pub demo: DemoPlan,
    #[serde(rename = "operator")]
    pub operators: Vec<OperatorPlan>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttestorPlan {
    pub name: String,
    pub bond: Tokens,
    pub weight: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoPlan {
    pub epochs: u64,
    pub challenges: u32,
    pub chunks: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorPlan {
    pub name: String,
    pub class: String,
    pub device: KeyName,
    pub share: u32,
    pub stake: Tokens,
    pub commission_bps: u64,
    #[serde(default)]
    pub behaviour: Behaviour,
    /// Who else owns a part of it.
    #[serde(default, rename = "delegator")]
    pub delegators: Vec<DelegatorPlan>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DelegatorPlan {
    pub name: String,
    pub stake: Tokens,
}

/// What an operator does in the demo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Behaviour {
    /// Answers every challenge.
    #[default]
    Honest,
    /// Answers none in these epochs, both included.
    Offline { from: u64, until: u64 },
    /// Signs a second statement for a slot in this epoch.
    Equivocates { in_epoch: u64 },
}

impl Behaviour {
    /// Whether it answers no challenge in `epoch`.
    pub fn is_offline(self, epoch: u64) -> bool {
        matches!(self, Self::Offline { from, until } if (from..=until).contains(&epoch))
    }
}

impl NetworkFile {
    /// Reads a file, or the demo's own network.
    pub fn load(path: Option<&Path>) -> Result<Self> {
        let (name, text) = match path {
            Some(path) => {
                let name = format!("the network file `{}`", path.display());
                let text = fs::read_to_string(path).with_context(|| format!("{name} can't be read"))?;
                (name, text)
            }
            None => ("the built-in network file".to_owned(), DEMO.to_owned()),
        };
        let file: Self = toml::from_str(&text).with_context(|| format!("{name} is not valid"))?;
        file.check().with_context(|| format!("{name} is not valid"))?;
        Ok(file)
    }

    /// The parameters of this network, created at `now` (Unix seconds).
    pub fn parameters(&self, now: i64) -> Result<Parameters> {
        let mut bonds = self.attestors.iter().map(|plan| self.network.base(&plan.bond));
        let smallest_bond = bonds.try_fold(u64::MAX, |least, bond| anyhow::Ok(least.min(bond?)))?;
        self.network.parameters(now, smallest_bond)
    }

    /// What the ledger can't know: the demo's own part. The rest is the program's to refuse, with its own words.
    fn check(&self) -> Result<()> {
        ensure!(!self.operators.is_empty(), "there is no [[operator]]: the demo needs one at least");
        ensure!(self.demo.epochs > 0, "demo.epochs is 0: it must be at least 1");
        let seconds = self.network.time.epoch.0;
        ensure!(seconds > 0, "time.epoch is 0: it must be at least a minute");
        let challenges = i64::from(self.demo.challenges);
        ensure!(
            (1..=seconds).contains(&challenges),
            "demo.challenges is {challenges}: it must be at least 1, and at most one a second"
        );
        ensure!(self.demo.chunks > 0, "demo.chunks is 0: a challenge must ask for at least 1");
        for plan in &self.operators {
            self.network.class(&plan.class).with_context(|| format!("operator `{}`", plan.name))?;
        }
        let mut names: Vec<&str> = self.operators.iter().map(|plan| plan.name.as_str()).collect();
        names.extend(self.operators.iter().flat_map(|plan| &plan.delegators).map(|plan| plan.name.as_str()));
        names.extend(self.attestors.iter().map(|plan| plan.name.as_str()));
        names.sort_unstable();
        if let Some([twice, _]) = names.array_windows().find(|[one, other]| one == other) {
            bail!("`{twice}` is the name of two: names must differ");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
