//! The embedded ledger with a memory: what it executed can be listed, as a cluster's node lists it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use solana_address::Address;
use solana_clock::{Clock, Slot};
use solana_instruction::Instruction;
use solana_signature::Signature;
use solana_transaction::versioned::VersionedTransaction;

use crate::{
    Result, SdkError,
    embedded::EmbeddedLedger,
    history::{Entry, History, PAGE, Range, Record},
    intercept::Intercept,
    transport::{self, Receipt, TransactionSigner, Transport},
};

/// An embedded ledger that records what is executed through it. Every transaction is a block of its own: it gets a slot
/// that no other has.
pub struct Recorder {
    ledger: EmbeddedLedger,
    memory: Mutex<Memory>,
}

#[derive(Clone, Default)]
struct Memory {
    records: Vec<Record>,
    finalized: Slot,
}

impl Recorder {
    /// Records what happens on a ledger from now on.
    pub fn new(ledger: EmbeddedLedger) -> Self {
        Self { ledger, memory: Mutex::default() }
    }

    /// The ledger: for reading, and for what is no transaction.
    pub fn ledger(&self) -> &EmbeddedLedger {
        &self.ledger
    }

    /// A copy, with its memory, that goes its own way from here: the other side of a cluster's fork.
    pub fn fork(&self) -> Self {
        Self { ledger: self.ledger.fork(), memory: Mutex::new(self.memory().clone()) }
    }

    /// What was executed last.
    pub fn newest(&self) -> Option<Entry> {
        self.memory().records.last().map(|record| Entry { signature: record.signature, slot: record.slot })
    }

    /// Makes certain what was executed so far.
    pub fn finalize(&self) {
        let mut memory = self.memory();
        memory.finalized = memory.newest();
    }

    /// Signs instructions as one transaction, executes it and records it, also if it fails.
    pub fn execute(
        &self,
        instructions: &[Instruction],
        payer: TransactionSigner,
        signers: &[TransactionSigner],
    ) -> Result<Receipt> {
        self.execute_transaction(transport::sign(instructions, payer, signers, self.ledger.blockhash())?)
    }

    /// Executes a signed transaction and records it, also if it fails.
    pub fn execute_transaction(&self, transaction: VersionedTransaction) -> Result<Receipt> {
        let outcome = self.ledger.execute_transaction(transaction.clone());
        let Clock { slot, unix_timestamp, .. } = self.ledger.now();
        let (events, failure) = match &outcome {
            Ok(receipt) => (receipt.events.clone(), None),
            Err(error @ (SdkError::Refused(_) | SdkError::Failed { .. })) => (Vec::new(), Some(error.to_string())),
            Err(_) => return outcome,
        };
        let mut memory = self.memory();
        let slot = slot.max(memory.newest().saturating_add(1));
        let signature = transaction.signatures.first().copied().unwrap_or_default();
        memory.records.push(Record { signature, slot, time: Some(unix_timestamp), transaction, failure, events });
        outcome
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    fn newest(&self) -> Slot {
        self.records.last().map_or(0, |record| record.slot)
    }
}

#[async_trait]
impl History for Recorder {
    async fn signatures(&self, address: &Address, range: Range) -> Result<Vec<Entry>> {
        let memory = self.memory();
        let newest_first = memory.records.iter().rev();
        let older = newest_first
            .skip_while(|record| range.before.is_some_and(|before| before != record.signature))
            .skip(usize::from(range.before.is_some()));
        let wanted = older
            .take_while(|record| range.until != Some(record.signature))
            .filter(|record| record.transaction.message.static_account_keys().contains(address));
        Ok(wanted.take(PAGE).map(|record| Entry { signature: record.signature, slot: record.slot }).collect())
    }

    async fn transaction(&self, signature: &Signature) -> Result<Option<Record>> {
        Ok(self.memory().records.iter().find(|record| record.signature == *signature).cloned())
    }

    async fn finalized_slot(&self) -> Result<Slot> {
        Ok(self.memory().finalized)
    }
}

#[async_trait]
impl Intercept for Recorder {
    fn inner(&self) -> &dyn Transport {
        &self.ledger
    }

    async fn intercept(&self, transaction: VersionedTransaction) -> Result<Receipt> {
        self.execute_transaction(transaction)
    }
}
