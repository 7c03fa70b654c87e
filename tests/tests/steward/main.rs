//! The compiled steward program with the real upgradeable loader: one topic a file.

mod access;
mod authority;
mod buffers;
mod cancel;
mod costs;
mod ledger;
mod random;
mod scene;
mod succession;
mod upgrade;
mod windows;
