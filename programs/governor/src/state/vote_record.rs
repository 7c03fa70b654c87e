use anchor_lang::prelude::*;

use crate::error::{GovernorError, check_numbers};

/// That a position voted, which it does once.
///
/// Seeds: `vote`, proposal, start of its vote, position.
#[account(zero_copy)]
#[derive(Debug)]
pub struct VoteRecord {
    /// The proposal.
    pub proposal: Pubkey,
    /// The position.
    pub position: Pubkey,
    /// Who voted.
    pub owner: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// The first second after the vote: until then this account stays.
    pub end: i64,
    /// The shares that voted.
    pub shares: u64,
    /// What they were worth.
    pub weight: u64,
    /// 1: yes, 0: no.
    pub approve: u8,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 5],
}

impl VoteRecord {
    /// Refuses while votes are taken.
    pub fn check_over(&self, now: i64) -> Result<()> {
        check_numbers(now >= self.end, GovernorError::TooEarly, now, self.end)
    }
}
