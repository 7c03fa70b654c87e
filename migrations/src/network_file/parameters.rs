//! From the file's words to the ledger's parameters.

use anyhow::{Context, Result, ensure};
use girder_interface::limits::BASIS_POINTS;
use girder_sdk::ledger::state::{Parameters, emission_kind, invitation};

use super::{EmissionPlan, EmissionSchedule, NetworkPlan};

/// One token is worth itself, Q32.32.
const ONE: u64 = 1 << 32;

impl NetworkPlan {
    /// The parameters of this network, created at `now` (Unix seconds). `smallest_bond`: that of the attestors that it begins
    /// with, base units.
    pub fn parameters(&self, now: i64, smallest_bond: u64) -> Result<Parameters> {
        let Self { shards, invited_operators, token, emission, time, rewards, .. } = self;
        let Self { breaker, stake, slash, downtime, verdict, .. } = self;
        let (breaker_size, breaker_window) = match breaker {
            Some(breaker) => (self.base(&breaker.size)?, breaker.window.0),
            None => (u64::MAX, time.epoch.0),
        };
        Ok(Parameters {
            genesis: now.checked_add(time.starts_in.0).context("time.starts_in is too long")?,
            epoch_length: time.epoch.0,
            grace: time.grace.0,
            dispute: time.dispute.0,
            evidence_age: time.evidence.0,
            appeal: time.appeal.0,
            unbonding: time.unbonding.0,
            max_pause: time.longest_pause.0,
            bond_unbonding: time.bond_unbonding.0,
            jail_time: slash.jail.0,
            jail_window: slash.jail_window.0,
            jail_after: slash.jail_after,
            shards: (*shards).into(),
            emission_kind: kind(emission.schedule),
            emission_initial: self.base(&emission.initial)?,
            emission_period: emission.period,
            emission_ratio: ratio(emission)?,
            supply_cap: self.base(&token.supply_cap)?,
            max_reward_per_million_credits: self.base(&rewards.per_million_credits)?,
            direct_bps: rewards.direct_bps,
            attestor_bps: rewards.attestors_bps,
            settle_tip: self.base(&rewards.settle_tip)?,
            collateral_per_million_credits: self.base(&stake.per_million_credits)?,
            reward_price: ONE,
            leverage_bps: stake.leverage_bps,
            min_deposit: self.base(&stake.smallest_deposit)?,
            min_self_stake: self.base(&stake.smallest_self_stake)?,
            max_commission_bps: stake.highest_commission_bps,
            min_bond: smallest_bond,
            equivocation_slash_bps: slash.equivocation_bps,
            correlation_window: slash.correlation_window.0,
            commission_step_bps: stake.commission_step_bps,
            correlation_bps: slash.correlation_bps,
            max_correlation_bps: slash.highest_correlation_bps,
            bounty_bps: slash.bounty_bps,
            downtime_slash_bps: downtime.slash_bps,
            downtime_epochs: downtime.epochs,
            downtime_misses: downtime.misses,
            max_maintenance_epochs: downtime.longest_maintenance,
            verdict_case_bps: verdict.highest_bps,
            verdict_window_bps: verdict.highest_in_window_bps,
            attestor_slash_bps: slash.double_statement_bps,
            breaker_size,
            breaker_window,
            invited_operators: if *invited_operators { invitation::INVITED } else { invitation::OPEN },
        })
    }
}

fn kind(schedule: EmissionSchedule) -> u64 {
    match schedule {
        EmissionSchedule::Fixed => emission_kind::FIXED,
        EmissionSchedule::Geometric => emission_kind::GEOMETRIC,
        EmissionSchedule::Halving => emission_kind::HALVING,
        EmissionSchedule::VaultFunded => emission_kind::VAULT_FUNDED,
    }
}

/// `keep_bps` as Q0.32, rounded down.
fn ratio(emission: &EmissionPlan) -> Result<u64> {
    let EmissionPlan { schedule, keep_bps, .. } = emission;
    if *schedule != EmissionSchedule::Geometric {
        ensure!(keep_bps.is_none(), "emission.keep_bps is only for the geometric schedule");
        return Ok(0);
    }
    let keep = keep_bps.context("a geometric emission needs emission.keep_bps")?;
    ensure!((1..BASIS_POINTS).contains(&keep), "emission.keep_bps is {keep}: it must be from 1 to 9,999");
    Ok((keep << 32) / BASIS_POINTS)
}
