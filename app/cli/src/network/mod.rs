//! `girder network`: what a network's authority, its guardian and anybody do with a network that `girder deploy` created.

mod change;
mod show;
#[cfg(test)]
mod tests;

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};
use girder_sdk::ledger::state::{network_role, pause_subject};
use solana_address::Address;

use crate::{cluster::Sending, source::Source};

/// Options of `girder network`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder network list --url devnet
  NETWORK=$(girder network find mine)                    the address of a name, for the commands below
  girder network fund NETWORK 250000                     reward tokens for its reserve
  girder network pause NETWORK intake --seconds 3600     by its guardian; 0 seconds end the pause
  girder network offer-role NETWORK authority --to ADDRESS

`girder deploy` creates networks and proposes other parameters, `girder crank` pays and closes what anybody may.")]
pub struct NetworkOptions {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// List all networks
    List(List),
    /// Print the address of the only network with a name
    Find(Find),
    /// Show a network and its totals
    Show(Show),
    /// Add reward tokens to a network's reserve; anybody may
    Fund(Fund),
    /// Pause a part of a network for a while, as its guardian
    Pause(Pause),
    /// Offer a role in a network to somebody, who must accept
    OfferRole(OfferRole),
    /// Accept a role in a network
    AcceptRole(AcceptRole),
    /// Put proposed parameters in force, once their timelock is over; anybody may
    ExecuteParameters(Named),
    /// Withdraw proposed parameters; anybody may once they are stale
    CloseParameterChange(CloseParameterChange),
    /// Announce from which epoch on a network is retired
    Retire(Retire),
    /// Close a network that is over and empty; anybody may
    Close(Named),
}

#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    source: Source,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Anybody may give a network any name. Whoever is to trust the address gets it from the founder."
)]
struct Find {
    /// The network's name
    name: String,
    #[command(flatten)]
    source: Source,
}

#[derive(Debug, Args)]
struct Show {
    /// The network's address
    network: Address,
    #[command(flatten)]
    source: Source,
    /// Print JSON: both accounts with all their fields, in base units
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Named {
    /// The network's address
    network: Address,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Fund {
    /// The network's address
    network: Address,
    /// How much, whole reward tokens: such as 12 or 0.25
    amount: String,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Subject {
    /// Proofs
    Intake,
    /// Settling epochs
    Settlement,
    /// Paying rewards out
    Claims,
}

impl Subject {
    fn number(self) -> u8 {
        match self {
            Self::Intake => pause_subject::INTAKE,
            Self::Settlement => pause_subject::SETTLEMENT,
            Self::Claims => pause_subject::CLAIMS,
        }
    }
}

#[derive(Debug, Args)]
struct Pause {
    /// The network's address
    network: Address,
    /// What is paused
    subject: Subject,
    /// For how long, seconds; 0 ends a pause that runs
    #[arg(long)]
    seconds: i64,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Role {
    /// Runs the network
    Authority,
    /// Pauses it
    Guardian,
}

impl Role {
    fn number(self) -> u8 {
        match self {
            Self::Authority => network_role::AUTHORITY,
            Self::Guardian => network_role::GUARDIAN,
        }
    }
}

#[derive(Debug, Args)]
struct OfferRole {
    /// The network's address
    network: Address,
    /// The role
    role: Role,
    /// To whom; without it, an offer is withdrawn
    #[arg(long, value_name = "ADDRESS")]
    to: Option<Address>,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct AcceptRole {
    /// The network's address
    network: Address,
    /// The role
    role: Role,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct CloseParameterChange {
    /// The network's address
    network: Address,
    /// The parameters' version that it was proposed for; by default today's
    #[arg(long, value_name = "VERSION")]
    base_version: Option<u64>,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Retire {
    /// The network's address
    network: Address,
    /// The first epoch that it no longer has
    #[arg(long, value_name = "EPOCH", required_unless_present = "take_back")]
    from_epoch: Option<u64>,
    /// Take an announcement back
    #[arg(long, conflicts_with = "from_epoch")]
    take_back: bool,
    #[command(flatten)]
    sending: Sending,
}

/// Does a step of `girder network`.
pub async fn network(options: &NetworkOptions) -> Result<bool> {
    match &options.step {
        Step::List(step) => show::list(step.source.open()?.as_ref(), step.json).await?,
        Step::Find(step) => show::find(step.source.open()?.as_ref(), &step.name).await?,
        Step::Show(step) => show::show(step.source.open()?.as_ref(), step.network, step.json).await?,
        Step::Fund(step) => change::fund(&step.sending.open()?, step.network, &step.amount).await?,
        Step::Pause(Pause { network, subject, seconds, sending }) => {
            change::pause(&sending.open()?, *network, subject.number(), *seconds).await?;
        }
        Step::OfferRole(OfferRole { network, role, to, sending }) => {
            change::offer_role(&sending.open()?, *network, role.number(), *to).await?;
        }
        Step::AcceptRole(step) => {
            change::accept_role(&step.sending.open()?, step.network, step.role.number()).await?;
        }
        Step::ExecuteParameters(step) => change::execute_parameters(&step.sending.open()?, step.network).await?,
        Step::CloseParameterChange(CloseParameterChange { network, base_version, sending }) => {
            change::close_parameter_change(&sending.open()?, *network, *base_version).await?;
        }
        // The parser asks for an epoch unless the announcement is taken back, which is what this epoch does.
        Step::Retire(step) => {
            change::retire(&step.sending.open()?, step.network, step.from_epoch.unwrap_or(u64::MAX)).await?;
        }
        Step::Close(step) => change::close(&step.sending.open()?, step.network).await?,
    }
    Ok(true)
}
