//! Who acts on which ledger.

use std::sync::Arc;

use anyhow::{Context, Result};
use girder_sdk::transport::{self, TransactionSigner, Transport};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::told;
use crate::output;

/// A ledger, and who acts on it.
pub struct Session {
    ledger: Arc<dyn Transport>,
    actor: Actor,
    json: bool,
}

enum Actor {
    /// These keys sign: the first acts, the second pays if `second_pays`.
    Signs { signers: Vec<Keypair>, second_pays: bool },
    /// Nothing is sent: this address will have signed what is printed.
    Unsigned(Address),
}

impl Session {
    /// With keys that sign: the first acts, the second pays if `second_pays`, otherwise the first pays too.
    pub fn signed(ledger: Arc<dyn Transport>, signers: Vec<Keypair>, second_pays: bool, json: bool) -> Self {
        Self { ledger, actor: Actor::Signs { signers, second_pays }, json }
    }

    /// For an address whose key is elsewhere: transactions are printed, not sent.
    pub fn unsigned(ledger: Arc<dyn Transport>, from: Address, json: bool) -> Self {
        Self { ledger, actor: Actor::Unsigned(from), json }
    }

    /// The ledger.
    pub fn ledger(&self) -> &dyn Transport {
        self.ledger.as_ref()
    }

    /// Whether what is told is JSON.
    pub fn json(&self) -> bool {
        self.json
    }

    /// Who acts.
    pub fn address(&self) -> Result<Address> {
        match &self.actor {
            Actor::Signs { signers, .. } => Ok(first(signers)?.pubkey()),
            Actor::Unsigned(from) => Ok(*from),
        }
    }

    /// Who pays fees and rent.
    pub fn payer(&self) -> Result<Address> {
        match &self.actor {
            Actor::Signs { signers, second_pays } => Ok(payer(signers, *second_pays)?.pubkey()),
            Actor::Unsigned(from) => Ok(*from),
        }
    }

    /// Who pays, as a signer; refused where nothing is sent. For commands that send many transactions.
    pub fn signer(&self) -> Result<&Keypair> {
        match &self.actor {
            Actor::Signs { signers, second_pays } => payer(signers, *second_pays),
            Actor::Unsigned(_) => anyhow::bail!("this command sends what it does: leave --unsigned out"),
        }
    }

    /// Sends instructions as one transaction and tells what it did; or prints it unsigned, once the ledger would take it.
    /// `own`: signers that the command itself brings.
    pub async fn send(&self, instructions: &[Instruction], own: &[&Keypair]) -> Result<()> {
        match &self.actor {
            Actor::Signs { signers, .. } => {
                let all = signers.iter().chain(own.iter().copied()).map(|signer| signer as TransactionSigner);
                let all: Vec<TransactionSigner> = all.collect();
                let receipt = self.ledger.send(instructions, self.signer()?, &all).await?;
                output::print(&told::receipt(&receipt, self.json))
            }
            Actor::Unsigned(from) => {
                let blockhash = self.ledger.latest_blockhash().await?;
                let transaction = transport::unsigned(instructions, *from, blockhash)?;
                self.ledger.simulate(&transaction).await?;
                output::print(&told::unsigned(&transaction, self.json)?)
            }
        }
    }

    /// Tells a person the address of what the transaction made; beside a transaction for others, on stderr. JSON has it in
    /// its events.
    pub fn tell(&self, what: &str, address: Address) -> Result<()> {
        match (&self.actor, self.json) {
            (_, true) => Ok(()),
            (Actor::Signs { .. }, false) => output::print(&format!("{what} {address}")),
            (Actor::Unsigned(_), false) => {
                eprintln!("{what} {address}");
                Ok(())
            }
        }
    }
}

fn first(signers: &[Keypair]) -> Result<&Keypair> {
    signers.first().context("nobody signs")
}

fn payer(signers: &[Keypair], second_pays: bool) -> Result<&Keypair> {
    if second_pays { signers.get(1).context("nobody pays") } else { first(signers) }
}

#[cfg(test)]
mod tests {
    use girder_sdk::embedded::EmbeddedLedger;
    use solana_system_interface::instruction::transfer;

    use super::*;

    fn ledger(funded: &[Address]) -> Arc<EmbeddedLedger> {
        let ledger = EmbeddedLedger::new(1).unwrap();
        funded.iter().for_each(|&address| ledger.airdrop(address, 1_000_000_000).unwrap());
        Arc::new(ledger)
    }

    #[tokio::test]
    async fn the_first_key_acts_and_the_second_pays() {
        let (actor, fees, to) = (Keypair::new(), Keypair::new(), Address::new_unique());
        let from = actor.pubkey();
        let ledger = ledger(&[from, fees.pubkey()]);
        let session = Session::signed(ledger, vec![actor, fees], true, true);
        assert_ne!(session.address().unwrap(), session.payer().unwrap());
        session.send(&[transfer(&from, &to, 400_000_000)], &[]).await.unwrap();
        let left = session.ledger().account(&from).await.unwrap().unwrap().lamports;
        assert_eq!(left, 600_000_000, "the fee was another's");
    }

    #[tokio::test]
    async fn an_unsigned_transaction_changes_nothing_and_must_be_one_that_would_be_taken() {
        let (from, to) = (Address::new_unique(), Address::new_unique());
        let session = Session::unsigned(ledger(&[from]), from, false);
        session.send(&[transfer(&from, &to, 400_000_000)], &[]).await.unwrap();
        assert!(session.ledger().account(&to).await.unwrap().is_none());
        session.send(&[transfer(&from, &to, 4_000_000_000)], &[]).await.unwrap_err();
        assert!(session.signer().is_err());
    }
}
