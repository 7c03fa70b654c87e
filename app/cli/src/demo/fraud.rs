//! A lie, and how it comes to light: two statements for one slot, signed with one key, are evidence in anybody's hands.

use anyhow::Result;
use girder_sdk::{
    ledger::Statement,
    proof::{EquivocationReport, Proof, ProofBuilder},
};
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::{cast::Operator, stage::Stage};
use crate::report::{
    amount::{duration, grouped},
    model::EventKind,
};

/// Signs a second statement for the slot of `proof`; the watcher, who got to see both, reports them.
pub async fn equivocate(
    stage: &mut Stage,
    operator: &Operator,
    position: usize,
    proof: &Proof,
    watcher: &Keypair,
) -> Result<()> {
    let lie = ProofBuilder::new(
        &stage.domain,
        operator.address,
        operator.device.key(),
        other_statement(operator, proof.statement),
    );
    let lie = lie.sign(operator.device.as_ref())?.build()?;
    let [signed, now_signed] = [proof, &lie].map(|proof| grouped(proof.statement.units.into()));
    let text = format!("Signs a second statement for one slot: {now_signed} units, where it had signed {signed}.");
    stage.tell(EventKind::Fraud, Some(position), text);

    let evidence = EquivocationReport::new(proof, &lie)?.instructions(&stage.network, watcher.pubkey(), 0)?;
    stage.send(&evidence, &[watcher]).await?;
    let taken = stage.show(stage.journal.taken(operator.address));
    let appeal = duration(u64::try_from(stage.parameters.appeal).unwrap_or(0));
    let text = format!("A third party reports both: {taken} go to escrow, the key is dead. The appeal takes {appeal}.");
    stage.tell(EventKind::Case, Some(position), text);
    Ok(())
}

/// Twice the units, or half of them where the class allows no more.
fn other_statement(operator: &Operator, signed: Statement) -> Statement {
    let twice = signed.units.saturating_mul(2);
    let units = if twice <= operator.limit { twice } else { signed.units / 2 };
    Statement { units, ..signed }
}
