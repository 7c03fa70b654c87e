//! `girder stake`: a position in an operator's pool, from the first deposit to the last token withdrawn.

pub mod change;
pub mod show;
#[cfg(test)]
mod tests;

use anyhow::Result;
use clap::{Args, Subcommand};
use girder_sdk::{
    NetworkAddresses,
    ledger::state::{Network, Operator},
    transport::{self, Transport},
};
use solana_address::Address;

use crate::{cluster::Sending, source::Source};

/// Options of `girder stake`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder stake deposit OPERATOR 2500           become an owner of a part of the operator's pool, or of a larger one
  girder stake list NETWORK --owner ADDRESS    somebody's positions: what they are worth, and may claim
  girder stake show OPERATOR OWNER             one position, and when its tickets may leave
  girder stake unstake OPERATOR --all          begin to leave; it earns nothing more from here on
  girder stake withdraw OPERATOR 0             take ticket 0 out, once it has matured
  girder stake claim OPERATOR                  be paid what it earned

Amounts are whole tokens, such as 2500 or 0.25. Who stakes with an operator of somebody else's delegates to it: it is the same.")]
pub struct Stake {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Stake with an operator; opens a position where there is none yet
    #[command(visible_alias = "delegate")]
    Deposit(Deposit),
    /// Begin to leave: the shares stop earning and can be withdrawn after the network's unbonding time
    Unstake(Unstake),
    /// Take back that a ticket's shares leave
    Cancel(Ticket),
    /// Take a matured ticket's tokens out; anybody may do it for an owner
    Withdraw(Withdraw),
    /// Be paid a position's rewards; anybody may do it for an owner
    Claim(Claim),
    /// Give shares to another owner
    Transfer(Transfer),
    /// Lock your own position: its active shares can't leave or be given away for that time
    Lock(Lock),
    /// Close an empty position; its rent goes to who paid it
    Close(Close),
    /// List a network's positions
    List(List),
    /// Show a position
    Show(Show),
}

#[derive(Debug, Args)]
struct Deposit {
    /// The operator's address
    operator: Address,
    /// How much, whole tokens of collateral
    amount: String,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Unstake {
    /// The operator's address
    operator: Address,
    /// How many shares; `girder owners` says how many there are
    #[arg(long, required_unless_present = "all", conflicts_with = "all")]
    shares: Option<u64>,
    /// All that are active
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Ticket {
    /// The operator's address
    operator: Address,
    /// The ticket's number
    ticket: u8,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Withdraw {
    #[command(flatten)]
    ticket: Ticket,
    /// Whose position, if it is not yours
    #[arg(long, value_name = "ADDRESS")]
    owner: Option<Address>,
}

#[derive(Debug, Args)]
struct Claim {
    /// The operator's address
    operator: Address,
    /// Whose position, if it is not yours
    #[arg(long, value_name = "ADDRESS")]
    owner: Option<Address>,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Transfer {
    /// The operator's address
    operator: Address,
    /// Who receives them; opens a position for it where there is none. Where there are shares in it, it signs too (--signer)
    to: Address,
    /// How many shares
    shares: u64,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Lock {
    /// The operator's address
    operator: Address,
    /// For how many days from now, 1 to 28; never shortens a lock in force
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(1..=28))]
    days: i64,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct List {
    /// The network's address
    network: Address,
    /// Only this owner's
    #[arg(long, value_name = "ADDRESS")]
    owner: Option<Address>,
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
    /// Whose position
    owner: Address,
    #[command(flatten)]
    source: Source,
    /// Print JSON: the account with all its fields, in base units
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct Close {
    /// The operator's address
    operator: Address,
    #[command(flatten)]
    sending: Sending,
}

/// Does a step of `girder stake`.
pub async fn stake(options: &Stake) -> Result<bool> {
    match &options.step {
        Step::Deposit(step) => change::deposit(&step.sending.open()?, step.operator, &step.amount).await?,
        Step::Unstake(step) => change::unstake(&step.sending.open()?, step.operator, step.shares).await?,
        Step::Cancel(step) => change::cancel(&step.sending.open()?, step.operator, step.ticket).await?,
        Step::Withdraw(Withdraw { ticket, owner }) => {
            change::withdraw(&ticket.sending.open()?, ticket.operator, ticket.ticket, *owner).await?;
        }
        Step::Claim(step) => change::claim(&step.sending.open()?, step.operator, step.owner).await?,
        Step::Transfer(step) => change::transfer(&step.sending.open()?, step.operator, step.to, step.shares).await?,
        Step::Lock(step) => change::lock(&step.sending.open()?, step.operator, step.days).await?,
        Step::Close(step) => change::close(&step.sending.open()?, step.operator).await?,
        Step::List(step) => show::list(step.source.open()?.as_ref(), step.network, step.owner, step.json).await?,
        Step::Show(step) => show::show(step.source.open()?.as_ref(), step.operator, step.owner, step.json).await?,
    }
    Ok(true)
}

/// A pool: its operator and network.
struct Pool {
    address: Address,
    operator: Operator,
    addresses: NetworkAddresses,
    network: Network,
}

impl Pool {
    async fn read(ledger: &dyn Transport, address: Address) -> Result<Self> {
        let operator: Operator = transport::fetch(ledger, address).await?;
        let (addresses, network) = transport::network(ledger, operator.network).await?;
        Ok(Self { address, operator, addresses, network })
    }
}
