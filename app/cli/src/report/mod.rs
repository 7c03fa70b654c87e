//! The report of a run: one plain struct, shown as JSON (serde), as a table on a terminal
//! ([`terminal::render`]) and as one self-contained HTML page ([`html::render`]).
//!
//! Nothing here knows the ledger or the clock: the same [`model::Report`] gives the same bytes. Names and texts
//! may hold anything; they are cleaned and escaped where they are shown.

pub mod amount;
pub mod check;
pub mod html;
pub mod model;
pub mod plot;
#[cfg(test)]
mod sample;
pub mod table;
pub mod terminal;
mod text;
