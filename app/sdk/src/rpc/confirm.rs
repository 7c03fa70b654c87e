//! What became of transactions.

use std::{
    pin::Pin,
    time::{Duration, Instant},
};

use futures::Future;
use solana_clock::Slot;
use solana_commitment_config::CommitmentConfig;
use solana_rpc_client_api::config::RpcTransactionConfig;
use solana_signature::Signature;
use solana_transaction_status_client_types::{TransactionStatus, UiTransactionEncoding};

use super::{
    RpcLedger,
    record::{self, failed},
};
use crate::{Result, SdkError, transport::Receipt};

/// The first and the longest pause between two questions for a transaction.
const PAUSES: [Duration; 2] = [Duration::from_millis(50), Duration::from_secs(2)];

/// How long a cluster may leave us without any answer about a transaction: twice as long as a blockhash is good.
const PATIENCE: Duration = Duration::from_secs(180);

/// How long a node may take to record a transaction that it confirmed.
const RECORD: Duration = Duration::from_secs(20);

/// How often it is asked whether a blockhash is still good.
const EXPIRY: Duration = Duration::from_secs(2);

/// Waits for a transaction: asks again and again, and at once when the node gives notice of it.
pub(super) struct Watch<'a> {
    ledger: &'a RpcLedger,
    signature: Signature,
    notice: Pin<Box<dyn Future<Output = ()> + Send>>,
    noticed: bool,
    pause: Duration,
    started: Instant,
}

impl<'a> Watch<'a> {
    pub(super) fn new(ledger: &'a RpcLedger, signature: Signature) -> Self {
        let notice = Box::pin(ledger.notices.clone().of_signature(signature, ledger.commitment()));
        Self { ledger, signature, notice, noticed: false, pause: PAUSES[0], started: Instant::now() }
    }

    /// Waits a while, then says whether the transaction is there, as of the ledger's commitment. Fails with what the
    /// transaction failed with, and when the cluster says nothing for too long.
    pub(super) async fn is_settled(&mut self) -> Result<bool> {
        tokio::select! {
            () = &mut self.notice, if !self.noticed => self.noticed = true,
            () = tokio::time::sleep(self.pause) => self.pause = self.pause.saturating_mul(2).min(PAUSES[1]),
        }
        match self.ledger.status(&self.signature).await?.1 {
            Some(status) if !status.satisfies_commitment(self.ledger.commitment()) => {}
            Some(TransactionStatus { err: None, .. }) => return Ok(true),
            Some(_) => return self.ledger.receipt(&self.signature).await.map(|_| true),
            None => {}
        }
        if self.started.elapsed() < PATIENCE {
            return Ok(false);
        }
        Err(SdkError::Unconfirmed { signature: self.signature })
    }
}

/// Watches a blockhash grow old.
pub(super) struct Expiry {
    last_height: u64,
    asked: Instant,
}

impl Expiry {
    /// `last_height`: the last block that may hold the transaction.
    pub(super) fn new(last_height: u64) -> Self {
        Self { last_height, asked: Instant::now() }
    }

    /// Whether a transaction is certain never to land: the block is past in which it could have, and a node that has seen that
    /// block knows nothing of it. A node that lags behind proves nothing.
    pub(super) async fn has_passed(&mut self, ledger: &RpcLedger, signature: &Signature) -> Result<bool> {
        if self.asked.elapsed() < EXPIRY {
            return Ok(false);
        }
        self.asked = Instant::now();
        let unconfirmed = |_| SdkError::Unconfirmed { signature: *signature };
        let epoch = ledger.client.get_epoch_info_with_commitment(ledger.recorded()).await.map_err(unconfirmed)?;
        if epoch.block_height <= self.last_height {
            return Ok(false);
        }
        let found = ledger.client.get_signature_statuses_with_history(&[*signature]).await.map_err(unconfirmed)?;
        Ok(found.context.slot >= epoch.absolute_slot && found.value.iter().flatten().next().is_none())
    }
}

impl RpcLedger {
    /// What a node that has seen this slot knows of a transaction.
    pub(super) async fn status(&self, signature: &Signature) -> Result<(Slot, Option<TransactionStatus>)> {
        let found = self.client.get_signature_statuses(&[*signature]).await;
        let found = found.map_err(|_| SdkError::Unconfirmed { signature: *signature })?;
        Ok((found.context.slot, found.value.into_iter().next().flatten()))
    }

    /// Waits until a transaction that somebody else sent is there.
    pub(super) async fn settle(&self, signature: &Signature) -> Result<()> {
        let mut watch = Watch::new(self, *signature);
        while !watch.is_settled().await? {}
        Ok(())
    }

    /// The lowest commitment as of which transactions are recorded.
    pub(super) fn recorded(&self) -> CommitmentConfig {
        if self.commitment().is_at_least_confirmed() { self.commitment() } else { CommitmentConfig::confirmed() }
    }

    /// What a transaction did that the cluster took; the error that it failed with, if it failed.
    pub async fn receipt(&self, signature: &Signature) -> Result<Receipt> {
        let config = RpcTransactionConfig {
            encoding: Some(UiTransactionEncoding::Base64),
            commitment: Some(self.recorded()),
            max_supported_transaction_version: Some(0),
        };
        let (started, mut pause) = (Instant::now(), PAUSES[0]);
        loop {
            match self.client.get_transaction_with_config(signature, config).await {
                Ok(found) => return record::decode(found),
                Err(error) if started.elapsed() > RECORD => return Err(failed(error)),
                Err(_) => tokio::time::sleep(pause).await,
            }
            pause = pause.saturating_mul(2).min(PAUSES[1]);
        }
    }
}
