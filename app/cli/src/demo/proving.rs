//! Work becomes a proof: an attestor challenges, the operator answers from its disk, everybody who verified signs.

use anyhow::Result;
use girder_sdk::{
    ledger::Statement,
    proof::{Proof, ProofBuilder, Route},
};
use solana_address::Address;
use solana_signer::Signer;

use super::{
    cast::{Attestor, Device, Operator},
    setup::ATTESTOR_SET,
    stage::Stage,
};
use crate::work::{
    answer::{self, evidence_hash},
    challenge::{Challenge, Draw},
    hash::Commitment,
    share::Share,
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
pub fn prove(
    stage: &Stage,
    attestors: &[Attestor],
    operator: &Operator,
    share: &Share,
    round: Round,
) -> Result<Outcome> {
    let commitment = share.commitment();
    let Some(challenge) = draw(attestors, operator, commitment, round) else {
        return Ok(Outcome::Failed("there is no attestor to ask".to_owned()));
    };
    let answer = match share.answer(&challenge) {
        Ok(answer) => answer,
        Err(error) => return Ok(Outcome::Failed(format!("{:#}", anyhow::Error::from(error)))),
    };
    if let Err(error) = answer::verify(commitment, &challenge, &answer) {
        return Ok(Outcome::Failed(error.to_string()));
    }
    let held = Held { bytes: commitment.bytes, evidence_hash: evidence_hash(&challenge, &answer) };
    let statement = statement(stage, operator, round, &held)?;
    Ok(Outcome::Proven(Box::new(sign(stage, operator.address, &operator.device, statement, attestors.iter())?)))
}

/// A statement, signed by an operator's device and by attestors.
pub fn sign<'a>(
    stage: &Stage,
    operator: Address,
    device: &Device,
    statement: Statement,
    mut attestors: impl Iterator<Item = &'a Attestor>,
) -> girder_sdk::Result<Proof> {
    let signer = device.signer.as_ref();
    let signed = ProofBuilder::new(&stage.domain, operator, signer.key(), statement).sign(signer)?;
    attestors.try_fold(signed, |proof, attestor| proof.attest(&attestor.key))?.build()
}

/// The attestors take turns at asking.
fn draw(attestors: &[Attestor], operator: &Operator, commitment: &Commitment, round: Round) -> Option<Challenge> {
    let turn = round.epoch.wrapping_add(round.number.into());
    let asking = attestors.get(usize::try_from(turn % attestors.len() as u64).ok()?)?;
    let draw = Draw {
        seed: asking.draws,
        epoch: round.epoch,
        operator: operator.identity.pubkey().to_bytes(),
        counter: round.number.into(),
    };
    Some(Challenge::draw(&draw, commitment, round.chunks))
}

/// What an answer shows.
struct Held {
    bytes: u64,
    evidence_hash: [u8; 32],
}

/// Units are the device's total in this epoch: what it keeps, times how long it has kept it. The class bounds them.
fn statement(stage: &Stage, operator: &Operator, round: Round, held: &Held) -> Result<Statement> {
    let now = stage.now();
    let start = stage.parameters.schedule().start(round.epoch).unwrap_or(now);
    let seconds = u64::try_from(now.saturating_sub(start)).unwrap_or(0);
    let units = kib_seconds(held.bytes, seconds)?;
    Ok(Statement {
        epoch: round.epoch,
        sequence: u64::try_from(now)?.saturating_mul(1_000),
        class: operator.device.class,
        units: units.min(operator.device.limit),
        evidence_hash: held.evidence_hash,
    })
}

/// Sends a proof. Any shard will do; operators spread over them, so that their proofs run in parallel.
pub async fn submit(stage: &mut Stage, proof: &Proof, position: usize) -> Result<()> {
    let shards = usize::from(stage.network.shards).max(1);
    let shard = u8::try_from(position % shards).unwrap_or(0);
    let route = Route { shard, attestor_set: Some(ATTESTOR_SET), ..Route::default() };
    stage.send(&proof.instructions(&stage.network, route)?, &[]).await
}
