//! What people do with Girder, from end to end: the programs that are built for them, on a real node that the tests start.
//! `cargo flows` runs them all, `cargo flows TOPIC` those of one file.

mod actions;
mod browser;
mod cli;
mod clients;
mod connection;
mod crank;
mod deploy;
mod harness;
mod keys;
mod node;
mod proxy;
mod quickstart;
mod rpc;
mod upgrade;
mod vote;
mod work;
