//! Work becomes a proof: an attestor challenges, the operator answers from its disk, everybody who verified signs.

use anyhow::Result;
use girder_sdk::{
    ledger::Statement,
    proof::{Proof, ProofBuilder, Route},
};
use solana_signer::Signer;

use super::{
    cast::{Attestor, Operator},
    setup::ATTESTOR_SET,
    stage::Stage,
};
use crate::work::{
    answer::{self, Answer, evidence_hash},
    challenge::{Challenge, Draw},
    units::kib_seconds,
};

/// When an operator is asked, and for how much.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    pub epoch: u64,
    /// Of this operator's challenges in this epoch, which one.
    pub number: u32,
    /// Chunks to show.
    pub chunks: u64,
}

/// What came of a challenge.
pub enum Outcome {
    /// The proof, signed by the device and all attestors.
    Proven(Box<Proof>),
    /// Why the attestors sign nothing.
    Failed(String),
}

/// Challenges an operator; if its answer holds, device and attestors sign what it kept and for how long.
pub fn prove(stage: &Stage, attestors: &[Attestor], operator: &Operator, round: Round) -> Result<Outcome> {
    let commitment = operator.share.commitment();
    let Some(challenge) = draw(attestors, operator, round) else {
        return Ok(Outcome::Failed("there is no attestor to ask".to_owned()));
    };
    let answer = match operator.share.answer(&challenge) {
        Ok(answer) => answer,
        Err(error) => return Ok(Outcome::Failed(format!("{:#}", anyhow::Error::from(error)))),
    };
    if let Err(error) = answer::verify(commitment, &challenge, &answer) {
        return Ok(Outcome::Failed(error.to_string()));
    }
    let statement = statement(stage, operator, round, &challenge, &answer)?;
    let signed = ProofBuilder::new(&stage.domain, operator.address, operator.device.key(), statement)
        .sign(operator.device.as_ref())?;
    let attested = attestors.iter().try_fold(signed, |proof, attestor| proof.attest(&attestor.key))?;
    Ok(Outcome::Proven(Box::new(attested.build()?)))
}

/// The attestors take turns at asking.
fn draw(attestors: &[Attestor], operator: &Operator, round: Round) -> Option<Challenge> {
    let turn = round.epoch.wrapping_add(round.number.into());
    let asking = attestors.get(usize::try_from(turn % attestors.len() as u64).ok()?)?;
    let draw = Draw {
        seed: asking.draws,
        epoch: round.epoch,
        operator: operator.identity.pubkey().to_bytes(),
        counter: round.number.into(),
    };
    Some(Challenge::draw(&draw, operator.share.commitment(), round.chunks))
}

/// Units are the device's total in this epoch: what it keeps, times how long it has kept it. The class bounds them.
fn statement(
    stage: &Stage,
    operator: &Operator,
    round: Round,
    challenge: &Challenge,
    answer: &Answer,
) -> Result<Statement> {
    let now = stage.now();
    let start = stage.parameters.schedule().start(round.epoch).unwrap_or(now);
    let seconds = u64::try_from(now.saturating_sub(start)).unwrap_or(0);
    let units = kib_seconds(operator.share.commitment().bytes, seconds)?;
    Ok(Statement {
        epoch: round.epoch,
        sequence: u64::try_from(now)?.saturating_mul(1_000),
        class: operator.class,
        units: units.min(operator.limit),
        evidence_hash: evidence_hash(challenge, answer),
    })
}

/// Sends a proof. Any shard will do; operators spread over them, so that their proofs run in parallel.
pub async fn submit(stage: &mut Stage, proof: &Proof, position: usize) -> Result<()> {
    let shards = usize::from(stage.network.shards).max(1);
    let shard = u8::try_from(position % shards).unwrap_or(0);
    let route = Route { shard, attestor_set: Some(ATTESTOR_SET), ..Route::default() };
    stage.send(&proof.instructions(&stage.network, route)?, &[]).await
}
