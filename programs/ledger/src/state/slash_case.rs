use anchor_lang::prelude::*;

use crate::error::{LedgerError, check};

/// Numbers of [`SlashCase::outcome`].
pub mod outcome {
    /// Not decided.
    pub const OPEN: u8 = 0;
    /// The network's authority overturned it before the deadline.
    pub const OVERTURNED: u8 = 1;
    /// It was executed after the deadline.
    pub const EXECUTED: u8 = 2;
}

/// An offence and what it took, in escrow until it is overturned or executed.
///
/// Seeds: `slash`, network, offence id: one offence is one case.
#[account(zero_copy)]
#[derive(Debug)]
pub struct SlashCase {
    /// The network.
    pub network: Pubkey,
    /// Whose stake it took.
    pub operator: Pubkey,
    /// The device at fault.
    pub device: Pubkey,
    /// Who reported it.
    pub reporter: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// sha256 of the kind and the subject.
    pub offence_id: [u8; 32],
    /// The epoch of the two statements.
    pub epoch: u64,
    /// Base units of collateral in escrow when it was opened.
    pub taken: u64,
    /// What of it returned to the pool, if it was overturned.
    pub returned: u64,
    /// Shares of the pool when it was opened, unbonding included.
    pub shares_at_opening: u64,
    /// Credit that it voids in each of `void_slots`.
    pub void_credit: u64,
    /// When it was opened.
    pub opened_at: i64,
    /// It may be overturned before this, executed from then on.
    pub deadline: i64,
    /// When its evidence window ends: it may be closed from then on, if it is decided.
    pub evidence_end: i64,
    /// The offence that the operator no longer remembers for this one; 0: none.
    pub displaced_offence: i64,
    /// The slots of the operator's ring that it voids, a bit each.
    pub void_slots: u32,
    /// One of [`outcome`].
    pub outcome: u8,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: u8,
}

impl SlashCase {
    /// Refuses a case that is decided.
    pub fn check_open(&self) -> Result<()> {
        check(self.outcome == outcome::OPEN, LedgerError::CaseDecided)?;
        Ok(())
    }
}
