//! What happened, as inner instructions, which no truncated log can hide. Amounts are base units of collateral, times Unix
//! seconds.

use anchor_lang::prelude::*;

use crate::state::Settings;

/// A network's stake may vote.
#[event]
#[derive(Debug, Clone)]
pub struct GovernanceCreated {
    /// The network.
    pub network: Pubkey,
    /// How votes are held.
    pub settings: Settings,
}

/// Votes are held differently from now on.
#[event]
#[derive(Debug, Clone)]
pub struct GovernanceSet {
    /// The network.
    pub network: Pubkey,
    /// How votes were held.
    pub before: Settings,
    /// How they are.
    pub after: Settings,
}

/// The governance of a network that is gone was closed.
#[event]
#[derive(Debug, Clone)]
pub struct GovernanceClosed {
    /// The network.
    pub network: Pubkey,
}

/// A draft was opened.
#[event]
#[derive(Debug, Clone)]
pub struct ProposalDrafted {
    /// The proposal.
    pub proposal: Pubkey,
    /// The network.
    pub network: Pubkey,
    /// Whose it is.
    pub proposer: Pubkey,
    /// Names it among the proposer's.
    pub nonce: u64,
    /// SHA-256 of the text that says what it is for.
    pub description_hash: [u8; 32],
}

/// An instruction was added to a draft.
#[event]
#[derive(Debug, Clone)]
pub struct InstructionAdded {
    /// The proposal.
    pub proposal: Pubkey,
    /// Its place, counted from 0.
    pub index: u64,
    /// The program that it calls.
    pub program: Pubkey,
}

/// A vote began.
#[event]
#[derive(Debug, Clone)]
pub struct VoteOpened {
    /// The proposal.
    pub proposal: Pubkey,
    /// How many instructions it has.
    pub instructions: u64,
    /// The network's active stake now.
    pub active_stake: u64,
    /// What must vote yes.
    pub quorum: u64,
    /// The vote's first second.
    pub start: i64,
    /// The first second after the vote.
    pub end: i64,
}

/// A position voted.
#[event]
#[derive(Debug, Clone)]
pub struct VoteCast {
    /// The proposal.
    pub proposal: Pubkey,
    /// The position.
    pub position: Pubkey,
    /// Its owner.
    pub owner: Pubkey,
    /// Yes or no.
    pub approve: bool,
    /// The shares that voted.
    pub shares: u64,
    /// What they are worth.
    pub weight: u64,
    /// All yes so far.
    pub yes: u64,
    /// All no so far.
    pub no: u64,
}

/// An instruction of a proposal that passed was executed.
#[event]
#[derive(Debug, Clone)]
pub struct InstructionExecuted {
    /// The proposal.
    pub proposal: Pubkey,
    /// Its place, counted from 0.
    pub index: u64,
    /// The program that was called.
    pub program: Pubkey,
}

/// A proposal was closed.
#[event]
#[derive(Debug, Clone)]
pub struct ProposalClosed {
    /// The proposal.
    pub proposal: Pubkey,
    /// All yes.
    pub yes: u64,
    /// All no.
    pub no: u64,
    /// How many instructions it had.
    pub instructions: u64,
    /// How many were executed.
    pub executed: u64,
}

/// The record of a vote was closed.
#[event]
#[derive(Debug, Clone)]
pub struct VoteClosed {
    /// The proposal.
    pub proposal: Pubkey,
    /// The position.
    pub position: Pubkey,
}

/// A network's stake counts in a realm.
#[event]
#[derive(Debug, Clone)]
pub struct RealmRegistered {
    /// The realm.
    pub realm: Pubkey,
    /// Its mint in whose place the stake counts.
    pub governing_token_mint: Pubkey,
    /// The network.
    pub network: Pubkey,
    /// How long the realm's votes last at most, in seconds.
    pub voting_time: i64,
}

/// A network's stake counts in a realm no more.
#[event]
#[derive(Debug, Clone)]
pub struct RealmUnregistered {
    /// The realm.
    pub realm: Pubkey,
    /// Its mint in whose place the stake counted.
    pub governing_token_mint: Pubkey,
    /// The network.
    pub network: Pubkey,
}
