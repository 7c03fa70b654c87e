//! What can go wrong between a caller and the ledger.

use solana_address::Address;
use solana_signature::Signature;
use solana_signer::SignerError;

use crate::{Refusal, accounts::DecodeError, proof::ProofError, signer::SignError};

/// Everything the SDK's functions fail with.
#[derive(Debug, thiserror::Error)]
pub enum SdkError {
    /// A program refused the transaction.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// The runtime refused the transaction before or between its programs.
    #[error("the transaction failed: {reason}")]
    Failed {
        /// What the runtime says.
        reason: String,
        /// The transaction's log.
        logs: Vec<String>,
    },
    /// The transaction does not fit a packet.
    #[error("the transaction has {bytes} bytes; the network takes {most} at most")]
    TooLarge {
        /// Bytes it has.
        bytes: usize,
        /// Bytes it may have.
        most: usize,
    },
    /// Nobody signs for an address that must.
    #[error("the transaction needs the signature of {address}")]
    SignerMissing {
        /// Whose signature is missing.
        address: Address,
    },
    /// There is nothing at an address.
    #[error("there is no {what} at {address}")]
    NotFound {
        /// What was expected there.
        what: &'static str,
        /// The address.
        address: Address,
    },
    /// An account is not what was expected.
    #[error("account {address}: {source}")]
    Decode {
        /// The account.
        address: Address,
        /// Why not.
        source: DecodeError,
    },
    /// A token account or mint that is none.
    #[error("account {address} is no {what} of a token program")]
    BadToken {
        /// What was expected.
        what: &'static str,
        /// The account.
        address: Address,
    },
    /// A proof is incomplete or contradicts itself.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// A key could not sign a digest.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// A key could not sign the transaction.
    #[error("signing the transaction: {0}")]
    Signer(#[from] SignerError),
    /// A network's name has a wrong length or holds a zero.
    #[error("a network's name has 1 to 32 bytes, none of them zero; this one has {length}")]
    BadName {
        /// Its bytes.
        length: usize,
    },
    /// Bytes that are no transaction.
    #[error("this is no transaction: {0}")]
    BadTransaction(String),
    /// More addresses than a lookup table holds.
    #[error("{count} addresses; a lookup table holds {most} at most")]
    TooManyAddresses {
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// A cluster's name or address that is none.
    #[error(
        "{value:?} is no cluster; give localhost, devnet, testnet, mainnet-beta or a URL that begins with http:// or https://"
    )]
    BadCluster {
        /// What was given.
        value: String,
    },
    /// A transaction's blockhash grew too old before the cluster took it: it did nothing and never will.
    #[error("transaction {signature} expired before the cluster took it; it did nothing")]
    Expired {
        /// Its first signature.
        signature: Signature,
    },
    /// The cluster did not say what became of a transaction.
    #[error("the cluster does not say what became of transaction {signature}; look it up before sending it again")]
    Unconfirmed {
        /// Its first signature.
        signature: Signature,
    },
    /// The ledger could not be reached, or answered nonsense.
    #[error("transport: {0}")]
    Transport(String),
}

impl SdkError {
    /// The program's refusal, if it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}
