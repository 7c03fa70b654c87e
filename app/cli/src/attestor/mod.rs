//! `girder attestor`: an attestor's bond and pay, and the sets that a network's authority seals.

pub mod bond;
pub mod set;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use girder_sdk::instructions::Seal;
use solana_address::Address;

use crate::cluster::Sending;

/// Options of `girder attestor`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder attestor register NETWORK --key attestor.json     who acts will own the bond and the pay
  girder attestor bond NETWORK ATTESTOR 10000              whole tokens of the collateral
  girder attestor set-create NETWORK                       then, as the network's authority:
  girder attestor set-add NETWORK ATTESTOR --weight 1
  girder attestor set-seal NETWORK --from-epoch 12 --proof-threshold 2 --verdict-threshold 2

ATTESTOR is the attestor's public key. `girder attest` signs statements with its key file.")]
pub struct AttestorOptions {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Register an attestor: who acts will own its bond and its pay
    Register(Register),
    /// Add to an attestor's bond from the actor's tokens; anybody may
    Bond(Bond),
    /// Ask for an attestor's bond back, as its owner
    Unbond(Member),
    /// Pay a bond back to its owner, once its time is over; anybody may
    Withdraw(Member),
    /// Pay an attestor what it earned in a set; anybody may
    Claim(InSet),
    /// Open the draft of a network's next set, as its authority
    SetCreate(Named),
    /// Add an attestor to the draft, as the network's authority
    SetAdd(SetAdd),
    /// Make the draft final, as the network's authority
    SetSeal(SetSeal),
    /// Strike a key from a set: as the network's authority or its payee, or anybody once it was slashed for a double statement
    SetStrike(InSet),
    /// Close a set that is over; anybody may
    SetClose(SetClose),
}

#[derive(Debug, Args)]
struct Named {
    /// The network's address
    network: Address,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Register {
    /// The network's address
    network: Address,
    /// The key file of the attestor, an Ed25519 key that signs statements; by default the actor's own key attests
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Member {
    /// The network's address
    network: Address,
    /// The attestor's public key
    attestor: Address,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct Bond {
    /// The network's address
    network: Address,
    /// The attestor's public key
    attestor: Address,
    /// How much, whole collateral tokens: such as 12 or 0.25
    amount: String,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct InSet {
    /// The network's address
    network: Address,
    /// The attestor's public key
    attestor: Address,
    /// The set's version; by default the newest sealed one
    #[arg(long, value_name = "VERSION")]
    set: Option<u64>,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct SetAdd {
    /// The network's address
    network: Address,
    /// The attestor's public key
    attestor: Address,
    /// What its signature weighs, and its part of the pay
    #[arg(long)]
    weight: u64,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct SetSeal {
    /// The network's address
    network: Address,
    /// The first epoch in force: one that has not begun
    #[arg(long, value_name = "EPOCH")]
    from_epoch: u64,
    /// Weight that proofs need: above half of all
    #[arg(long, value_name = "WEIGHT")]
    proof_threshold: u64,
    /// Weight that roots and verdicts need: at least two thirds of all
    #[arg(long, value_name = "WEIGHT")]
    verdict_threshold: u64,
    #[command(flatten)]
    sending: Sending,
}

#[derive(Debug, Args)]
struct SetClose {
    /// The network's address
    network: Address,
    /// The set's version
    set: u64,
    #[command(flatten)]
    sending: Sending,
}

/// Does a step of `girder attestor`.
pub async fn attestor(options: &AttestorOptions) -> Result<bool> {
    match &options.step {
        Step::Register(step) => bond::register(&step.sending.open()?, step.network, step.key.as_deref()).await?,
        Step::Bond(Bond { network, attestor, amount, sending }) => {
            bond::post(&sending.open()?, *network, *attestor, amount).await?;
        }
        Step::Unbond(step) => bond::unbond(&step.sending.open()?, step.network, step.attestor).await?,
        Step::Withdraw(step) => bond::withdraw(&step.sending.open()?, step.network, step.attestor).await?,
        Step::Claim(step) => set::claim(&step.sending.open()?, step.network, step.attestor, step.set).await?,
        Step::SetCreate(step) => set::create(&step.sending.open()?, step.network).await?,
        Step::SetAdd(step) => set::add(&step.sending.open()?, step.network, step.attestor, step.weight).await?,
        Step::SetSeal(SetSeal { network, from_epoch, proof_threshold, verdict_threshold, sending }) => {
            let (from_epoch, proof_threshold) = (*from_epoch, *proof_threshold);
            let seal = Seal { from_epoch, proof_threshold, verdict_threshold: *verdict_threshold };
            set::seal(&sending.open()?, *network, seal).await?;
        }
        Step::SetStrike(step) => set::strike(&step.sending.open()?, step.network, step.attestor, step.set).await?,
        Step::SetClose(step) => set::close(&step.sending.open()?, step.network, step.set).await?,
    }
    Ok(true)
}
