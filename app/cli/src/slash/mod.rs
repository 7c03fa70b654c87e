//! `girder slash`: cases against who signed two statements, from the report to the end of their accounts.

mod change;
mod report;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use solana_address::Address;

use crate::cluster::Sending;

/// Options of `girder slash`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder slash report-equivocation first.json second.json     two statements of one device for one epoch and sequence
  girder slash overturn CASE                                  the network's authority grants the appeal
  girder slash execute CASE                                   once the time for appeals is over
  girder slash close CASE                                     its rent goes to who paid it

A report is committed to in a transaction of its own first, so that who copies it gets no bounty. `girder export NETWORK --what
cases` lists a network's cases; `girder crank` executes and closes those that are due.")]
pub struct Slash {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Open a case against a device that signed two statements for one epoch and sequence; who reports gets the bounty
    ReportEquivocation(Report),
    /// Overturn a case before its deadline; the network's authority acts
    Overturn(Named),
    /// Execute a case after its deadline; anybody may
    Execute(Named),
    /// Close a decided case; its rent goes to who paid it. Anybody may
    Close(Named),
}

#[derive(Debug, Args)]
struct Report {
    /// A statement, as `girder prove` writes it
    #[arg(value_name = "FILE")]
    first: PathBuf,
    /// Another of the same device, epoch and sequence
    #[arg(value_name = "FILE")]
    second: PathBuf,
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

/// Does a step of `girder slash`.
pub async fn slash(options: &Slash) -> Result<bool> {
    match &options.step {
        Step::ReportEquivocation(step) => {
            report::equivocation(&step.sending.open()?, &step.first, &step.second).await?
        }
        Step::Overturn(step) => change::overturn(&step.sending.open()?, step.case).await?,
        Step::Execute(step) => change::execute(&step.sending.open()?, step.case).await?,
        Step::Close(step) => change::close(&step.sending.open()?, step.case).await?,
    }
    Ok(true)
}
