//! `girder slash`: cases against who signed two statements or was down too often, from the report to the end of their
//! accounts.

mod change;
mod evidence;
mod report;
mod show;
#[cfg(test)]
mod tests;
mod ticket;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use solana_address::Address;

use crate::{cluster::Sending, source::Source};
use evidence::{Evidence, Signed};
use report::Commitment;

pub use show::outcome;

/// Options of `girder slash`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder slash report-equivocation first.json second.json     two statements of one device for one epoch and sequence
  girder slash report-downtime OPERATOR                       up to the epoch that was settled last
  girder slash list NETWORK
  girder slash overturn CASE                                  the network's authority grants the appeal
  girder slash execute CASE                                   once the time for appeals is over
  girder slash close CASE                                     its rent goes to who paid it

Two statements are committed to in a transaction of its own first, so that who copies the report gets no bounty. A multisig or
a cold wallet does it in two steps: --commit ticket.json, and a slot later --ticket ticket.json. `girder verdict` has what a
quorum of attestors finds; `girder crank` executes and closes what is due.")]
pub struct Slash {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Open a case against a device that signed two statements for one epoch and sequence; who reports gets the bounty
    ReportEquivocation(ReportEquivocation),
    /// Open a case against an attestor that signed two statements, or two verdicts, of which only one can be true; who reports
    /// gets the bounty
    ReportDoubleStatement(ReportDoubleStatement),
    /// Open a case against an operator that was below its floor too often; anybody may, without a bounty
    ReportDowntime(ReportDowntime),
    /// Overturn a case before its deadline; the network's authority acts
    Overturn(Named),
    /// Execute a case after its deadline; anybody may
    Execute(Named),
    /// Close a decided case; its rent goes to who paid it. Anybody may
    Close(Named),
    /// Close a report's ticket that is of no use any more; its rent goes to who paid it. Anybody may
    CloseTicket(CloseTicket),
    /// List a network's cases that are not closed
    List(List),
}

#[derive(Debug, Args)]
struct ReportEquivocation {
    /// A statement, as `girder prove` writes it
    #[arg(value_name = "FILE")]
    first: PathBuf,
    /// Another of the same device, epoch and sequence
    #[arg(value_name = "FILE")]
    second: PathBuf,
    #[command(flatten)]
    commitment: Commitment,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct ReportDoubleStatement {
    /// A statement, as `girder prove` writes it, or a verdict, as `girder verdict draft` writes it
    #[arg(value_name = "FIRST")]
    first: PathBuf,
    /// The attestor's signature of it, as `girder attest` writes it
    #[arg(value_name = "FIRST_ATTESTATION")]
    first_attestation: PathBuf,
    /// Another on the same subject: of one device, epoch and sequence, or about one operator and evidence
    #[arg(value_name = "SECOND")]
    second: PathBuf,
    /// The same attestor's signature of that
    #[arg(value_name = "SECOND_ATTESTATION")]
    second_attestation: PathBuf,
    #[command(flatten)]
    commitment: Commitment,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct ReportDowntime {
    /// The operator's address
    operator: Address,
    /// The last epoch that counts; by default the one that was settled last
    #[arg(long, value_name = "EPOCH")]
    last_epoch: Option<u64>,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Named {
    /// The case's address
    case: Address,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct CloseTicket {
    /// The ticket's address
    ticket: Address,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct List {
    /// The network's address
    network: Address,
    #[command(flatten)]
    source: Source,
    /// Print JSON: the accounts with all their fields, in base units
    #[arg(long)]
    json: bool,
}

/// Does a step of `girder slash`.
pub async fn slash(options: &Slash) -> Result<bool> {
    match &options.step {
        Step::ReportEquivocation(ReportEquivocation { first, second, commitment, sending }) => {
            let session = sending.open()?;
            let evidence = Evidence::equivocation(session.ledger(), first, second).await?;
            commitment.act(&session, &evidence).await?;
        }
        Step::ReportDoubleStatement(step) => {
            let session = step.sending.open()?;
            let first = Signed { statement: &step.first, attestation: &step.first_attestation };
            let second = Signed { statement: &step.second, attestation: &step.second_attestation };
            let evidence = Evidence::double_statement(session.ledger(), first, second).await?;
            step.commitment.act(&session, &evidence).await?;
        }
        Step::ReportDowntime(ReportDowntime { operator, last_epoch, sending }) => {
            report::downtime(&sending.open()?, *operator, *last_epoch).await?;
        }
        Step::Overturn(step) => change::overturn(&step.sending.open()?, step.case).await?,
        Step::Execute(step) => change::execute(&step.sending.open()?, step.case).await?,
        Step::Close(step) => change::close(&step.sending.open()?, step.case).await?,
        Step::CloseTicket(step) => change::close_ticket(&step.sending.open()?, step.ticket).await?,
        Step::List(step) => show::list(step.source.open()?.as_ref(), step.network, step.json).await?,
    }
    Ok(true)
}
