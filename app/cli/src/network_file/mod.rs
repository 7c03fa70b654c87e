//! A network as its founder writes it down, in TOML. `networks/demo.toml` explains every field.

mod parameters;
pub mod units;

use std::{fs, path::Path};

use anyhow::{Context, Result, bail, ensure};
use girder_interface::{key::KeyKind, mint_risk};
use serde::{Deserialize, Serialize};

use units::{Span, Tokens};

/// The network that the demo runs without `--network`.
pub const DEMO: &str = include_str!("../../networks/demo.toml");

/// A whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkFile {
    pub name: String,
    pub shards: u8,
    #[serde(default)]
    pub invited_operators: bool,
    pub token: TokenPlan,
    pub emission: EmissionPlan,
    pub time: TimePlan,
    pub rewards: RewardPlan,
    /// Without it payouts have no breaker.
    pub breaker: Option<BreakerPlan>,
    pub stake: StakePlan,
    pub slash: SlashPlan,
    pub downtime: DowntimePlan,
    pub verdict: VerdictPlan,
    #[serde(rename = "class")]
    pub classes: Vec<ClassPlan>,
    #[serde(rename = "attestor")]
    pub attestors: Vec<AttestorPlan>,
    pub demo: DemoPlan,
    #[serde(rename = "operator")]
    pub operators: Vec<OperatorPlan>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenPlan {
    pub symbol: String,
    pub decimals: u8,
    pub initial_supply: Tokens,
    pub supply_cap: Tokens,
    /// What its mint may do to holders, by name.
    #[serde(default)]
    pub risks: Vec<String>,
}

impl TokenPlan {
    /// The bits of the risks; refuses a name that is none.
    pub fn mint_risks(&self) -> Result<u8> {
        self.risks.iter().try_fold(0, |bits, name| {
            let found = mint_risk::NAMES.iter().find(|(known, _)| known == name);
            let names = || mint_risk::NAMES.map(|(name, _)| name).join(", ");
            let (_, bit) = found.with_context(|| format!("{name} is no risk of a mint; there are {}", names()))?;
            Ok(bits | bit)
        })
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmissionPlan {
    pub schedule: EmissionSchedule,
    pub initial: Tokens,
    pub period: u64,
    pub keep_bps: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmissionSchedule {
    Fixed,
    Geometric,
    Halving,
    VaultFunded,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimePlan {
    pub starts_in: Span,
    pub epoch: Span,
    pub grace: Span,
    pub dispute: Span,
    pub evidence: Span,
    pub appeal: Span,
    pub unbonding: Span,
    pub bond_unbonding: Span,
    pub longest_pause: Span,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RewardPlan {
    pub per_million_credits: Tokens,
    pub direct_bps: u64,
    pub attestors_bps: u64,
    pub settle_tip: Tokens,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakerPlan {
    pub size: Tokens,
    pub window: Span,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StakePlan {
    pub per_million_credits: Tokens,
    pub leverage_bps: u64,
    pub smallest_deposit: Tokens,
    pub smallest_self_stake: Tokens,
    pub highest_commission_bps: u64,
    pub commission_step_bps: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlashPlan {
    pub equivocation_bps: u64,
    pub double_statement_bps: u64,
    pub bounty_bps: u64,
    pub correlation_window: Span,
    pub correlation_bps: u64,
    pub highest_correlation_bps: u64,
    pub jail_after: u64,
    pub jail_window: Span,
    pub jail: Span,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DowntimePlan {
    pub slash_bps: u64,
    pub epochs: u64,
    pub misses: u64,
    pub longest_maintenance: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictPlan {
    pub highest_bps: u64,
    pub highest_in_window_bps: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassPlan {
    pub name: String,
    pub weight: u64,
    pub limit: u64,
    pub floor: u64,
    pub keys: Vec<KeyName>,
}

/// A kind of device key, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum KeyName {
    /// Software and most embedded signers; the format of Solana's own key files.
    Ed25519,
    /// P-256, as in hardware secure elements.
    Secp256r1,
}

impl KeyName {
    /// The kind that it names.
    pub fn kind(self) -> KeyKind {
        match self {
            Self::Ed25519 => KeyKind::Ed25519,
            Self::Secp256r1 => KeyKind::Secp256r1,
        }
    }
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

    /// The class of this name: its number and plan.
    pub fn class(&self, name: &str) -> Result<(u16, &ClassPlan)> {
        let found = (0..).zip(&self.classes).find(|(_, class)| class.name == name);
        found.with_context(|| format!("there is no class `{name}`"))
    }

    /// An amount in base units of the token.
    pub fn base(&self, amount: &Tokens) -> Result<u64> {
        Ok(amount.base(self.token.decimals)?)
    }

    /// What the ledger can't know: the demo's own part. The rest is the program's to refuse, with its own words.
    fn check(&self) -> Result<()> {
        ensure!(!self.operators.is_empty(), "there is no [[operator]]: the demo needs one at least");
        ensure!(self.demo.epochs > 0, "demo.epochs is 0: it must be at least 1");
        let seconds = self.time.epoch.0;
        ensure!(seconds > 0, "time.epoch is 0: it must be at least a minute");
        let challenges = i64::from(self.demo.challenges);
        ensure!(
            (1..=seconds).contains(&challenges),
            "demo.challenges is {challenges}: it must be at least 1, and at most one a second"
        );
        ensure!(self.demo.chunks > 0, "demo.chunks is 0: a challenge must ask for at least 1");
        for plan in &self.operators {
            self.class(&plan.class).with_context(|| format!("operator `{}`", plan.name))?;
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
