//! The server as a wallet sees it, over the compiled program on the embedded ledger.

mod cards;
mod claims;
mod deposits;
mod hostile;
mod leaving;
mod shapes;
mod votes;
mod wallet;
mod wire;
