//! A network as its founder writes it down, in TOML: what a cluster's file and the demo's have in common.
//! `app/cli/networks/demo.toml` explains every field.

mod parameters;
pub mod units;

use anyhow::{Context, Result};
use girder_interface::{key::KeyKind, mint_risk};
use serde::{Deserialize, Serialize};

use units::{Span, Tokens};

/// A network: its token, its parameters and its classes.
#[derive(Clone, Debug, Deserialize)]
pub struct NetworkPlan {
    /// 1 to 32 bytes.
    pub name: String,
    /// How many shards count its proofs.
    pub shards: u8,
    /// Whether operators register only with the authority's signature.
    #[serde(default)]
    pub invited_operators: bool,
    /// What operators are paid in and stake.
    pub token: TokenPlan,
    /// What an epoch mints at most.
    pub emission: EmissionPlan,
    /// How time is divided.
    pub time: TimePlan,
    /// What is paid.
    pub rewards: RewardPlan,
    /// Without it payouts have no breaker.
    pub breaker: Option<BreakerPlan>,
    /// What is staked.
    pub stake: StakePlan,
    /// What is slashed.
    pub slash: SlashPlan,
    /// What being down costs.
    pub downtime: DowntimePlan,
    /// What the attestors' verdicts take.
    pub verdict: VerdictPlan,
    /// Kinds of contributions, in the order of their numbers.
    #[serde(rename = "class")]
    pub classes: Vec<ClassPlan>,
}

impl NetworkPlan {
    /// The class of this name: its number and plan.
    pub fn class(&self, name: &str) -> Result<(u16, &ClassPlan)> {
        let found = (0..).zip(&self.classes).find(|(_, class)| class.name == name);
        found.with_context(|| format!("there is no class `{name}`"))
    }

    /// An amount in base units of the token.
    pub fn base(&self, amount: &Tokens) -> Result<u64> {
        Ok(amount.base(self.token.decimals)?)
    }
}

/// The token.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenPlan {
    /// What people call it.
    pub symbol: String,
    /// A whole token is 10 to this power base units.
    pub decimals: u8,
    /// Exists before the network does.
    pub initial_supply: Tokens,
    /// Initial supply and all that is ever minted stay within this.
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

/// What an epoch mints at most.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmissionPlan {
    /// How it goes on.
    pub schedule: EmissionSchedule,
    /// In the first epochs.
    pub initial: Tokens,
    /// Epochs.
    pub period: u64,
    /// What is kept at the end of each period, basis points; only of a geometric schedule.
    pub keep_bps: Option<u64>,
}

impl EmissionPlan {
    /// Whether nothing is minted.
    pub fn is_vault_funded(&self) -> bool {
        self.schedule == EmissionSchedule::VaultFunded
    }
}

/// How emission goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmissionSchedule {
    /// The same in every epoch.
    Fixed,
    /// Times `keep_bps` at the end of each period.
    Geometric,
    /// Halved at the end of each period.
    Halving,
    /// Nothing is minted; the amount is what may leave the reserve in an epoch.
    VaultFunded,
}

/// How time is divided.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimePlan {
    /// From the creation to the first second of epoch 0.
    pub starts_in: Span,
    /// Length of an epoch.
    pub epoch: Span,
    /// How long after an epoch its proofs are still taken.
    pub grace: Span,
    /// How long after that its rewards can't be harvested yet.
    pub dispute: Span,
    /// How long after the grace evidence is taken.
    pub evidence: Span,
    /// How long the authority may overturn a slash.
    pub appeal: Span,
    /// How long stake that leaves stays slashable.
    pub unbonding: Span,
    /// How long an attestor's bond stays after the attestor left.
    pub bond_unbonding: Span,
    /// The longest pause.
    pub longest_pause: Span,
}

/// What is paid.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RewardPlan {
    /// Most that a million credits earn.
    pub per_million_credits: Tokens,
    /// Part of what is available that an epoch may pay, basis points.
    pub direct_bps: u64,
    /// The attestors' part of it, basis points.
    pub attestors_bps: u64,
    /// For whoever settles an epoch.
    pub settle_tip: Tokens,
}

/// The breaker on payouts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakerPlan {
    /// What it holds.
    pub size: Tokens,
    /// How long a full one takes to drain.
    pub window: Span,
}

/// What is staked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StakePlan {
    /// What covers a million credits of an epoch.
    pub per_million_credits: Tokens,
    /// All active stake of an operator over its own at most, basis points.
    pub leverage_bps: u64,
    /// Smallest deposit.
    pub smallest_deposit: Tokens,
    /// Smallest own active stake of an operator.
    pub smallest_self_stake: Tokens,
    /// Highest commission, basis points.
    pub highest_commission_bps: u64,
    /// Most that a commission rises by at once, basis points.
    pub commission_step_bps: u64,
}

/// What is slashed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlashPlan {
    /// Part of the stake behind a device that equivocation takes, basis points.
    pub equivocation_bps: u64,
    /// Part of its bond that an attestor's double statement takes, basis points.
    pub double_statement_bps: u64,
    /// Part for the reporter, basis points.
    pub bounty_bps: u64,
    /// How far around a case others count with it.
    pub correlation_window: Span,
    /// How strongly they raise it, basis points for each 100% of active stake.
    pub correlation_bps: u64,
    /// Most that a case is raised to, basis points.
    pub highest_correlation_bps: u64,
    /// From this many offences in the window on an operator is jailed.
    pub jail_after: u64,
    /// Offences within this time count together.
    pub jail_window: Span,
    /// How long jail lasts.
    pub jail: Span,
}

/// What being down costs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DowntimePlan {
    /// Part of the stake, basis points.
    pub slash_bps: u64,
    /// How many epochs it looks back on.
    pub epochs: u64,
    /// How many of them below the floor are downtime.
    pub misses: u64,
    /// Longest declared maintenance, epochs.
    pub longest_maintenance: u64,
}

/// What verdicts take.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictPlan {
    /// One verdict at most, basis points.
    pub highest_bps: u64,
    /// All within the jail window at most, basis points.
    pub highest_in_window_bps: u64,
}

/// A kind of contribution.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassPlan {
    /// What people call it: the ledger has numbers.
    pub name: String,
    /// Credits per unit.
    pub weight: u64,
    /// Most units of one device in one epoch.
    pub limit: u64,
    /// Credits below which a device counts as down in an epoch.
    pub floor: u64,
    /// Kinds of keys that its devices may have.
    pub keys: Vec<KeyName>,
}

impl ClassPlan {
    /// The bits of its kinds of keys.
    pub fn key_kinds(&self) -> u8 {
        self.keys.iter().fold(0, |kinds, key| kinds | key.kind().bit())
    }
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
