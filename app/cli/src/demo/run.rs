//! The run: epoch after epoch, everybody acts as the file says, and anybody turns the crank.

use anyhow::{Context, Result};
use girder_sdk::{ledger::state, transport::fetch};

use super::{
    cast::{Cast, Operator},
    crank, fraud,
    progress::Progress,
    proving::{self, Outcome, Round},
    stage::Stage,
};
use crate::{
    network_file::{Behaviour, DemoPlan},
    report::model::EventKind,
};

/// What an operator had when an epoch ended.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Stake in its pool.
    pub stake: u64,
    /// Stake that cases had taken by then.
    pub taken: u64,
}

/// All epochs, and on until everything is decided and paid. Returns a row of samples per epoch.
pub async fn play(stage: &mut Stage, cast: &Cast, plan: &DemoPlan, progress: &Progress) -> Result<Vec<Vec<Sample>>> {
    let bar = progress.epochs(plan.epochs.saturating_mul(plan.challenges.into()));
    let mut samples = Vec::new();
    for epoch in 0..plan.epochs {
        bar.set_message(format!("epoch {epoch}"));
        stage.ledger.warp_to(stage.parameters.schedule().start(epoch).context("the epoch is beyond the clock")?);
        tell_absences(stage, cast, epoch);
        for number in 1..=plan.challenges {
            let round = Round { epoch, number, chunks: plan.chunks };
            stage.ledger.warp_to(moment(stage, round, plan.challenges)?);
            crank::turn(stage, cast, plan.epochs).await?;
            for (position, operator) in cast.operators.iter().enumerate() {
                let last = number == plan.challenges;
                let acted = act(stage, cast, position, round, last).await;
                acted.with_context(|| format!("operator `{}` in epoch {epoch}", operator.name))?;
            }
            bar.inc(1);
        }
        samples.push(sample(stage, cast).await?);
    }
    bar.set_message("settling");
    crank::finish(stage, cast, plan.epochs).await?;
    bar.finish_and_clear();
    Ok(samples)
}

/// Challenges are spread evenly over the epoch; the last one is in its last second.
fn moment(stage: &Stage, round: Round, challenges: u32) -> Result<i64> {
    let schedule = stage.parameters.schedule();
    let start = schedule.start(round.epoch).context("the epoch is beyond the clock")?;
    let passed = schedule.length.saturating_mul(round.number.into()) / i64::from(challenges);
    Ok(start.saturating_add(passed.min(schedule.length.saturating_sub(1))))
}

/// Who leaves and who is back as an epoch begins.
fn tell_absences(stage: &mut Stage, cast: &Cast, epoch: u64) {
    for (position, Operator { behaviour, .. }) in cast.operators.iter().enumerate() {
        let was = epoch.checked_sub(1).is_some_and(|before| behaviour.is_offline(before));
        match (was, behaviour.is_offline(epoch)) {
            (false, true) => {
                stage.tell(EventKind::Outage, Some(position), "Goes offline: no answers, and so no credit.");
            }
            (true, false) => stage.tell(EventKind::Work, Some(position), "Is back and answers challenges again."),
            _ => (),
        }
    }
}

/// What an operator does when it is challenged.
async fn act(stage: &mut Stage, cast: &Cast, position: usize, round: Round, last: bool) -> Result<()> {
    let Some(operator) = cast.operators.get(position) else { return Ok(()) };
    if operator.behaviour.is_offline(round.epoch) {
        return Ok(());
    }
    let device: state::Device = fetch(&stage.ledger, operator.device_address).await?;
    if device.check_active().is_err() {
        return Ok(());
    }
    match proving::prove(stage, &cast.attestors, operator, round)? {
        Outcome::Failed(why) => {
            stage.tell(EventKind::Outage, Some(position), format!("Fails a challenge: {why}."));
        }
        Outcome::Proven(proof) => {
            proving::submit(stage, &proof, position).await?;
            if last && operator.behaviour == (Behaviour::Equivocates { in_epoch: round.epoch }) {
                fraud::equivocate(stage, operator, position, &proof, &cast.watcher).await?;
            }
        }
    }
    Ok(())
}

async fn sample(stage: &Stage, cast: &Cast) -> Result<Vec<Sample>> {
    let mut row = Vec::with_capacity(cast.operators.len());
    for operator in &cast.operators {
        let pool: state::Operator = fetch(&stage.ledger, operator.address).await?;
        row.push(Sample { stake: pool.stake, taken: stage.journal.taken(operator.address) });
    }
    Ok(row)
}
