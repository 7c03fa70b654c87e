//! What happened on a cluster, as its RPC node keeps it.

use async_trait::async_trait;
use solana_address::Address;
use solana_clock::Slot;
use solana_commitment_config::CommitmentConfig;
use solana_rpc_client::rpc_client::GetConfirmedSignaturesForAddress2Config;
use solana_rpc_client_api::{config::RpcTransactionConfig, request::RpcRequest};
use solana_signature::Signature;
use solana_transaction_status_client_types::{EncodedConfirmedTransactionWithStatusMeta, UiTransactionEncoding};

use super::{
    RpcLedger,
    record::{self, failed},
};
use crate::{
    Result, SdkError,
    history::{Entry, History, PAGE, Range, Record},
};

#[async_trait]
impl History for RpcLedger {
    async fn signatures(&self, address: &Address, range: Range) -> Result<Vec<Entry>> {
        let config = GetConfirmedSignaturesForAddress2Config {
            before: range.before,
            until: range.until,
            limit: Some(PAGE),
            commitment: Some(self.recorded()),
        };
        let found = self.client.get_signatures_for_address_with_config(address, config).await.map_err(failed)?;
        let entries = found.into_iter();
        entries.map(|entry| Ok(Entry { signature: record::signature(&entry.signature)?, slot: entry.slot })).collect()
    }

    async fn transaction(&self, signature: &Signature) -> Result<Option<Record>> {
        let config = RpcTransactionConfig {
            encoding: Some(UiTransactionEncoding::Base64),
            commitment: Some(self.recorded()),
            max_supported_transaction_version: Some(0),
        };
        let parameters = serde_json::json!([signature.to_string(), config]);
        // The client's own method takes "unknown" for an error.
        let found: Option<EncodedConfirmedTransactionWithStatusMeta> =
            self.client.send(RpcRequest::GetTransaction, parameters).await.map_err(failed)?;
        found.map(|found| read(*signature, found)).transpose()
    }

    async fn finalized_slot(&self) -> Result<Slot> {
        self.client.get_slot_with_commitment(CommitmentConfig::finalized()).await.map_err(failed)
    }
}

fn read(signature: Signature, found: EncodedConfirmedTransactionWithStatusMeta) -> Result<Record> {
    let (slot, time) = (found.slot, found.block_time);
    let transaction = found.transaction.transaction.decode();
    let transaction = transaction.ok_or_else(|| record::nonsense("a transaction that is none"))?;
    let (events, failure) = match record::decode(found) {
        Ok(receipt) => (receipt.events, None),
        Err(error @ (SdkError::Refused(_) | SdkError::Failed { .. })) => (Vec::new(), Some(error.to_string())),
        Err(error) => return Err(error),
    };
    Ok(Record { signature, slot, time, transaction, failure, events })
}
