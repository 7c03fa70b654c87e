//! Reporting two statements for one slot.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, ensure};
use girder_interface::{offence::Offence, report};
use girder_sdk::{
    instructions::{self, Reveal},
    pda,
    proof::EquivocationReport,
    transport::{self, Transport},
};
use rand::{TryRngCore, rngs::OsRng};
use tokio::time::sleep;

use crate::{cluster::Session, output, statement};

/// How often the clock is asked whether a slot has passed.
const POLL: Duration = Duration::from_millis(200);

/// Commits to the evidence, and shows it a slot later: who copies it from there has no older ticket, and so no bounty.
pub async fn equivocation(session: &Session, first: &Path, second: &Path) -> Result<()> {
    // It takes two transactions, one after the other.
    session.signer()?;
    let [first, second] = [statement::load(first)?, statement::load(second)?];
    let network = first.network;
    let (addresses, account) = transport::network(session.ledger(), network).await?;
    let domain = account.domain(&network);
    ensure!(first.domain == domain && second.domain == domain, "both must be of one instance of the network {network}");
    let (first, second) = (first.proof.build()?, second.proof.build()?);
    let (reporter, payer) = (session.address()?, session.payer()?);
    let mut steps = EquivocationReport::new(&first, &second)?.instructions(&addresses, reporter, 0)?;

    let mut salt = [0; 32];
    OsRng.try_fill_bytes(&mut salt).context("the system gives no randomness")?;
    let offence = Offence::Equivocation { device: &first.device.to_bytes() }.id();
    let hash = report::commitment(&offence, &[first.digest, second.digest], &reporter.to_bytes(), &salt);
    session.send(&[instructions::commit_report(&addresses, payer, hash)], &[]).await?;
    wait_a_slot(session.ledger()).await?;

    let slash_case = pda::equivocation_case(network, first.device);
    steps
        .push(instructions::reveal_report(&addresses, &Reveal { slash_case, hash, reporter, salt, rent_payer: payer }));
    session.send(&steps, &[]).await?;
    if session.json() { Ok(()) } else { output::print(&format!("Case {slash_case}")) }
}

async fn wait_a_slot(ledger: &dyn Transport) -> Result<()> {
    let slot = ledger.clock().await?.slot;
    while ledger.clock().await?.slot <= slot {
        sleep(POLL).await;
    }
    Ok(())
}
