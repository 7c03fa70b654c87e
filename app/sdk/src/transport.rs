//! How instructions reach a ledger and accounts are read: one trait, implemented by the embedded ledger and, as a second
//! implementation, by a cluster's RPC node.

use anchor_lang::ZeroCopy;
use async_trait::async_trait;
use ledger::state::Network;
use solana_account::Account;
use solana_address::Address;
use solana_clock::Clock;
use solana_hash::Hash;
use solana_instruction::Instruction;
use solana_message::{Message, VersionedMessage};
use solana_signature::Signature;
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

use crate::{
    NetworkAddresses, Result, SdkError,
    accounts::{decode_account, short_name},
    events::LedgerEvent,
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
    let message = Message::new_with_blockhash(instructions, Some(&payer.pubkey()), &blockhash);
    let needed = message.account_keys.iter().take(message.header.num_required_signatures.into());
    let found = needed.map(|&address| {
        let signer = std::iter::once(payer).chain(signers.iter().copied()).find(|signer| signer.pubkey() == address);
        signer.ok_or(SdkError::SignerMissing { address })
    });
    let all = found.collect::<Result<Vec<_>>>()?;
    let transaction = VersionedTransaction::try_new(VersionedMessage::Legacy(message), &all)?;
    let bytes = wire_size(&transaction);
    if bytes > MAX_TRANSACTION_BYTES {
        return Err(SdkError::TooLarge { bytes, most: MAX_TRANSACTION_BYTES });
    }
    Ok(transaction)
}

/// Bytes of a transaction on the wire: the count of signatures (one byte below 128), these, and the message.
pub fn wire_size(transaction: &VersionedTransaction) -> usize {
    1 + size_of::<Signature>() * transaction.signatures.len() + transaction.message.serialize().len()
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
    use solana_instruction::AccountMeta;
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
}
