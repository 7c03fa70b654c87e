//! The SDK against the compiled program on the embedded ledger.

mod audit;
mod due;
mod life;
mod simulate;
