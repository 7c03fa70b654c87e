//! The compiled ledger program in a real SVM, with the real token programs and precompiles, ready for a test to use.
//!
//! ```no_run
//! use girder_tests::Ledger;
//!
//! let ledger = Ledger::new().build();
//! let operator = ledger.operator().stake(1_000_000).build();
//! let device = ledger.device(&operator);
//! ledger.enter_epoch(1);
//! ledger.prove(&device, 1, 100).unwrap();
//! ```
//!
//! Set-up panics when something is wrong with it, so that a test reads as what it is about; what a test is about returns a
//! `Result`. [`assert_refused!`] names the rule that must refuse.

mod assertions;
pub mod catalogue;
mod control;
mod device;
mod device_life;
mod downtime;
mod end;
mod fixture;
mod governance;
mod ledger;
mod licence;
mod mint;
mod operator;
mod position;
mod precompile;
mod reward;
mod setup;
mod slashing;
mod solvency;
pub mod table;
mod ticket;
mod verdict;
pub mod world;

pub use device::TestDevice;
pub use fixture::FirstLayout;
pub use governance::{SETTINGS, TestProposal};
pub use ledger::Ledger;
pub use operator::{OperatorBuilder, TestOperator};
pub use position::{Holder, TestDelegator};
pub use precompile::{Offsets, RawSignatures};
pub use reward::with_account;
pub use setup::{Setup, TestAttestor, class, other_token_program, parameters};
pub use ticket::TestTicket;

pub use girder_interface as interface;
pub use girder_sdk as sdk;
pub use girder_sdk::ledger as program;
