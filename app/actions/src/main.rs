//! Solana Actions of Girder.

fn main() {}
