//! `girder class`: kinds of contributions, and who licenses devices, as a network's authority decides.

use anyhow::Result;
use clap::{Args, Subcommand};
use girder_sdk::{NetworkAddresses, instructions, ledger::NewClass, transport};
use solana_address::Address;
use solana_instruction::Instruction;

use crate::{
    cluster::{Sending, Session},
    network_file::KeyName,
};

/// Options of `girder class`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder class add NETWORK --weight 10 --limit 86400 --key-kind ed25519
  girder class reweight NETWORK 0 12 --from-epoch 900
  girder class retire NETWORK 0 --from-epoch 950

`girder inspect` shows a network's classes. All of this is signed by its authority.")]
pub struct ClassOptions {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Add a class
    Add(Add),
    /// Change a class's weight from a later epoch on
    Reweight(Reweight),
    /// Retire a class from a later epoch on
    Retire(Retire),
    /// Name who licenses the devices of a region, from a later epoch on
    Licensor(Licensor),
}

#[derive(Debug, Args)]
struct Add {
    /// The network's address
    network: Address,
    /// Credits per unit
    #[arg(long, value_name = "CREDITS")]
    weight: u64,
    /// The most units of one device in one epoch
    #[arg(long, value_name = "UNITS")]
    limit: u64,
    /// Credits that each device adds to its operator's floor in an epoch; 0: none is expected
    #[arg(long, value_name = "CREDITS", default_value_t = 0)]
    floor: u64,
    /// Which keys its devices may have; may be given more than once
    #[arg(long, value_name = "KIND", required = true)]
    key_kind: Vec<KeyName>,
    /// The program through which alone it takes credit; by default attestors sign instead
    #[arg(long, value_name = "PROGRAM")]
    verifier: Option<Address>,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Reweight {
    /// The network's address
    network: Address,
    /// The class's number
    class: u16,
    /// Credits per unit
    weight: u64,
    /// The first epoch with that weight
    #[arg(long, value_name = "EPOCH")]
    from_epoch: u64,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Retire {
    /// The network's address
    network: Address,
    /// The class's number
    class: u16,
    /// The first epoch whose proofs are refused
    #[arg(long, value_name = "EPOCH")]
    from_epoch: u64,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Licensor {
    /// The network's address
    network: Address,
    /// The region's number
    region: u32,
    /// Who licenses; without an address the region needs no licences any more
    licensor: Option<Address>,
    /// The first epoch in which that holds
    #[arg(long, value_name = "EPOCH")]
    from_epoch: u64,
    #[command(flatten)]
    sending: Sending,
}

/// Does a step of `girder class`.
pub async fn class(options: &ClassOptions) -> Result<bool> {
    match &options.step {
        Step::Add(step) => {
            let key_kinds = step.key_kind.iter().fold(0, |bits, kind| bits | kind.kind().bit());
            let verifier = step.verifier.unwrap_or_default();
            let class = NewClass { weight: step.weight, limit: step.limit, floor: step.floor, key_kinds, verifier };
            add(&step.sending.open()?, step.network, class).await?;
        }
        Step::Reweight(Reweight { network, class, weight, from_epoch, sending }) => {
            let reweight = |network: &_, us| instructions::reweight_class(network, us, *class, *weight, *from_epoch);
            change(&sending.open()?, *network, reweight).await?;
        }
        Step::Retire(Retire { network, class, from_epoch, sending }) => {
            let retire = |network: &_, us| instructions::retire_class(network, us, *class, *from_epoch);
            change(&sending.open()?, *network, retire).await?;
        }
        Step::Licensor(Licensor { network, region, licensor, from_epoch, sending }) => {
            let licensor = licensor.unwrap_or_default();
            let name = |network: &_, us| instructions::set_licensor(network, us, *region, licensor, *from_epoch);
            change(&sending.open()?, *network, name).await?;
        }
    }
    Ok(true)
}

/// Adds a class. Names the newest attestor set, which the ledger asks for where a class allows secp256r1.
pub async fn add(session: &Session, network: Address, class: NewClass) -> Result<()> {
    let (addresses, account) = transport::network(session.ledger(), network).await?;
    let newest = Some(account.attestor_set_version).filter(|&version| version > 0);
    session.send(&[instructions::add_class(&addresses, session.address()?, class, newest)], &[]).await
}

/// Changes a network's class table by an instruction that the actor signs.
pub async fn change(
    session: &Session,
    network: Address,
    instruction: impl FnOnce(&NetworkAddresses, Address) -> Instruction,
) -> Result<()> {
    let (addresses, _) = transport::network(session.ledger(), network).await?;
    session.send(&[instruction(&addresses, session.address()?)], &[]).await
}
