//! The compiled program, as its users meet it: one topic a file.

mod life;
mod scene;
mod signature_layout;
mod signature_secp256r1;
mod signature_vectors;
mod signatures;
