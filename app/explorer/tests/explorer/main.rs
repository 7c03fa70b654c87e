//! The explorer against the compiled program on a recorded embedded ledger.

mod database;
mod index;
mod pages;
mod world;
