//! Stake votes, as their users meet them: the compiled programs, one topic a file.

mod access;
mod closing;
mod decisions;
mod double_voting;
mod drafts;
mod execution;
mod governance;
mod outcome;
mod properties;
mod realms;
mod voting;
