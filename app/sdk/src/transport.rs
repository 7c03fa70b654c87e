//! How instructions reach a ledger and accounts are read: one trait, implemented by the embedded ledger and by a cluster's
//! RPC node.

use std::collections::BTreeSet;

use anchor_lang::{Discriminator, ZeroCopy};
use async_trait::async_trait;
use base64::{Engine, prelude::BASE64_STANDARD};
use ledger::{error::LedgerError, state::Network};
use solana_account::Account;
use solana_address::Address;
use solana_clock::Clock;
use solana_hash::Hash;
use solana_instruction::{AccountMeta, Instruction};
use solana_message::VersionedMessage;
use solana_signature::Signature;
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

use crate::{
    NetworkAddresses, Result, SdkError,
    accounts::{decode_account, short_name},
    events::LedgerEvent,
    lookup,
};

/// Bytes of a transaction that the network takes at most.
pub const MAX_TRANSACTION_BYTES: usize = 1_232;

/// Somebody who signs transactions.
pub type TransactionSigner<'a> = &'a (dyn Signer + Sync);

/// What a transaction did.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Its first signature: its name on the ledger.
    pub signature: Signature,
    /// Compute units it took, all instructions together.
    pub compute_units: u64,
    /// Lamports its payer paid for it.
    pub fee: u64,
    /// Its bytes on the wire.
    pub bytes: usize,
    /// The ledger's events, in their order.
    pub events: Vec<LedgerEvent>,
    /// What its instructions called: which program, with which data, in their order.
    pub inner: Vec<(Address, Vec<u8>)>,
    /// The log.
    pub logs: Vec<String>,
}

/// Access to a ledger.
#[async_trait]
pub trait Transport: Send + Sync {
    /// An account; `None` if there is none.
    async fn account(&self, address: &Address) -> Result<Option<Account>>;

    /// Several accounts, in the order of their addresses.
    async fn accounts(&self, addresses: &[Address]) -> Result<Vec<Option<Account>>>;

    /// All accounts of the ledger program whose data begins with `prefix`, in the order of their addresses.
    async fn program_accounts(&self, prefix: &[u8]) -> Result<Vec<(Address, Account)>>;

    /// The blockhash to sign with.
    async fn latest_blockhash(&self) -> Result<Hash>;

    /// The ledger's clock, which windows and deadlines go by.
    async fn clock(&self) -> Result<Clock>;

    /// Lamports that an account of this many bytes must hold.
    async fn minimum_balance(&self, bytes: usize) -> Result<u64>;

    /// Executes a transaction on the newest state and forgets it again. Its signatures may be missing, and its blockhash is
    /// replaced. What would refuse the transaction refuses this.
    async fn simulate(&self, transaction: &VersionedTransaction) -> Result<Receipt>;

    /// Sends a signed transaction and waits for its outcome.
    async fn submit(&self, transaction: VersionedTransaction) -> Result<Receipt>;

    /// Signs instructions as one transaction and sends it. `signers`: those beside the payer, in any order; whoever is not
    /// needed does not sign.
    async fn send(
        &self,
        instructions: &[Instruction],
        payer: TransactionSigner<'_>,
        signers: &[TransactionSigner<'_>],
    ) -> Result<Receipt> {
        let transaction = sign(instructions, payer, signers, self.latest_blockhash().await?)?;
        self.submit(transaction).await
    }
}

/// Signs instructions as one transaction; refuses one that lacks a signer or does not fit a packet.
pub fn sign(
    instructions: &[Instruction],
    payer: TransactionSigner,
    signers: &[TransactionSigner],
    blockhash: Hash,
) -> Result<VersionedTransaction> {
    sign_message(lookup::message(instructions, payer.pubkey(), &[], blockhash)?, payer, signers)
}

/// Signs a message; refuses if a signer is missing.
pub fn sign_message(
    message: VersionedMessage,
    payer: TransactionSigner,
    signers: &[TransactionSigner],
) -> Result<VersionedTransaction> {
    let needed = message.static_account_keys().iter().take(message.header().num_required_signatures.into());
    let found = needed.map(|&address| {
        let signer = std::iter::once(payer).chain(signers.iter().copied()).find(|signer| signer.pubkey() == address);
        signer.ok_or(SdkError::SignerMissing { address })
    });
    let all = found.collect::<Result<Vec<_>>>()?;
    Ok(VersionedTransaction::try_new(message, &all)?)
}

/// Instructions as one transaction that nobody has signed yet: for cold wallets, multisigs and [`Transport::simulate`].
/// Refuses one that does not fit a packet.
pub fn unsigned(instructions: &[Instruction], payer: Address, blockhash: Hash) -> Result<VersionedTransaction> {
    Ok(without_signatures(lookup::message(instructions, payer, &[], blockhash)?))
}

/// A message as a transaction that nobody has signed yet.
pub fn without_signatures(message: VersionedMessage) -> VersionedTransaction {
    let signatures = vec![Signature::default(); message.header().num_required_signatures.into()];
    VersionedTransaction { signatures, message }
}

/// A transaction's bytes on the wire, in base64: what wallets take and Solana Actions answer.
pub fn to_base64(transaction: &VersionedTransaction) -> Result<String> {
    let bytes = wincode::serialize(transaction).map_err(|error| SdkError::BadTransaction(error.to_string()))?;
    Ok(BASE64_STANDARD.encode(bytes))
}

/// Reads a transaction back from base64.
pub fn from_base64(text: &str) -> Result<VersionedTransaction> {
    let bytes = BASE64_STANDARD.decode(text.trim()).map_err(|error| SdkError::BadTransaction(error.to_string()))?;
    let transaction: VersionedTransaction =
        wincode::deserialize(&bytes).map_err(|error| SdkError::BadTransaction(error.to_string()))?;
    transaction.sanitize().map_err(|error| SdkError::BadTransaction(error.to_string()))?;
    Ok(transaction)
}

/// The instructions of a transaction, to be proposed to a vote or to a multisig. Refuses one that uses lookup tables, whose
/// addresses it does not hold.
pub fn instructions(transaction: &VersionedTransaction) -> Result<Vec<Instruction>> {
    const NONE: Option<&BTreeSet<Address>> = None;
    let message = &transaction.message;
    if message.address_table_lookups().is_some_and(|tables| !tables.is_empty()) {
        return Err(SdkError::BadTransaction("it uses lookup tables: make it without".to_owned()));
    }
    let keys = message.static_account_keys();
    let address = |index: u8| {
        let address = keys.get(usize::from(index)).copied();
        address.ok_or_else(|| SdkError::BadTransaction(format!("it has no account {index}")))
    };
    let meta = |&index: &u8| {
        let place = usize::from(index);
        let (is_signer, is_writable) =
            (message.is_signer(place), message.is_maybe_writable_with_reserved_addresses(place, NONE));
        Ok(AccountMeta { pubkey: address(index)?, is_signer, is_writable })
    };
    let decoded = message.instructions().iter().map(|compiled| {
        let accounts = compiled.accounts.iter().map(meta).collect::<Result<_>>()?;
        Ok(Instruction { program_id: address(compiled.program_id_index)?, accounts, data: compiled.data.clone() })
    });
    decoded.collect()
}

/// The outcome of a step that anybody may take: `None` if the ledger refused it with one of `done`, because somebody had
/// taken it before.
pub fn unless_done(outcome: Result<Receipt>, done: &[LedgerError]) -> Result<Option<Receipt>> {
    match outcome {
        Err(SdkError::Refused(refusal)) if refusal.ledger_error().is_some_and(|error| done.contains(&error)) => {
            Ok(None)
        }
        outcome => outcome.map(Some),
    }
}

/// Bytes of a transaction on the wire: the count of signatures (one byte below 128), these, and the message.
pub fn wire_size(transaction: &VersionedTransaction) -> usize {
    message_size(&transaction.message)
}

/// Bytes of a message on the wire with its signatures.
pub(crate) fn message_size(message: &VersionedMessage) -> usize {
    let signatures = usize::from(message.header().num_required_signatures);
    1 + size_of::<Signature>() * signatures + message.serialize().len()
}

/// Reads and decodes an account.
pub async fn fetch<T: ZeroCopy>(transport: &dyn Transport, address: Address) -> Result<T> {
    let account = transport.account(&address).await?;
    let account = account.ok_or_else(|| SdkError::NotFound { what: short_name::<T>(), address })?;
    decode_account(&account).map_err(|source| SdkError::Decode { address, source })
}

/// Reads and decodes all accounts of a type that belong to `parent`: the operator for positions, otherwise the network.
pub async fn fetch_all<T: ZeroCopy>(transport: &dyn Transport, parent: Address) -> Result<Vec<(Address, T)>> {
    let prefix = [T::DISCRIMINATOR, parent.as_ref()].concat();
    let accounts = transport.program_accounts(&prefix).await?;
    accounts
        .into_iter()
        .map(|(address, account)| {
            let decoded = decode_account(&account).map_err(|source| SdkError::Decode { address, source })?;
            Ok((address, decoded))
        })
        .collect()
}

/// Reads and decodes all networks, in the order of their addresses.
pub async fn networks(transport: &dyn Transport) -> Result<Vec<(Address, Network)>> {
    let accounts = transport.program_accounts(<Network as Discriminator>::DISCRIMINATOR).await?;
    let decoded = accounts.into_iter().map(|(address, account)| {
        let network = decode_account(&account).map_err(|source| SdkError::Decode { address, source })?;
        Ok((address, network))
    });
    decoded.collect()
}

/// Reads a network and the addresses that its instructions need.
pub async fn network(transport: &dyn Transport, address: Address) -> Result<(NetworkAddresses, Network)> {
    let network: Network = fetch(transport, address).await?;
    let reward_program = program_of_mint(transport, network.reward_mint).await?;
    let collateral_program = program_of_mint(transport, network.collateral_mint).await?;
    Ok((NetworkAddresses::from_account(address, &network, reward_program, collateral_program), network))
}

async fn program_of_mint(transport: &dyn Transport, address: Address) -> Result<Address> {
    let mint = transport.account(&address).await?;
    mint.map(|mint| mint.owner).ok_or(SdkError::NotFound { what: "mint", address })
}

#[cfg(test)]
mod tests {
    use solana_keypair::Keypair;

    use super::*;

    fn instruction(signer: Address, bytes: usize) -> Instruction {
        Instruction { program_id: ledger::ID, accounts: vec![AccountMeta::new(signer, true)], data: vec![0; bytes] }
    }

    #[test]
    fn whoever_is_needed_signs_and_nobody_else() {
        let (payer, signer, stranger) = (Keypair::new(), Keypair::new(), Keypair::new());
        let instructions = [instruction(signer.pubkey(), 0)];
        let signers: [TransactionSigner; 4] = [&stranger, &signer, &payer, &signer];
        let transaction = sign(&instructions, &payer, &signers, Hash::default()).unwrap();
        assert_eq!(transaction.signatures.len(), 2);
        let message = transaction.message.serialize();
        for (signature, key) in transaction.signatures.iter().zip(transaction.message.static_account_keys()) {
            assert!(signature.verify(key.as_ref(), &message));
        }
    }

    #[test]
    fn a_missing_signer_is_named() {
        let (payer, signer) = (Keypair::new(), Keypair::new());
        let refused = sign(&[instruction(signer.pubkey(), 0)], &payer, &[], Hash::default());
        assert!(matches!(refused, Err(SdkError::SignerMissing { address }) if address == signer.pubkey()));
    }

    #[test]
    fn a_transaction_is_a_packet_at_most() {
        let payer = Keypair::new();
        let signed = |bytes| sign(&[instruction(payer.pubkey(), bytes)], &payer, &[], Hash::default());
        let empty = wire_size(&signed(200).unwrap()) - 200;
        let most = MAX_TRANSACTION_BYTES - empty;
        assert_eq!(wire_size(&signed(most).unwrap()), MAX_TRANSACTION_BYTES);
        assert!(matches!(signed(most + 1), Err(SdkError::TooLarge { bytes: 1_233, .. })));
    }

    #[test]
    fn an_unsigned_transaction_is_the_signed_one_without_signatures() {
        let (payer, signer) = (Keypair::new(), Keypair::new());
        let instructions = [instruction(signer.pubkey(), 9)];
        let blank = unsigned(&instructions, payer.pubkey(), Hash::default()).unwrap();
        let read = from_base64(&to_base64(&blank).unwrap()).unwrap();
        let signed = sign(&instructions, &payer, &[&signer], Hash::default()).unwrap();
        assert_eq!(read, blank);
        assert_eq!(blank.message, signed.message);
        assert_eq!(blank.signatures, [Signature::default(); 2]);
        assert_eq!(wire_size(&blank), wire_size(&signed));
    }

    #[test]
    fn a_transactions_instructions_are_those_it_was_made_of() {
        let payer = Keypair::new();
        let reader = AccountMeta::new_readonly(Address::new_from_array([9; 32]), false);
        let mut first = instruction(payer.pubkey(), 3);
        first.accounts.push(reader.clone());
        let second = Instruction { program_id: ledger::ID, accounts: vec![reader], data: vec![7] };
        let made = [first, second];
        let transaction = unsigned(&made, payer.pubkey(), Hash::default()).unwrap();
        assert_eq!(super::instructions(&transaction).unwrap(), made);
    }

    #[test]
    fn what_is_no_transaction_is_refused() {
        let signed = to_base64(&sign(&[], &Keypair::new(), &[], Hash::default()).unwrap()).unwrap();
        for text in ["", "%", "AAAA", &signed[..signed.len() - 4]] {
            assert!(matches!(from_base64(text), Err(SdkError::BadTransaction(_))), "{text}");
        }
    }
}
