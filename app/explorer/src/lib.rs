//! The explorer: an index of what happened on a ledger, and pages that show it and what is there now.
//!
//! What happened comes from the ledger's events, by way of an [`index`]; what is there now is read from the ledger. The
//! pages are made here and need no script; one script lets a wallet sign what an Actions server builds.

pub mod index;
mod ledger;
mod pages;
mod words;

pub use ledger::Ledger;
pub use pages::{BadActions, Explorer, WalletAccess, router};
