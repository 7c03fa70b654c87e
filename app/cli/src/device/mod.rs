//! `girder device`: a device's life, from its registration to the end of its account.

pub mod change;
pub mod show;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use solana_address::Address;

use crate::{cluster::Sending, source::Source};

pub use show::state;

/// Options of `girder device`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder keys new device.json                                     a key for a device
  girder device register OPERATOR --key device.json --class 0     its key agrees to belong to the operator
  girder device rotate DEVICE --key next.json                     the same device with another key
  girder device license DEVICE --licensor licensor.json --days 365
  girder device list NETWORK --operator OPERATOR
  girder device retire DEVICE                                     it proves nothing from here on")]
pub struct Device {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Register a device; the operator's authority or manager acts
    Register(Register),
    /// Move a device to a new key; the operator's authority or manager acts
    Rotate(Rotate),
    /// Give a device the licence that its region needs, or end one; anybody may who holds the licensor's signature
    License(License),
    /// End a device's life; the operator's authority or manager acts
    Retire(Named),
    /// Close the account of a device that is over; its rent goes to who paid it. Anybody may
    Close(Named),
    /// List a network's devices
    List(List),
}

#[derive(Debug, Args)]
struct Register {
    /// The operator's address
    operator: Address,
    /// The device's key file, as `girder keys new` writes it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The number of the class of what it contributes
    #[arg(long)]
    class: u16,
    /// Where it stands; the network says what the number means
    #[arg(long, default_value_t = 0)]
    region: u32,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Rotate {
    /// The device's address
    device: Address,
    /// The new key's file, as `girder keys new` writes it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Named {
    /// The device's address
    device: Address,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct License {
    /// The device's address
    device: Address,
    /// The key file of its region's licensor, which signs the licence: `girder class licensor` names it
    #[arg(long, value_name = "FILE")]
    licensor: PathBuf,
    /// For how many days from now; 0 ends the licence that it has
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..=36_500))]
    days: i64,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct List {
    /// The network's address
    network: Address,
    /// Only this operator's
    #[arg(long, value_name = "ADDRESS")]
    operator: Option<Address>,
    #[command(flatten)]
    source: Source,
    /// Print JSON: the accounts with all their fields
    #[arg(long)]
    json: bool,
}

/// Does a step of `girder device`.
pub async fn device(options: &Device) -> Result<bool> {
    match &options.step {
        Step::Register(Register { operator, key, class, region, sending }) => {
            change::register(&sending.open()?, *operator, key, (*class, *region)).await?;
        }
        Step::Rotate(step) => change::rotate(&step.sending.open()?, step.device, &step.key).await?,
        Step::License(License { device, licensor, days, sending }) => {
            change::license(&sending.open()?, *device, licensor, *days).await?;
        }
        Step::Retire(step) => change::retire(&step.sending.open()?, step.device).await?,
        Step::Close(step) => change::close(&step.sending.open()?, step.device).await?,
        Step::List(step) => show::list(step.source.open()?.as_ref(), step.network, step.operator, step.json).await?,
    }
    Ok(true)
}

#[cfg(test)]
mod tests;
