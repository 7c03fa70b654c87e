//! What a node tells of itself, over a WebSocket.

use std::sync::Arc;

use async_trait::async_trait;
use futures::{StreamExt, stream, stream::BoxStream};
use solana_account::Account;
use solana_address::Address;
use solana_clock::Slot;
use solana_commitment_config::CommitmentConfig;
use solana_pubsub_client::nonblocking::pubsub_client::{PubsubClient, PubsubClientResult};
use solana_rpc_client_api::{
    config::{
        RpcProgramAccountsConfig, RpcSignatureSubscribeConfig, RpcTransactionLogsConfig, RpcTransactionLogsFilter,
    },
    response::{Response, RpcKeyedAccount, RpcLogsResponse},
};
use solana_signature::Signature;
use tokio::sync::{Mutex, mpsc};

use super::{RpcLedger, begins_with, record, retry};
use crate::{Result, SdkError};

/// Notices that wait for their reader at most; then the node waits.
const QUEUE: usize = 1_024;

/// A transaction that mentioned a program.
#[derive(Clone, Debug)]
pub struct LogNotice {
    /// Its first signature.
    pub signature: Signature,
    /// The slot in which it is.
    pub slot: Slot,
    /// Whether it failed.
    pub failed: bool,
    /// Its log.
    pub logs: Vec<String>,
}

impl RpcLedger {
    /// The accounts of a program whose data begins with `prefix`, as they change, for as long as it is read. An error says that
    /// notices may have been missed, because the connection was lost; it is made again. Needs a Tokio runtime.
    pub fn program_changes(&self, program: Address, prefix: &[u8]) -> BoxStream<'static, Result<(Address, Account)>> {
        let filters = (!prefix.is_empty()).then(|| vec![begins_with(prefix)]);
        let account_config = self.account_config();
        let config = RpcProgramAccountsConfig { filters, account_config, ..RpcProgramAccountsConfig::default() };
        follow(self.notices.url.clone(), Changes { program, config })
    }

    /// The transactions that mention a program, as they happen, for as long as it is read. Errors as with
    /// [`program_changes`](Self::program_changes). Needs a Tokio runtime.
    pub fn program_logs(&self, program: Address) -> BoxStream<'static, Result<LogNotice>> {
        follow(self.notices.url.clone(), Logs { program, commitment: self.commitment() })
    }
}

/// The connection on which a node tells of transactions: made when it is needed, shared, and made again when it was lost.
pub(super) struct Notices {
    url: String,
    connection: Mutex<Option<Arc<PubsubClient>>>,
}

impl Notices {
    pub(super) fn new(url: &str) -> Self {
        Self { url: url.to_owned(), connection: Mutex::new(None) }
    }

    /// Resolves when the node says that a transaction is there; never, if it cannot say so.
    pub(super) async fn of_signature(self: Arc<Self>, signature: Signature, commitment: CommitmentConfig) {
        if self.try_signature(&signature, commitment).await.is_err() {
            *self.connection.lock().await = None;
            std::future::pending().await
        }
    }

    async fn try_signature(&self, signature: &Signature, commitment: CommitmentConfig) -> PubsubClientResult {
        let client = self.connection().await?;
        let config = RpcSignatureSubscribeConfig { commitment: Some(commitment), enable_received_notification: None };
        let (mut notices, _unsubscribe) = client.signature_subscribe(signature, Some(config)).await?;
        if notices.next().await.is_none() {
            std::future::pending().await
        }
        Ok(())
    }

    async fn connection(&self) -> PubsubClientResult<Arc<PubsubClient>> {
        let mut connection = self.connection.lock().await;
        if let Some(client) = connection.as_ref() {
            return Ok(client.clone());
        }
        let client = Arc::new(PubsubClient::new(&self.url).await?);
        *connection = Some(client.clone());
        Ok(client)
    }
}

/// Something that a node tells of for as long as one listens.
#[async_trait]
trait Subscription: Send + Sync + 'static {
    type Notice: Send + 'static;

    async fn open<'a>(&self, client: &'a PubsubClient) -> PubsubClientResult<BoxStream<'a, Result<Self::Notice>>>;
}

struct Changes {
    program: Address,
    config: RpcProgramAccountsConfig,
}

#[async_trait]
impl Subscription for Changes {
    type Notice = (Address, Account);

    async fn open<'a>(&self, client: &'a PubsubClient) -> PubsubClientResult<BoxStream<'a, Result<Self::Notice>>> {
        let (notices, _unsubscribe) = client.program_subscribe(&self.program, Some(self.config.clone())).await?;
        Ok(notices.map(change).boxed())
    }
}

fn change(notice: Response<RpcKeyedAccount>) -> Result<(Address, Account)> {
    let RpcKeyedAccount { pubkey, account } = notice.value;
    Ok((record::address(&pubkey)?, record::account(account)?))
}

struct Logs {
    program: Address,
    commitment: CommitmentConfig,
}

#[async_trait]
impl Subscription for Logs {
    type Notice = LogNotice;

    async fn open<'a>(&self, client: &'a PubsubClient) -> PubsubClientResult<BoxStream<'a, Result<Self::Notice>>> {
        let filter = RpcTransactionLogsFilter::Mentions(vec![self.program.to_string()]);
        let config = RpcTransactionLogsConfig { commitment: Some(self.commitment) };
        let (notices, _unsubscribe) = client.logs_subscribe(filter, config).await?;
        Ok(notices.map(log).boxed())
    }
}

fn log(notice: Response<RpcLogsResponse>) -> Result<LogNotice> {
    let RpcLogsResponse { signature, err, logs } = notice.value;
    let signature = record::signature(&signature)?;
    Ok(LogNotice { signature, slot: notice.context.slot, failed: err.is_some(), logs })
}

/// Follows a subscription from a task of its own, until nobody reads it any more.
fn follow<S: Subscription>(url: String, subscription: S) -> BoxStream<'static, Result<S::Notice>> {
    let (sender, receiver) = mpsc::channel(QUEUE);
    tokio::spawn(async move {
        let mut attempts = 0;
        while !sender.is_closed() {
            attempts = if listen(&url, &subscription, &sender).await { 1 } else { attempts + 1 };
            let lost = SdkError::Transport("the node's notices broke off".into());
            if sender.send(Err(lost)).await.is_ok() {
                tokio::time::sleep(retry::pause(attempts)).await;
            }
        }
    });
    stream::unfold(receiver, |mut receiver| async { receiver.recv().await.map(|notice| (notice, receiver)) }).boxed()
}

/// Passes notices on until the connection ends, or nobody reads them. Whether there was a connection.
async fn listen<S: Subscription>(url: &str, subscription: &S, sender: &mpsc::Sender<Result<S::Notice>>) -> bool {
    let Ok(client) = PubsubClient::new(url).await else { return false };
    let Ok(mut notices) = subscription.open(&client).await else { return false };
    loop {
        let notice = tokio::select! {
            notice = notices.next() => notice,
            () = sender.closed() => None,
        };
        let Some(notice) = notice else { return true };
        if sender.send(notice).await.is_err() {
            return true;
        }
    }
}
