//! The compiled program, as its users meet it: one topic a file.

mod accounts;
mod claim;
mod coverage;
mod devices;
mod emission;
mod equivocation;
mod harvest;
mod jail;
mod life;
mod measured;
mod operators;
mod parameters;
mod proof;
mod proof_transaction;
mod rings;
mod scene;
mod settle;
mod signature_layout;
mod signature_secp256r1;
mod signature_vectors;
mod signatures;
mod slash_cases;
mod solvency;
mod stake;
mod tokens;
