//! A cluster's RPC node: the ledger as everybody shares it. Fees, limits, retries and waiting are its own business; what a
//! caller sees is the same as with the embedded ledger.

mod chain;
mod cluster;
mod confirm;
mod fees;
mod history;
mod record;
mod retry;
mod send;
mod subscribe;

use std::sync::Arc;

use async_trait::async_trait;
use solana_account::Account;
use solana_account_decoder_client_types::{UiAccount, UiAccountEncoding};
use solana_address::Address;
use solana_clock::Clock;
pub use solana_commitment_config::{CommitmentConfig, CommitmentLevel};
use solana_hash::Hash;
use solana_instruction::Instruction;
use solana_message::AddressLookupTableAccount;
use solana_rpc_client::{
    http_sender::HttpSender,
    nonblocking::rpc_client::RpcClient,
    rpc_client::{RpcClientConfig, SerializableTransaction},
};
use solana_rpc_client_api::{
    config::{RpcAccountInfoConfig, RpcProgramAccountsConfig, RpcSimulateTransactionConfig},
    filter::{Memcmp, RpcFilterType},
};
use solana_signature::Signature;
use solana_transaction::versioned::VersionedTransaction;

pub use self::{chain::Chain, cluster::Cluster, fees::FeePolicy, record::decode, subscribe::LogNotice};
use self::{record::failed, subscribe::Notices};
use crate::{
    Result, SdkError,
    transport::{Receipt, TransactionSigner, Transport},
};

/// Accounts that a node gives in one answer.
const MOST_ACCOUNTS: usize = 100;

/// A ledger on a cluster.
pub struct RpcLedger {
    client: RpcClient,
    notices: Arc<Notices>,
    fees: FeePolicy,
    tables: Vec<AddressLookupTableAccount>,
}

impl RpcLedger {
    /// A cluster's ledger as of a commitment: what is read was, and what is sent will be, processed, confirmed or finalized.
    /// Transactions are recorded once they are confirmed, so `processed` holds for reading only. Asks nobody yet.
    pub fn new(cluster: &Cluster, commitment: CommitmentConfig) -> Result<Self> {
        let sender = HttpSender::new_with_client_with_middleware(cluster.rpc(), retry::client()?);
        Ok(Self {
            client: RpcClient::new_sender(sender, RpcClientConfig::with_commitment(commitment)),
            notices: Arc::new(Notices::new(cluster.websocket())),
            fees: FeePolicy::default(),
            tables: Vec::new(),
        })
    }

    /// With another policy for fees and compute limits.
    pub fn with_fees(self, fees: FeePolicy) -> Self {
        Self { fees, ..self }
    }

    /// With lookup tables for transactions that do not fit a packet otherwise.
    pub fn with_tables(self, tables: Vec<AddressLookupTableAccount>) -> Self {
        Self { tables, ..self }
    }

    /// The client beneath: for what a ledger has no word for.
    pub fn client(&self) -> &RpcClient {
        &self.client
    }

    /// As of which commitment it reads.
    pub fn commitment(&self) -> CommitmentConfig {
        self.client.commitment()
    }

    /// Asks the cluster for lamports, as test clusters give them, and waits until they are there.
    pub async fn airdrop(&self, to: &Address, lamports: u64) -> Result<Signature> {
        let hash = self.latest_blockhash().await?;
        let signature = self.client.request_airdrop_with_blockhash(to, lamports, &hash).await.map_err(failed)?;
        self.settle(&signature).await?;
        Ok(signature)
    }

    fn account_config(&self) -> RpcAccountInfoConfig {
        RpcAccountInfoConfig {
            encoding: Some(UiAccountEncoding::Base64),
            commitment: Some(self.commitment()),
            ..RpcAccountInfoConfig::default()
        }
    }
}

#[async_trait]
impl Transport for RpcLedger {
    async fn account(&self, address: &Address) -> Result<Option<Account>> {
        let found = self.client.get_ui_account_with_config(address, self.account_config()).await.map_err(failed)?;
        decoded(found.value)
    }

    async fn accounts(&self, addresses: &[Address]) -> Result<Vec<Option<Account>>> {
        let mut accounts = Vec::with_capacity(addresses.len());
        for some in addresses.chunks(MOST_ACCOUNTS) {
            let found = self.client.get_multiple_ui_accounts_with_config(some, self.account_config()).await;
            for account in found.map_err(failed)?.value {
                accounts.push(decoded(account)?);
            }
        }
        Ok(accounts)
    }

    async fn program_accounts(&self, prefix: &[u8]) -> Result<Vec<(Address, Account)>> {
        let filters = (!prefix.is_empty()).then(|| vec![begins_with(prefix)]);
        let config = RpcProgramAccountsConfig {
            filters,
            account_config: self.account_config(),
            ..RpcProgramAccountsConfig::default()
        };
        let found = self.client.get_program_ui_accounts_with_config(&ledger::ID, config).await.map_err(failed)?;
        let found = found.into_iter().map(|(address, account)| Ok((address, record::account(account)?)));
        let mut accounts = found.collect::<Result<Vec<_>>>()?;
        accounts.sort_by_key(|(address, _)| *address);
        Ok(accounts)
    }

    async fn latest_blockhash(&self) -> Result<Hash> {
        self.client.get_latest_blockhash().await.map_err(failed)
    }

    async fn clock(&self) -> Result<Clock> {
        let address = solana_sdk_ids::sysvar::clock::ID;
        let account = self.account(&address).await?.ok_or(SdkError::NotFound { what: "clock", address })?;
        read_clock(&account.data).ok_or_else(|| record::nonsense("a clock that is none"))
    }

    async fn minimum_balance(&self, bytes: usize) -> Result<u64> {
        self.client.get_minimum_balance_for_rent_exemption(bytes).await.map_err(failed)
    }

    async fn simulate(&self, transaction: &VersionedTransaction) -> Result<Receipt> {
        let config = RpcSimulateTransactionConfig {
            replace_recent_blockhash: true,
            commitment: Some(self.commitment()),
            inner_instructions: true,
            ..RpcSimulateTransactionConfig::default()
        };
        let result = self.client.simulate_transaction_with_config(transaction, config).await.map_err(failed)?;
        record::simulated(transaction, result.value)
    }

    async fn submit(&self, transaction: VersionedTransaction) -> Result<Receipt> {
        let last_height = self.last_height().await?;
        self.deliver(&transaction, last_height).await?;
        self.receipt(transaction.get_signature()).await
    }

    async fn send(
        &self,
        instructions: &[Instruction],
        payer: TransactionSigner<'_>,
        signers: &[TransactionSigner<'_>],
    ) -> Result<Receipt> {
        let signature = self.sign_and_deliver(instructions, payer, signers).await?;
        self.receipt(&signature).await
    }
}

/// An account as a node gives it; one that was closed may still be there without lamports.
fn decoded(found: Option<UiAccount>) -> Result<Option<Account>> {
    found.filter(|account| account.lamports > 0).map(record::account).transpose()
}

/// A filter for accounts whose data begins so.
fn begins_with(prefix: &[u8]) -> RpcFilterType {
    RpcFilterType::Memcmp(Memcmp::new_base58_encoded(0, prefix))
}

/// The clock as its account holds it: five numbers of 8 bytes.
fn read_clock(data: &[u8]) -> Option<Clock> {
    let mut numbers = data.chunks_exact(8).map(|bytes| bytes.try_into().map_or(0, u64::from_le_bytes));
    Some(Clock {
        slot: numbers.next()?,
        epoch_start_timestamp: numbers.next()?.cast_signed(),
        epoch: numbers.next()?,
        leader_schedule_epoch: numbers.next()?,
        unix_timestamp: numbers.next()?.cast_signed(),
    })
}
