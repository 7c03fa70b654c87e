//! The run: epoch after epoch, everybody acts as the file says, and anybody turns the crank.

use anyhow::{Context, Result};
use girder_sdk::{ledger::state, pda, proof::Proof, transport::fetch};

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
            let mut signed_last = Vec::new();
            for (position, operator) in cast.operators.iter().enumerate() {
                let acted = act(stage, cast, position, round).await;
                let proof = acted.with_context(|| format!("operator `{}` in epoch {epoch}", operator.name))?;
                signed_last.extend(proof.map(|proof| (position, proof)));
            }
            if number == plan.challenges {
                lie(stage, cast, epoch, &signed_last).await?;
            }
            bar.inc(1);
        }
        samples.push(sample(stage, cast).await?);
    }
    bar.set_message("settling");
    crank::finish(stage, cast, plan.epochs).await?;
    tell_owners(stage, cast).await?;
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

/// What an operator does when it is challenged. Returns what it proved.
async fn act(stage: &mut Stage, cast: &Cast, position: usize, round: Round) -> Result<Option<Box<Proof>>> {
    let (Some(operator), Some(share)) = (cast.operators.get(position), cast.shares.get(position)) else {
        return Ok(None);
    };
    if operator.behaviour.is_offline(round.epoch) {
        return Ok(None);
    }
    let device: state::Device = fetch(&stage.ledger, operator.device.address).await?;
    if device.check_active().is_err() {
        return Ok(None);
    }
    match proving::prove(stage, &cast.attestors, operator, share, round)? {
        Outcome::Failed(why) => {
            stage.tell(EventKind::Outage, Some(position), format!("Fails a challenge: {why}."));
            Ok(None)
        }
        Outcome::Proven(proof) => {
            proving::submit(stage, &proof, position).await?;
            Ok(Some(proof))
        }
    }
}

/// Who equivocates in this epoch contradicts what it proved last.
async fn lie(stage: &mut Stage, cast: &Cast, epoch: u64, proven: &[(usize, Box<Proof>)]) -> Result<()> {
    for (position, proof) in proven {
        let Some(operator) = cast.operators.get(*position) else { continue };
        if operator.behaviour == (Behaviour::Equivocates { in_epoch: epoch }) {
            let reported = fraud::equivocate(stage, operator, *position, proof, &cast.watcher).await;
            reported.with_context(|| format!("the lie of `{}`", operator.name))?;
        }
    }
    Ok(())
}

/// What each owner of an operator earned, where it has more than one.
async fn tell_owners(stage: &mut Stage, cast: &Cast) -> Result<()> {
    for (position, operator) in cast.operators.iter().enumerate().filter(|(_, found)| !found.delegators.is_empty()) {
        let mut earned = Vec::new();
        for (name, owner, _) in operator.owners() {
            let held: state::Position = fetch(&stage.ledger, pda::position(operator.address, owner)).await?;
            earned.push(format!("{name} {}", stage.show(held.paid.saturating_add(held.owed))));
        }
        let text = format!("Its owners earned, commission apart: {}.", earned.join(", "));
        stage.tell(EventKind::Payment, Some(position), text);
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
