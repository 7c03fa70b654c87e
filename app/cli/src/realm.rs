//! `girder realm`: stake that counts in a realm of SPL Governance (Realms), in place of one of its mints.

use anyhow::{Result, ensure};
use clap::{Args, Subcommand};
use girder_sdk::{
    audit::Snapshot,
    governor::{
        instructions::{self, RealmMint},
        read,
    },
    transport::Transport,
};
use solana_address::Address;
use solana_instruction::Instruction;

use crate::{cluster::Session, signed::Signed};

/// Options of `girder realm`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder realm register REALM MINT NETWORK --days 7     by the realm's authority
  girder realm create-weight REALM MINT                 the record that Realms reads
  girder realm update-weight REALM MINT                 what the stake weighs, for the slot that takes it

A realm takes the program of stake votes as the voter weight plug-in of MINT, its community or council mint. A weight counts in
the slot in which it was written only: with --unsigned it is printed, to go before a vote in one transaction.")]
pub struct Realm {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Let a network's stake count in a realm; signed by the realm's authority
    Register(Signed<Register>),
    /// Let a network's stake count no more; its rent goes to who paid it. Signed by the realm's authority
    Unregister(Signed<OfMint>),
    /// Open the record of an owner's weight; anybody may pay for it
    CreateWeight(Signed<OfOwner>),
    /// Write what an owner's positions weigh, for this slot; by anybody
    UpdateWeight(Signed<OfOwner>),
    /// Close the record of an owner's weight; by its owner or by who paid its rent, who gets it back
    CloseWeight(Signed<OfOwner>),
}

/// A realm and one of its mints.
#[derive(Debug, Args)]
struct OfMint {
    /// The realm's address
    realm: Address,
    /// The realm's community or council mint, in whose place stake counts
    mint: Address,
}

#[derive(Debug, Args)]
struct Register {
    #[command(flatten)]
    of: OfMint,
    /// The network's address
    network: Address,
    /// How long a vote of the realm lasts at most, its time to cool off included, in days: positions count that were held for
    /// longer
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(1..=90))]
    days: i64,
}

#[derive(Debug, Args)]
struct OfOwner {
    #[command(flatten)]
    of: OfMint,
    /// Whose weight, if it is not yours
    #[arg(long, value_name = "ADDRESS")]
    owner: Option<Address>,
}

impl OfMint {
    fn mint(&self) -> RealmMint {
        RealmMint { realm: self.realm, governing_token_mint: self.mint }
    }
}

/// Does a step of `girder realm`.
pub async fn realm(options: &Realm) -> Result<bool> {
    let sending = match &options.step {
        Step::Register(Signed { sending, .. })
        | Step::Unregister(Signed { sending, .. })
        | Step::CreateWeight(Signed { sending, .. })
        | Step::UpdateWeight(Signed { sending, .. })
        | Step::CloseWeight(Signed { sending, .. }) => sending,
    };
    let session = sending.open()?;
    session.send(&[options.step.instruction(&session).await?], &[]).await?;
    Ok(true)
}

impl Step {
    /// What the ledger is to do.
    async fn instruction(&self, session: &Session) -> Result<Instruction> {
        let (us, payer, ledger) = (session.address()?, session.payer()?, session.ledger());
        Ok(match self {
            Self::Register(Signed { what: Register { of, network, days }, .. }) => {
                instructions::register_realm(*network, payer, of.mint(), us, days.saturating_mul(86_400))
            }
            Self::Unregister(Signed { what, .. }) => {
                let registered = read::registered_realm(ledger, what.mint()).await?;
                instructions::unregister_realm(what.mint(), us, registered.rent_payer)
            }
            Self::CreateWeight(Signed { what: OfOwner { of, owner }, .. }) => {
                instructions::create_voter_weight(payer, of.mint(), owner.unwrap_or(us))
            }
            Self::UpdateWeight(Signed { what: OfOwner { of, owner }, .. }) => {
                update(ledger, of.mint(), owner.unwrap_or(us)).await?
            }
            Self::CloseWeight(Signed { what: OfOwner { of, owner }, .. }) => {
                let owner = owner.unwrap_or(us);
                let weight = read::voter_weight(ledger, of.mint(), owner).await?;
                instructions::close_voter_weight(of.mint(), owner, us, weight.rent_payer)
            }
        })
    }
}

/// Weighs all of an owner's positions in the network that the realm takes.
async fn update(ledger: &dyn Transport, of: RealmMint, owner: Address) -> Result<Instruction> {
    let network = read::registered_realm(ledger, of).await?.network;
    let snapshot = Snapshot::take(ledger, network).await?;
    let own = snapshot.positions.iter().filter(|(_, position)| position.owner == owner && position.shares > 0);
    let operators: Vec<Address> = own.map(|(_, position)| position.operator).collect();
    ensure!(!operators.is_empty(), "{owner} has no stake in the network {network}");
    Ok(instructions::update_voter_weight(of, owner, &operators))
}

#[cfg(test)]
mod tests;
