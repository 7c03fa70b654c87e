//! Girder's client library: everything a person or a machine does with the ledger goes through it.
//!
//! - [`pda`] finds accounts, [`instructions`] builds what changes them, [`accounts`] decodes them.
//! - [`signer`] signs as a device or an attestor, [`proof`] turns signatures into instructions,
//!   [`precompile`] lays them out.
//! - [`transport`] sends instructions and reads accounts; `embedded` is the whole ledger in this process
//!   (feature `embedded`), `rpc` a cluster's (feature `rpc`). [`lookup`] tables make room in transactions.
//! - [`intercept`] is a transport beside which something happens when a transaction is sent.
//! - [`history`] lists what happened; `recorder` is an embedded ledger that has one (feature `embedded`).
//! - [`events`] says what a transaction did, [`json`] shows accounts and events to people.
//! - [`verification`] checks a recorded contribution again.
//! - [`artifacts`] are the compiled programs, [`loader`] deploys them, [`steward`] upgrades them, slowly and in public.
//! - [`audit`] checks a network's books against its accounts and vaults.
//! - [`due`] says what anybody may do on a network now, and does it.
//! - [`governor`] holds stake votes.
//! - [`amount`] reads and writes amounts of tokens.
//! - [`error`] says which rule refused an instruction, and with which numbers.
//!
//! Amounts are base units of their mint, times seconds since 1970, rates basis points, unless a name says otherwise.

pub mod accounts;
pub mod amount;
pub mod artifacts;
pub mod audit;
pub mod due;
#[cfg(feature = "embedded")]
pub mod embedded;
pub mod error;
pub mod events;
pub mod governor;
pub mod history;
pub mod instructions;
pub mod intercept;
pub mod json;
pub mod loader;
pub mod lookup;
pub mod network;
#[cfg(any(feature = "embedded", feature = "rpc"))]
mod outcome;
pub mod pda;
pub mod precompile;
pub mod proof;
#[cfg(feature = "embedded")]
pub mod recorder;
mod refusal;
#[cfg(feature = "rpc")]
pub mod rpc;
pub mod signer;
pub mod steward;
pub mod tokens;
pub mod transport;
pub mod verification;

pub use error::SdkError;
pub use girder_interface as interface;
pub use ledger;
pub use network::{NetworkAddresses, Token};
pub use refusal::Refusal;

/// What the SDK's functions return.
pub type Result<T, E = SdkError> = std::result::Result<T, E>;
