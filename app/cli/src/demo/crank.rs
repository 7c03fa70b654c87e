//! What anybody may do as soon as its time has come, in the order in which one step enables the next: settle epochs, decide
//! cases, harvest, close, pay out. The relay turns it.

use anyhow::{Context, Result};
use girder_sdk::{
    instructions,
    ledger::{
        events::CaseDecided,
        state::{self, outcome},
    },
    pda,
    transport::{fetch, fetch_all},
};
use solana_address::Address;
use solana_signer::Signer;

use super::{cast::Cast, setup::ATTESTOR_SET, stage::Stage};
use crate::report::model::EventKind;

/// Does everything that is due now. `epochs`: how many the demo plays; later ones stay unsettled.
pub async fn turn(stage: &mut Stage, cast: &Cast, epochs: u64) -> Result<()> {
    settle(stage, epochs).await?;
    decide_cases(stage, cast).await?;
    harvest(stage, cast).await?;
    close_epochs(stage).await?;
    pay_operators(stage, cast).await?;
    pay_attestors(stage, cast).await
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

async fn settle(stage: &mut Stage, epochs: u64) -> Result<()> {
    loop {
        let books: state::Books = fetch(&stage.ledger, stage.network.books).await?;
        let epoch = books.next_epoch;
        if epoch >= epochs || stage.now() < stage.parameters.settle_time(epoch)? {
            return Ok(());
        }
        let relay = stage.relay.pubkey();
        let settle =
            instructions::settle_epoch(&stage.network, epoch, relay, Some(ATTESTOR_SET), Some(stage.relay_tokens));
        stage.send(&[settle], &[]).await.with_context(|| format!("epoch {epoch} could not be settled"))?;
        if epoch == 0 {
            tell_first_settlement(stage);
        }
    }
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

/// Executes cases whose deadline has passed, and closes those whose evidence window has.
async fn decide_cases(stage: &mut Stage, cast: &Cast) -> Result<()> {
    for (address, case) in fetch_all::<state::SlashCase>(&stage.ledger, stage.network.network).await? {
        let mut decided = case.outcome != outcome::OPEN;
        if !decided && stage.now() >= case.deadline {
            execute(stage, cast, address, &case).await.context("the case could not be executed")?;
            decided = true;
        }
        if decided && stage.now() >= case.evidence_end {
            let close = instructions::close_slash_case(&stage.network, address, case.rent_payer);
            stage.send(&[close], &[]).await.context("the case could not be closed")?;
        }
    }
    Ok(())
}

async fn execute(stage: &mut Stage, cast: &Cast, address: Address, case: &state::SlashCase) -> Result<()> {
    let reporter = case.bounty_recipient;
    let bounty = (reporter != Address::default()).then(|| stage.network.collateral.account_of(reporter));
    let execute = instructions::execute_slash(&stage.network, case.offender, address, bounty);
    stage.send(&[execute], &[]).await?;
    let decided = stage.journal.decided.iter().rev().find(|event| event.slash_case == address);
    let CaseDecided { returned, raised, bounty, disposed, .. } = **decided.context("no event tells of its end")?;
    let escrow = returned.saturating_add(bounty).saturating_add(disposed);
    let [escrow, raised, returned, bounty, disposed] =
        [escrow, raised, returned, bounty, disposed].map(|amount| stage.show(amount));
    let position = cast.operators.iter().position(|operator| operator.address == case.offender);
    let text = format!(
        "Nobody forgave it in time: of {escrow} in escrow {returned} return, {bounty} go to who reported it, {disposed} \
         are burned; what was slashed around it raised it by {raised}."
    );
    stage.tell(EventKind::Slash, position, text);
    Ok(())
}

/// Moves every reward that is due out of its epoch's pot. What an open case voids has to wait for its outcome.
async fn harvest(stage: &mut Stage, cast: &Cast) -> Result<()> {
    let books: state::Books = fetch(&stage.ledger, stage.network.books).await?;
    for operator in &cast.operators {
        let pool: state::Operator = fetch(&stage.ledger, operator.address).await?;
        for slot in pool.ring.iter().filter(|slot| slot.is_due() && slot.epoch < books.next_epoch) {
            let waits = slot.voided() > 0 && pool.open_cases > 0;
            if waits || stage.now() < stage.parameters.harvest_time(slot.epoch)? {
                continue;
            }
            let harvest = instructions::harvest(&stage.network, operator.address, slot.epoch);
            let harvested = stage.send(&[harvest], &[]).await;
            harvested.with_context(|| format!("`{}` could not harvest epoch {}", operator.name, slot.epoch))?;
        }
    }
    Ok(())
}

/// Closes the epochs that are harvested; their rent returns to whoever settled them.
async fn close_epochs(stage: &mut Stage) -> Result<()> {
    for (_, epoch) in fetch_all::<state::Epoch>(&stage.ledger, stage.network.network).await? {
        if epoch.credit_left == 0 {
            let close = instructions::close_epoch(&stage.network, epoch.index, epoch.rent_payer);
            let closed = stage.send(&[close], &[]).await;
            closed.with_context(|| format!("epoch {} could not be closed", epoch.index))?;
        }
    }
    Ok(())
}

/// Pays rewards and commission to the owners' token accounts.
async fn pay_operators(stage: &mut Stage, cast: &Cast) -> Result<()> {
    for operator in &cast.operators {
        let pool: state::Operator = fetch(&stage.ledger, operator.address).await?;
        let mut pay = Vec::new();
        for (_, owner, tokens) in operator.owners() {
            let mut position: state::Position = fetch(&stage.ledger, pda::position(operator.address, owner)).await?;
            position.accrue(&pool)?;
            if position.owed > 0 {
                pay.push(instructions::claim(&stage.network, operator.address, owner, tokens));
            }
        }
        if pool.commission_owed > 0 {
            pay.push(instructions::claim_commission(&stage.network, operator.address, operator.tokens));
        }
        if !pay.is_empty() {
            stage.send(&pay, &[]).await.with_context(|| format!("`{}` could not be paid", operator.name))?;
        }
    }
    Ok(())
}

async fn pay_attestors(stage: &mut Stage, cast: &Cast) -> Result<()> {
    let address = pda::attestor_set(stage.network.network, ATTESTOR_SET);
    let mut set: state::AttestorSet = fetch(&stage.ledger, address).await?;
    for attestor in &cast.attestors {
        let key = attestor.key.pubkey();
        let Some(index) = set.find(key.as_ref()) else { continue };
        if set.accrue(index)?.owed > 0 {
            let pay = instructions::claim_attestor_pay(&stage.network, ATTESTOR_SET, key, attestor.tokens);
            stage.send(&[pay], &[]).await.with_context(|| format!("attestor `{}` could not be paid", attestor.name))?;
        }
    }
    Ok(())
}
