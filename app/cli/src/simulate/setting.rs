//! The network that a strategy is played on: the demo's, with some parameters changed, and a cast of its own.

use anyhow::Result;
use girder_interface::limits::BASIS_POINTS;

use crate::network_file::{
    AttestorPlan, Behaviour, DelegatorPlan, EmissionSchedule, KeyName, NetworkFile, OperatorPlan, Tokens,
};

/// Epochs that are played.
pub const EPOCHS: u64 = 12;
/// The operator that plays the strategy; its position in the cast.
pub const PLAYER: usize = 0;
/// Attestors, each of weight 1: three sign a proof, four a verdict.
pub const ATTESTORS: [&str; 5] = ["north", "east", "south", "west", "zenith"];
/// What the rest of the network stakes, so that one liar is a small part of it.
const OTHERS_STAKE: u64 = 100_000;

/// Whose stake is in the player's pool, beside its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delegation {
    /// Nobody's.
    None,
    /// Delegators' from the start, up to the leverage; together they cover the devices.
    Early,
    /// Delegators' up to the leverage as soon as the first epoch is harvested; own stake covers the devices.
    Late,
    /// Early, and they ask to leave before the first epoch is harvested.
    Leaving,
}

impl Delegation {
    /// In words, behind a strategy's.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Early => ", with delegators",
            Self::Late => ", delegators after the harvest",
            Self::Leaving => ", delegators leave before the harvest",
        }
    }
}

/// What differs from run to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// r: what equivocation takes of what covers a device, basis points.
    pub slash_bps: u64,
    /// What a reporter gets of what is kept, basis points.
    pub bounty_bps: u64,
    /// Stake that covers a million credits, base units.
    pub collateral: u64,
    /// L: active stake over own, basis points.
    pub leverage_bps: u64,
    /// Who fills the leverage.
    pub delegation: Delegation,
    /// The most that a verdict takes, basis points.
    pub verdict_bps: u64,
    /// F: the most that a case is raised to, basis points; escrow holds that much.
    pub correlation_bps: u64,
    /// The player's devices. Its pool covers all of them.
    pub devices: u64,
}

impl Setting {
    /// The demo's parameters.
    pub fn of_demo() -> Result<Self> {
        let file = NetworkFile::load(None)?;
        Ok(Self {
            slash_bps: file.network.slash.equivocation_bps,
            bounty_bps: file.network.slash.bounty_bps,
            collateral: file.network.base(&file.network.stake.per_million_credits)?,
            leverage_bps: file.network.stake.leverage_bps,
            delegation: Delegation::None,
            verdict_bps: file.network.verdict.highest_bps,
            correlation_bps: file.network.slash.highest_correlation_bps,
            devices: 1,
        })
    }

    /// The network: rewards are never scarce, so that every credit earns the most that the parameters allow.
    pub fn file(&self) -> Result<NetworkFile> {
        let mut file = NetworkFile::load(None)?;
        let decimals = file.network.token.decimals;
        let one = 10u64.pow(decimals.into());
        file.network.emission.schedule = EmissionSchedule::Fixed;
        file.network.breaker = None;
        file.network.emission.keep_bps = None;
        file.network.emission.initial = Tokens::of_base(20_000 * one, decimals);
        file.network.stake.per_million_credits = Tokens::of_base(self.collateral, decimals);
        file.network.stake.leverage_bps = self.leverage_bps;
        file.network.stake.smallest_self_stake = Tokens::of_base(100 * one, decimals);
        file.network.slash.equivocation_bps = self.slash_bps;
        file.network.slash.bounty_bps = self.bounty_bps;
        file.network.slash.highest_correlation_bps = self.correlation_bps;
        file.network.verdict.highest_bps = self.verdict_bps;
        file.attestors = ATTESTORS.iter().map(|name| attestor(name, &file)).collect();
        file.operators = vec![self.player(&file)?, operator("others", OTHERS_STAKE * one, decimals)];
        Ok(file)
    }

    /// What is played differently than by one operator with one device, in words behind a strategy's.
    pub fn name(&self) -> String {
        let devices = if self.devices == 1 { String::new() } else { format!(", {} devices", self.devices) };
        format!("{devices}{}", self.delegation.name())
    }

    /// Who comes late, if anybody does.
    pub fn late(&self, file: &NetworkFile) -> Option<DelegatorPlan> {
        let above = self.leverage_bps - BASIS_POINTS;
        let stake = u128::from(self.pool(file)) * u128::from(above) / u128::from(BASIS_POINTS);
        (self.delegation == Delegation::Late && above > 0)
            .then(|| delegators(stake as u64, file.network.token.decimals))
    }

    /// What covers the player's devices: its whole pool.
    fn pool(&self, file: &NetworkFile) -> u64 {
        let credits = self.devices * file.network.classes.first().map_or(0, |class| class.limit * class.weight);
        (u128::from(credits) * u128::from(self.collateral)).div_ceil(1_000_000) as u64
    }

    fn player(&self, file: &NetworkFile) -> Result<OperatorPlan> {
        let (pool, decimals) = (self.pool(file), file.network.token.decimals);
        if matches!(self.delegation, Delegation::None | Delegation::Late) {
            return Ok(operator("player", pool, decimals));
        }
        let own = (u128::from(pool) * u128::from(BASIS_POINTS)).div_ceil(self.leverage_bps.into()) as u64;
        let delegator = (own < pool).then(|| delegators(pool - own, decimals));
        let commission_bps = file.network.stake.highest_commission_bps;
        Ok(OperatorPlan {
            commission_bps,
            delegators: delegator.into_iter().collect(),
            ..operator("player", own, decimals)
        })
    }
}

fn delegators(stake: u64, decimals: u8) -> DelegatorPlan {
    DelegatorPlan { name: "delegators".to_owned(), stake: Tokens::of_base(stake, decimals) }
}

fn operator(name: &str, stake: u64, decimals: u8) -> OperatorPlan {
    OperatorPlan {
        name: name.to_owned(),
        class: "storage".to_owned(),
        device: KeyName::Ed25519,
        share: 1,
        stake: Tokens::of_base(stake, decimals),
        commission_bps: 0,
        behaviour: Behaviour::Honest,
        delegators: Vec::new(),
    }
}

fn attestor(name: &str, file: &NetworkFile) -> AttestorPlan {
    let bond = file.attestors.first().map_or(Tokens::of_base(0, 0), |plan| plan.bond.clone());
    AttestorPlan { name: name.to_owned(), bond, weight: 1 }
}
