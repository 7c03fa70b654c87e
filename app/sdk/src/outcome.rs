//! What a ledger says of a transaction, as errors and events.

use solana_address::Address;
use solana_instruction::error::InstructionError;
use solana_transaction::{TransactionError, versioned::VersionedTransaction};

use crate::{
    Refusal, SdkError,
    events::{self, LedgerEvent},
};

/// The programs that a transaction's instructions call, in their order. A lookup table cannot name them.
fn called_programs(transaction: &VersionedTransaction) -> Vec<Address> {
    let keys = transaction.message.static_account_keys();
    let program = |index: u8| keys.get(usize::from(index)).copied().unwrap_or_default();
    transaction.message.instructions().iter().map(|called| program(called.program_id_index)).collect()
}

/// The error that a failed transaction is.
pub fn failure(error: TransactionError, transaction: &VersionedTransaction, logs: Vec<String>) -> SdkError {
    match error {
        TransactionError::InstructionError(index, InstructionError::Custom(code)) => {
            let program = called_programs(transaction).get(usize::from(index)).copied().unwrap_or_default();
            SdkError::Refused(Box::new(Refusal::new(index, program, code, logs)))
        }
        other => SdkError::Failed { reason: other.to_string(), logs },
    }
}

/// The ledger's events among inner instructions.
pub fn inner_events(inner: &[(Address, Vec<u8>)]) -> Vec<LedgerEvent> {
    events::from_inner_instructions(inner.iter().map(|(program, data)| (*program, data.as_slice())))
}
