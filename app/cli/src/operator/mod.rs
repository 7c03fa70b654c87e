//! `girder operator`: an operator's life, from its registration to its end.

pub mod change;
pub mod register;
pub mod show;
#[cfg(test)]
mod tests;

use anyhow::Result;
use clap::{Args, Subcommand};
use solana_address::Address;

use crate::{cluster::Sending, source::Source};

/// Options of `girder operator`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder operator register NETWORK --commission 500     the key that acts becomes the operator's identity
  girder stake deposit OPERATOR 5000                    its own stake, which covers what its devices are credited
  girder operator commission OPERATOR 600               takes effect after evidence about what runs now
  girder operator maintenance OPERATOR --from-epoch 812 --epochs 3
  girder operator list NETWORK
  girder operator show OPERATOR                         stake, jail, rewards due and devices

`girder owners` shows who owns an operator, and what each earned.")]
pub struct Operator {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Register an operator in a network
    Register(Register),
    /// Offer the operator's authority to somebody, who must accept
    OfferAuthority(Offer),
    /// Accept an operator's authority
    AcceptAuthority(Named),
    /// Name who may manage its devices; without an address nobody but the authority
    Manager(Manager),
    /// Name whose token account gets its commission
    Payout(Payout),
    /// Change its commission, from a later epoch on
    Commission(Commission),
    /// Declare maintenance: epochs in which being down is no downtime
    Maintenance(Maintenance),
    /// Pay its commission to its payout wallet; anybody may
    ClaimCommission(Named),
    /// Leave jail, once its time is over
    Unjail(Named),
    /// Close an operator that has nothing left
    Close(Named),
    /// List a network's operators
    List(List),
    /// Show an operator: its keys, stake, rewards due, jail and devices
    Show(Show),
}

#[derive(Debug, Args)]
struct Register {
    /// The network's address
    network: Address,
    /// What it keeps of its delegators' rewards, basis points
    #[arg(long, value_name = "BPS")]
    commission: u64,
    /// Whose token account gets its commission; by default the operator's own
    #[arg(long, value_name = "ADDRESS")]
    payout: Option<Address>,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Named {
    /// The operator's address
    operator: Address,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Offer {
    /// The operator's address
    operator: Address,
    /// To whom
    to: Address,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Manager {
    /// The operator's address
    operator: Address,
    /// The manager
    manager: Option<Address>,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Payout {
    /// The operator's address
    operator: Address,
    /// The wallet
    wallet: Address,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Commission {
    /// The operator's address
    operator: Address,
    /// Basis points
    bps: u64,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Maintenance {
    /// The operator's address
    operator: Address,
    /// The first epoch
    #[arg(long, value_name = "EPOCH")]
    from_epoch: u64,
    /// How many epochs; 0 takes back what has not begun
    #[arg(long, value_name = "EPOCHS")]
    epochs: u64,
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

#[derive(Debug, Args)]
struct Show {
    /// The operator's address
    operator: Address,
    #[command(flatten)]
    source: Source,
    /// Print JSON: the account and its devices' with all their fields, in base units
    #[arg(long)]
    json: bool,
}

/// Does a step of `girder operator`.
pub async fn operator(options: &Operator) -> Result<bool> {
    match &options.step {
        Step::Register(step) => {
            register::register(&step.sending.open()?, step.network, step.commission, step.payout).await?;
        }
        Step::OfferAuthority(step) => change::offer(&step.sending.open()?, step.operator, step.to).await?,
        Step::AcceptAuthority(step) => change::accept(&step.sending.open()?, step.operator).await?,
        Step::Manager(step) => change::manager(&step.sending.open()?, step.operator, step.manager).await?,
        Step::Payout(step) => change::payout(&step.sending.open()?, step.operator, step.wallet).await?,
        Step::Commission(step) => change::commission(&step.sending.open()?, step.operator, step.bps).await?,
        Step::Maintenance(Maintenance { operator, from_epoch, epochs, sending }) => {
            change::maintenance(&sending.open()?, *operator, *from_epoch, *epochs).await?;
        }
        Step::ClaimCommission(step) => change::claim_commission(&step.sending.open()?, step.operator).await?,
        Step::Unjail(step) => change::unjail(&step.sending.open()?, step.operator).await?,
        Step::Close(step) => change::close(&step.sending.open()?, step.operator).await?,
        Step::List(step) => show::list(step.source.open()?.as_ref(), step.network, step.json).await?,
        Step::Show(step) => show::show(step.source.open()?.as_ref(), step.operator, step.json).await?,
    }
    Ok(true)
}
