//! Opening cases.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Result;
use clap::Args;
use girder_sdk::{
    instructions,
    ledger::state::{Books, Operator},
    pda,
    transport::{self, Transport},
};
use solana_address::Address;
use tokio::time::sleep;

use super::{evidence::Evidence, ticket::Ticket};
use crate::cluster::Session;

/// How often the clock is asked whether a slot has passed.
const POLL: Duration = Duration::from_millis(200);

/// How evidence is committed to before it is shown.
#[derive(Debug, Args)]
pub struct Commitment {
    /// Only commit to the evidence: the ticket that makes the bounty yours is written to a new file
    #[arg(long, value_name = "FILE", conflicts_with = "ticket")]
    commit: Option<PathBuf>,
    /// Report with the ticket that --commit wrote, in a later slot
    #[arg(long, value_name = "FILE")]
    ticket: Option<PathBuf>,
}

impl Commitment {
    /// Commits, reports, or does one after the other.
    pub async fn act(&self, session: &Session, evidence: &Evidence) -> Result<()> {
        match (&self.commit, &self.ticket) {
            (Some(path), _) => commit(session, evidence, path).await,
            (None, Some(path)) => report(session, evidence, &Ticket::load(path)?).await,
            (None, None) => commit_and_report(session, evidence).await,
        }
    }
}

/// Commits to evidence. The ticket is safe in its file before anybody hears of it.
pub async fn commit(session: &Session, evidence: &Evidence, path: &Path) -> Result<()> {
    let ticket = Ticket::new(session)?;
    ticket.save(path)?;
    send_commitment(session, evidence, &ticket).await
}

/// Shows the evidence with a ticket: who copies it from there has no older one, and so no bounty. Where the case is open
/// already, the ticket alone is shown.
pub async fn report(session: &Session, evidence: &Evidence, ticket: &Ticket) -> Result<()> {
    let reveal = ticket.reveal(session, evidence).await?;
    let mut steps = match session.ledger().account(&evidence.slash_case).await? {
        Some(_) => Vec::new(),
        None => evidence.report(session.address()?)?,
    };
    steps.push(instructions::reveal_report(&evidence.network, &reveal));
    session.send(&steps, &[]).await?;
    session.tell("Case", evidence.slash_case)
}

/// Commits, and reports a slot later.
pub async fn commit_and_report(session: &Session, evidence: &Evidence) -> Result<()> {
    // It takes two transactions, one after the other.
    session.signer()?;
    let ticket = Ticket::new(session)?;
    send_commitment(session, evidence, &ticket).await?;
    wait_a_slot(session.ledger()).await?;
    report(session, evidence, &ticket).await
}

/// Opens a case for downtime; by default up to the epoch that was settled last.
pub async fn downtime(session: &Session, operator: Address, last_epoch: Option<u64>) -> Result<()> {
    let network = transport::fetch::<Operator>(session.ledger(), operator).await?.network;
    let (addresses, _) = transport::network(session.ledger(), network).await?;
    let last_epoch = match last_epoch {
        Some(epoch) => epoch,
        None => transport::fetch::<Books>(session.ledger(), addresses.books).await?.next_epoch.saturating_sub(1),
    };
    let report = instructions::report_downtime(&addresses, session.address()?, operator, last_epoch);
    session.send(&[report], &[]).await?;
    session.tell("Case", pda::downtime_case(network, operator, last_epoch))
}

async fn send_commitment(session: &Session, evidence: &Evidence, ticket: &Ticket) -> Result<()> {
    let hash = ticket.hash(evidence);
    session.send(&[instructions::commit_report(&evidence.network, session.payer()?, hash)], &[]).await?;
    session.tell("Ticket", pda::report_ticket(evidence.network.network, &hash))
}

async fn wait_a_slot(ledger: &dyn Transport) -> Result<()> {
    let slot = ledger.clock().await?.slot;
    while ledger.clock().await?.slot <= slot {
        sleep(POLL).await;
    }
    Ok(())
}
