//! Solana Actions of Girder: any wallet or blink stakes, delegates, unstakes, claims and votes by it.
//!
//! [`Server`] serves a ledger behind a transport. A GET shows a card, a POST with a wallet's address answers a transaction for
//! that wallet to sign: built by the SDK, simulated before it's given away, and refused in the ledger's own words. The server
//! holds no key and sends nothing.
//!
//! | path under `/api/{network}` | query | by |
//! | --- | --- | --- |
//! | (nothing more) | | GET alone: delegate to one of the operators |
//! | `/operators/{operator}` | | GET alone: everything for its delegators |
//! | `/operators/{operator}/stake` | `amount` or `percent` of the wallet's tokens | the operator's identity |
//! | `/operators/{operator}/delegate` | `amount` or `percent` of the wallet's tokens | any other wallet |
//! | `/operators/{operator}/unstake` | `amount` or `percent` of the active shares | a position's owner |
//! | `/operators/{operator}/cancel-unstake` | `ticket` where there are several | a position's owner |
//! | `/operators/{operator}/withdraw` | `ticket`; without it all that matured | a position's owner |
//! | `/operators/{operator}/claim` | | a position's owner, the operator's payout wallet |
//! | `/proposals/{proposal}/vote` | `choice`: `yes` or `no`; `operator`: one position, not all | a position's owner |
//!
//! Amounts are whole tokens, such as `1.5`.

mod card;
mod error;
mod headers;
mod input;
mod operation;
mod origin;
mod pool;
mod server;
mod spec;
mod throttle;
mod vote;

pub use origin::OriginSource;
pub use server::{Server, Settings};
pub use throttle::Throttled;
