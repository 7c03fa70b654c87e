//! What anybody may do as soon as its time has come, in the order in which one step enables the next: settle epochs, decide
//! cases, harvest, close, pay out. The relay turns it.

use anyhow::{Context, Result};
use girder_sdk::{
    audit::Snapshot,
    due::{self, Cranker, Step, Task},
    ledger::{events::CaseDecided, state},
    pda,
    transport::fetch_all,
};
use solana_address::Address;
use solana_signer::Signer;

use super::{cast::Cast, stage::Stage};
use crate::report::model::EventKind;

/// Does everything that is due now, and what that makes due. `epochs`: how many the demo plays; later ones stay unsettled.
pub async fn turn(stage: &mut Stage, cast: &Cast, epochs: u64) -> Result<()> {
    loop {
        let due = due(stage, epochs).await?;
        if due.is_empty() {
            return Ok(());
        }
        for Step { task, subject, what, instructions, .. } in due {
            stage.send(&instructions, &[]).await.with_context(|| format!("the relay could not {what}"))?;
            match task {
                Task::Slash => tell_decision(stage, cast, subject)?,
                Task::Settle if subject == pda::epoch(stage.network.network, 0) => tell_first_settlement(stage),
                _ => {}
            }
        }
    }
}

/// What is due now. The accounts of dead devices stay, for whoever looks at them after the run.
async fn due(stage: &Stage, epochs: u64) -> Result<Vec<Step>> {
    let network = stage.network.network;
    let snapshot = Snapshot::take(&stage.ledger, network).await?;
    let cranker = Cranker { address: stage.relay.pubkey(), tip_destination: Some(stage.relay_tokens) };
    let mut due = due::steps(&snapshot, &stage.network, stage.now(), &cranker);
    let after_the_end = pda::epoch(network, epochs);
    let is_device = |account: &Address| snapshot.devices.iter().any(|(device, _)| device == account);
    due.retain(|step| step.subject != after_the_end && !(step.task == Task::Close && is_device(&step.subject)));
    Ok(due)
}

/// Waits until everything is due, and does it.
pub async fn finish(stage: &mut Stage, cast: &Cast, epochs: u64) -> Result<()> {
    let last = epochs.checked_sub(1).context("there is no epoch")?;
    let mut due = stage.parameters.harvest_time(last).context("the clock ends before the last harvest")?;
    for (_, case) in fetch_all::<state::SlashCase>(&stage.ledger, stage.network.network).await? {
        due = due.max(case.deadline).max(case.evidence_end);
    }
    stage.ledger.warp_to(due.max(stage.now()));
    turn(stage, cast, epochs).await?;
    stage.tell(EventKind::Payment, None, "Everything is harvested and paid out.");
    Ok(())
}

fn tell_first_settlement(stage: &mut Stage) {
    let Some(settled) = stage.journal.settled.get(&0) else { return };
    let [minted, pot, attestors, tip] =
        [settled.minted, settled.pot, settled.attestors, settled.tip].map(|amount| stage.show(amount));
    let text = format!(
        "Epoch 0 is settled: {minted} are minted, {pot} for operators, {attestors} for attestors, {tip} for settling."
    );
    stage.tell(EventKind::Payment, None, text);
}

/// What became of a case, and of what it took.
fn tell_decision(stage: &mut Stage, cast: &Cast, address: Address) -> Result<()> {
    let decided = stage.journal.decided.iter().rev().find(|event| event.slash_case == address);
    let CaseDecided { offender, returned, raised, bounty, disposed, .. } =
        **decided.context("no event tells of its end")?;
    let escrow = returned.saturating_add(bounty).saturating_add(disposed);
    let [escrow, raised, returned, bounty, disposed] =
        [escrow, raised, returned, bounty, disposed].map(|amount| stage.show(amount));
    let position = cast.operators.iter().position(|operator| operator.address == offender);
    let text = format!(
        "Nobody forgave it in time: of {escrow} in escrow {returned} return, {bounty} go to who reported it, {disposed} \
         are burned; what was slashed around it raised it by {raised}."
    );
    stage.tell(EventKind::Slash, position, text);
    Ok(())
}
