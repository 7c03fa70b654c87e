//! What a node says of transactions, as receipts and errors.

use solana_account::Account;
use solana_account_decoder_client_types::UiAccount;
use solana_address::Address;
use solana_message::VersionedMessage;
use solana_rpc_client_api::{
    client_error::{Error as ClientError, ErrorKind},
    request::RpcError,
    response::RpcSimulateTransactionResult,
};
use solana_signature::Signature;
use solana_transaction::versioned::VersionedTransaction;
use solana_transaction_status_client_types::{
    EncodedConfirmedTransactionWithStatusMeta, UiInnerInstructions, UiInstruction, UiLoadedAddresses,
    UiParsedInstruction, UiTransactionStatusMeta,
};

use crate::{
    Result, SdkError, outcome,
    transport::{self, Receipt},
};

/// What a recorded transaction did, as [`Transport::submit`](crate::transport::Transport::submit) says it: the error that it
/// failed with, if it failed. `found`: fetched in base64.
pub fn decode(found: EncodedConfirmedTransactionWithStatusMeta) -> Result<Receipt> {
    let transaction = found.transaction.transaction.decode();
    let transaction = transaction.ok_or_else(|| nonsense("a transaction that is none"))?;
    let meta = found.transaction.meta.ok_or_else(|| nonsense("a transaction without its outcome"))?;
    let UiTransactionStatusMeta {
        err,
        fee,
        inner_instructions,
        log_messages,
        loaded_addresses,
        compute_units_consumed,
        ..
    } = meta;
    let logs = Option::from(log_messages).unwrap_or_default();
    if let Some(error) = err {
        return Err(outcome::failure(error.into(), &transaction, logs));
    }
    let keys = keys(&transaction.message, Option::from(loaded_addresses).as_ref())?;
    let calls: Option<Vec<UiInnerInstructions>> = inner_instructions.into();
    let inner = inner(&keys, calls.unwrap_or_default())?;
    Ok(Receipt {
        signature: transaction.signatures.first().copied().unwrap_or_default(),
        compute_units: Option::from(compute_units_consumed).unwrap_or_default(),
        fee,
        bytes: transport::wire_size(&transaction),
        events: outcome::inner_events(&inner),
        inner,
        logs,
    })
}

/// What a simulated transaction did. Of programs that the node knows it shows the calls without their data.
pub(super) fn simulated(transaction: &VersionedTransaction, result: RpcSimulateTransactionResult) -> Result<Receipt> {
    let logs = result.logs.unwrap_or_default();
    if let Some(error) = result.err {
        return Err(outcome::failure(error.into(), transaction, logs));
    }
    let keys = keys(&transaction.message, result.loaded_addresses.as_ref())?;
    let inner = inner(&keys, result.inner_instructions.unwrap_or_default())?;
    Ok(Receipt {
        signature: transaction.signatures.first().copied().unwrap_or_default(),
        compute_units: result.units_consumed.unwrap_or_default(),
        fee: result.fee.unwrap_or_default(),
        bytes: transport::wire_size(transaction),
        events: outcome::inner_events(&inner),
        inner,
        logs,
    })
}

/// A transaction's keys: its own, then those from lookup tables.
fn keys(message: &VersionedMessage, loaded: Option<&UiLoadedAddresses>) -> Result<Vec<Address>> {
    let loaded = loaded.into_iter().flat_map(|loaded| loaded.writable.iter().chain(&loaded.readonly));
    let own = message.static_account_keys().iter().copied().map(Ok);
    own.chain(loaded.map(|key| address(key))).collect()
}

fn inner(keys: &[Address], calls: Vec<UiInnerInstructions>) -> Result<Vec<(Address, Vec<u8>)>> {
    let calls = calls.into_iter().flat_map(|of_one| of_one.instructions);
    calls
        .map(|call| match call {
            UiInstruction::Compiled(call) => {
                let program = keys.get(usize::from(call.program_id_index)).copied();
                Ok((program.ok_or_else(|| nonsense("a program that the transaction lacks"))?, bytes(&call.data)?))
            }
            UiInstruction::Parsed(UiParsedInstruction::PartiallyDecoded(call)) => {
                Ok((address(&call.program_id)?, bytes(&call.data)?))
            }
            UiInstruction::Parsed(UiParsedInstruction::Parsed(call)) => Ok((address(&call.program_id)?, Vec::new())),
        })
        .collect()
}

pub(super) fn account(found: UiAccount) -> Result<Account> {
    found.to_account().ok_or_else(|| nonsense("an account without its data"))
}

pub(super) fn address(text: &str) -> Result<Address> {
    text.parse().map_err(|_| nonsense("an address that is none"))
}

fn bytes(text: &str) -> Result<Vec<u8>> {
    bs58::decode(text).into_vec().map_err(|_| nonsense("bytes that are not base58"))
}

pub(super) fn nonsense(what: &str) -> SdkError {
    SdkError::Transport(format!("the node answered {what}"))
}

/// A failed request, without the node's URL: there may be a key in it.
pub(super) fn failed(error: ClientError) -> SdkError {
    let asked = error.request.as_ref().map(|request| format!("{request}: ")).unwrap_or_default();
    let reason = match *error.kind {
        ErrorKind::Reqwest(error) => causes(&error.without_url()),
        kind => kind.to_string(),
    };
    SdkError::Transport(format!("{asked}{reason}"))
}

fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// What a node said instead of taking a transaction.
pub(super) enum Rejection {
    /// Its programs or the runtime refuse it.
    Refused(SdkError),
    /// Perhaps nobody has it, perhaps it was taken: only its signature will tell.
    Unknown,
}

/// Reads the answer to a transaction that was sent.
pub(super) fn rejection(error: ClientError, transaction: &VersionedTransaction) -> Rejection {
    use solana_rpc_client_api::{
        custom_error::JSON_RPC_SERVER_ERROR_NODE_UNHEALTHY,
        request::RpcResponseErrorData::SendTransactionPreflightFailure,
    };
    use solana_transaction::TransactionError;
    match *error.kind {
        ErrorKind::RpcError(RpcError::RpcResponseError { code: JSON_RPC_SERVER_ERROR_NODE_UNHEALTHY, .. })
        | ErrorKind::Io(_)
        | ErrorKind::Reqwest(_)
        | ErrorKind::Middleware(_) => Rejection::Unknown,
        ErrorKind::RpcError(RpcError::RpcResponseError {
            data: SendTransactionPreflightFailure(result),
            message,
            ..
        }) => {
            match result.err.map(TransactionError::from) {
                // Another node may know a blockhash that this one has not seen yet.
                Some(TransactionError::AlreadyProcessed | TransactionError::BlockhashNotFound) => Rejection::Unknown,
                Some(error) => {
                    Rejection::Refused(outcome::failure(error, transaction, result.logs.unwrap_or_default()))
                }
                None => Rejection::Refused(SdkError::Transport(message)),
            }
        }
        kind => Rejection::Refused(failed(ClientError { request: error.request, kind: Box::new(kind) })),
    }
}

/// A signature as text.
pub(super) fn signature(text: &str) -> Result<Signature> {
    text.parse().map_err(|_| nonsense("a signature that is none"))
}
