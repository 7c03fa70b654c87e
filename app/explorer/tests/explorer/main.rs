//! The explorer against the compiled program on a recorded embedded ledger.

mod database;
mod index;
mod lists;
mod pages;
mod world;
