//! The compiled program, as its users meet it: one topic a file.

mod claim;
mod harvest;
mod life;
mod settle;
mod tokens;
