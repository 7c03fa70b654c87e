use anchor_lang::prelude::*;

use super::Q64x64;
use crate::error::{LedgerError, check};

/// A settled epoch and what it still distributes.
///
/// Seeds: `epoch`, network, index. Closed when all credit is harvested, or a year after its end.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Epoch {
    /// The network.
    pub network: Pubkey,
    /// Who paid this account's rent: whoever settled it.
    pub rent_payer: Pubkey,
    /// Which epoch.
    pub index: u64,
    /// Credits of all operators.
    pub credit: u64,
    /// Credits not yet harvested.
    pub credit_left: u64,
    /// What it distributes to operators, base units of the reward mint.
    pub pot: u64,
    /// What of it was not yet harvested.
    pub pot_left: u64,
    /// Base units per credit.
    pub reward_per_credit: Q64x64,
    /// When it was settled.
    pub settled_at: i64,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 6],
}

impl Epoch {
    /// No more is left than there was.
    pub fn invariant(&self) -> Result<()> {
        check(self.pot_left <= self.pot && self.credit_left <= self.credit, LedgerError::InvariantBroken)?;
        Ok(())
    }
}
