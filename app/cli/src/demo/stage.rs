//! Where the demo plays: a ledger with one network on it, and a journal of everything that happens.

use anyhow::Result;
use girder_interface::Domain;
use girder_sdk::{NetworkAddresses, embedded::EmbeddedLedger, ledger::state::Parameters, transport::Transport};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;

use super::journal::Journal;
use crate::report::model::{EventKind, Token};

/// The ledger, the network, and who runs them.
pub struct Stage {
    pub ledger: EmbeddedLedger,
    pub network: NetworkAddresses,
    /// Where signatures are valid: part of every digest.
    pub domain: Domain,
    pub parameters: Parameters,
    /// How to show amounts.
    pub token: Token,
    /// The network's creator and authority.
    pub founder: Keypair,
    /// Holds the initial supply.
    pub founder_tokens: Address,
    /// Pays all fees, and turns the crank for the tips.
    pub relay: Keypair,
    pub relay_tokens: Address,
    pub journal: Journal,
}

impl Stage {
    /// Sends a transaction, paid by the relay and signed by `signers`, and records its events.
    pub async fn send(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<()> {
        let signers: Vec<_> = signers.iter().map(|&signer| signer as _).collect();
        let receipt = self.ledger.send(instructions, &self.relay, &signers).await?;
        self.journal.record(&receipt);
        Ok(())
    }

    /// The ledger's clock, Unix seconds.
    pub fn now(&self) -> i64 {
        self.ledger.now().unix_timestamp
    }

    /// An amount in base units as people read it.
    pub fn show(&self, amount: u64) -> String {
        self.token.show(amount)
    }

    /// Tells something for the report: what happened now, and to which operator (its position in the cast).
    pub fn tell(&mut self, kind: EventKind, operator: Option<usize>, text: impl Into<String>) {
        let since_genesis = self.now().saturating_sub(self.parameters.genesis);
        self.journal.tell(u64::try_from(since_genesis).unwrap_or(0), kind, operator, text.into());
    }
}
