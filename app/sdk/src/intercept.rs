//! A ledger beside which something happens when a transaction is sent.

use async_trait::async_trait;
use solana_account::Account;
use solana_address::Address;
use solana_clock::Clock;
use solana_hash::Hash;
use solana_transaction::versioned::VersionedTransaction;

use crate::{
    Result,
    transport::{Receipt, Transport},
};

/// A transport that sends transactions in a way of its own, and for the rest is another one.
#[async_trait]
pub trait Intercept: Send + Sync {
    /// The other one.
    fn inner(&self) -> &dyn Transport;

    /// Sends a signed transaction and waits for its outcome, as [`Transport::submit`] does.
    async fn intercept(&self, transaction: VersionedTransaction) -> Result<Receipt>;
}

#[async_trait]
impl<T: Intercept> Transport for T {
    async fn account(&self, address: &Address) -> Result<Option<Account>> {
        self.inner().account(address).await
    }

    async fn accounts(&self, addresses: &[Address]) -> Result<Vec<Option<Account>>> {
        self.inner().accounts(addresses).await
    }

    async fn program_accounts(&self, prefix: &[u8]) -> Result<Vec<(Address, Account)>> {
        self.inner().program_accounts(prefix).await
    }

    async fn latest_blockhash(&self) -> Result<Hash> {
        self.inner().latest_blockhash().await
    }

    async fn clock(&self) -> Result<Clock> {
        self.inner().clock().await
    }

    async fn minimum_balance(&self, bytes: usize) -> Result<u64> {
        self.inner().minimum_balance(bytes).await
    }

    async fn simulate(&self, transaction: &VersionedTransaction) -> Result<Receipt> {
        self.inner().simulate(transaction).await
    }

    async fn submit(&self, transaction: VersionedTransaction) -> Result<Receipt> {
        self.intercept(transaction).await
    }
}
