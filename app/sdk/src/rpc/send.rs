//! Getting transactions into blocks: budgets, signatures, broadcasts until the cluster took them or never will.

use std::time::{Duration, Instant};

use solana_address::Address;
use solana_instruction::Instruction;
use solana_rpc_client::rpc_client::SerializableTransaction;
use solana_rpc_client_api::config::RpcSendTransactionConfig;
use solana_signature::Signature;
use solana_transaction::versioned::VersionedTransaction;

use super::{
    RpcLedger,
    confirm::{Expiry, Watch},
    fees::{self, Budget},
    record::{self, Rejection, failed},
};
use crate::{
    Result, SdkError, lookup,
    transport::{self, TransactionSigner, Transport},
};

/// Blocks for which a blockhash is good.
const BLOCKHASH_BLOCKS: u64 = 150;

/// How often a transaction is broadcast again.
const REBROADCAST: Duration = Duration::from_secs(2);

impl RpcLedger {
    /// Broadcasts a signed transaction until the cluster took it, like [`Transport::submit`], but does not ask what it did:
    /// for writes of many parts.
    pub async fn confirm(&self, transaction: &VersionedTransaction) -> Result<Signature> {
        let last_height = self.last_height().await?;
        self.deliver(transaction, last_height).await?;
        Ok(*transaction.get_signature())
    }

    /// A height after which a transaction that was signed before now is void, whenever that was.
    pub(super) async fn last_height(&self) -> Result<u64> {
        Ok(self.client.get_block_height().await.map_err(failed)?.saturating_add(BLOCKHASH_BLOCKS))
    }

    /// Gives instructions their budget, signs them and delivers them; once again if the first transaction expired.
    pub(super) async fn sign_and_deliver(
        &self,
        instructions: &[Instruction],
        payer: TransactionSigner<'_>,
        signers: &[TransactionSigner<'_>],
    ) -> Result<Signature> {
        let instructions = self.budgeted(instructions, payer.pubkey()).await?;
        let delivered = self.sign_and_deliver_once(&instructions, payer, signers).await;
        match delivered {
            Err(SdkError::Expired { .. }) => self.sign_and_deliver_once(&instructions, payer, signers).await,
            delivered => delivered,
        }
    }

    async fn sign_and_deliver_once(
        &self,
        instructions: &[Instruction],
        payer: TransactionSigner<'_>,
        signers: &[TransactionSigner<'_>],
    ) -> Result<Signature> {
        let latest = self.client.get_latest_blockhash_with_commitment(self.commitment()).await;
        let (blockhash, last_height) = latest.map_err(failed)?;
        let message = lookup::message(instructions, payer.pubkey(), &self.tables, blockhash)?;
        let transaction = transport::sign_message(message, payer, signers)?;
        self.deliver(&transaction, last_height).await?;
        Ok(*transaction.get_signature())
    }

    /// The instructions with the compute limit that a simulation shows, and a fee as others offered for the same accounts: as
    /// much of it as fits the packet. What would fail is refused here, and costs nothing.
    async fn budgeted(&self, instructions: &[Instruction], payer: Address) -> Result<Vec<Instruction>> {
        let compile = |budget: Budget| {
            let instructions = budget.behind(instructions);
            let message = lookup::message(&instructions, payer, &self.tables, Default::default());
            message.map(|message| (instructions, transport::without_signatures(message)))
        };
        let (_, trial) = compile(Budget::SIMULATED).or_else(|_| compile(Budget::default()))?;
        let (simulated, price) = futures::join!(self.simulate(&trial), self.price(instructions, payer));
        let (limit, price) = (Some(self.fees.limit(simulated?.compute_units)), Some(price));
        let budgets = [Budget { limit, price }, Budget { limit, price: None }];
        match budgets.into_iter().find_map(|budget| compile(budget).ok()) {
            Some((budgeted, _)) => Ok(budgeted),
            None => Ok(instructions.to_vec()),
        }
    }

    /// The price to offer, micro-lamports a compute unit. A node that keeps no record of fees is no reason not to send.
    async fn price(&self, instructions: &[Instruction], payer: Address) -> u64 {
        if self.fees.most == 0 {
            return 0;
        }
        let recent = self.client.get_recent_prioritization_fees(&fees::written(instructions, payer)).await;
        self.fees.price(recent.unwrap_or_default().into_iter().map(|sample| sample.prioritization_fee).collect())
    }

    /// Broadcasts a transaction until the cluster took it, which is success even if no answer ever said so, or until its
    /// blockhash is too old. Fails with what the transaction failed with.
    pub(super) async fn deliver(&self, transaction: &VersionedTransaction, last_height: u64) -> Result<()> {
        let signature = *transaction.get_signature();
        let mut watch = Watch::new(self, signature);
        self.broadcast(transaction).await?;
        let (mut sent, mut expiry) = (Instant::now(), Expiry::new(last_height));
        while !watch.is_settled().await? {
            if !transaction.uses_durable_nonce() && expiry.has_passed(self, &signature).await? {
                return Err(SdkError::Expired { signature });
            }
            if sent.elapsed() >= REBROADCAST {
                // Whatever the node says of a second copy, the first one's signature decides.
                let _ = self.client.send_transaction_with_config(transaction, self.send_config(true)).await;
                sent = Instant::now();
            }
        }
        Ok(())
    }

    /// Sends a transaction for the first time. A refusal counts only if nothing is known of the transaction: the answer to an
    /// earlier attempt, that the node had taken, may have got lost.
    async fn broadcast(&self, transaction: &VersionedTransaction) -> Result<()> {
        let Err(error) = self.client.send_transaction_with_config(transaction, self.send_config(false)).await else {
            return Ok(());
        };
        match record::rejection(error, transaction) {
            Rejection::Unknown => Ok(()),
            Rejection::Refused(_) if self.status(transaction.get_signature()).await?.1.is_some() => Ok(()),
            Rejection::Refused(error) => Err(error),
        }
    }

    fn send_config(&self, skip_preflight: bool) -> RpcSendTransactionConfig {
        RpcSendTransactionConfig {
            skip_preflight,
            preflight_commitment: Some(self.commitment().commitment),
            max_retries: Some(0),
            ..RpcSendTransactionConfig::default()
        }
    }
}
