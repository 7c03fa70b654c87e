//! A lie, and how it comes to light: two statements for one slot, signed with one key, are evidence in anybody's hands.

use anyhow::Result;
use girder_interface::{offence::Offence, report};
use girder_sdk::{
    instructions::{self, Reveal},
    ledger::Statement,
    pda,
    proof::{EquivocationReport, Proof},
};
use solana_signer::Signer;

use super::{
    cast::{Operator, Watcher},
    proving,
    stage::Stage,
};
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
    watcher: &Watcher,
) -> Result<()> {
    let lie = proving::sign(
        stage,
        operator.address,
        &operator.device,
        other_statement(operator, proof.statement),
        [].iter(),
    )?;
    let [signed, now_signed] = [proof, &lie].map(|proof| grouped(proof.statement.units.into()));
    let text = format!("Signs a second statement for one slot: {now_signed} units, where it had signed {signed}.");
    stage.tell(EventKind::Fraud, Some(position), text);

    report(stage, proof, &lie, watcher).await?;
    let taken = stage.show(stage.journal.taken(operator.address));
    let appeal = duration(u64::try_from(stage.parameters.appeal).unwrap_or(0));
    let text = format!("A third party reports both: {taken} go to escrow, the key is dead. The appeal takes {appeal}.");
    stage.tell(EventKind::Case, Some(position), text);
    Ok(())
}

/// Commits to the evidence, reports it a second later, and shows its ticket: who copies the report has no older one, and so
/// no bounty.
pub async fn report(stage: &mut Stage, first: &Proof, second: &Proof, watcher: &Watcher) -> Result<()> {
    let (network, us) = (stage.network, watcher.key.pubkey());
    let offence = Offence::Equivocation { device: &first.device.to_bytes() }.id();
    let hash = report::commitment(&offence, &[first.digest, second.digest], &us.to_bytes(), &watcher.salt);
    stage.send(&[instructions::commit_report(&network, us, hash)], &[&watcher.key]).await?;

    stage.ledger.warp_by(1);
    let mut evidence = EquivocationReport::new(first, second)?.instructions(&network, us, 0)?;
    let slash_case = pda::equivocation_case(network.network, first.device);
    let reveal = Reveal { slash_case, hash, reporter: us, salt: watcher.salt, rent_payer: us };
    evidence.push(instructions::reveal_report(&network, &reveal));
    stage.send(&evidence, &[&watcher.key]).await
}

/// Twice the units, or half of them where the class allows no more.
fn other_statement(operator: &Operator, signed: Statement) -> Statement {
    let twice = signed.units.saturating_mul(2);
    let units = if twice <= operator.device.limit { twice } else { signed.units / 2 };
    Statement { units, ..signed }
}
