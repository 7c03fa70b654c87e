use anchor_lang::prelude::*;

use crate::error::{LedgerError, check};

/// An oracle that co-signs proofs, and its bond.
///
/// Seeds: `attestor`, network, key.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Attestor {
    /// The network.
    pub network: Pubkey,
    /// The Ed25519 key that signs statements.
    pub key: Pubkey,
    /// Owns the bond and the pay.
    pub authority: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// Base units of collateral.
    pub bond: u64,
    /// From when the bond's unbonding counts; 0 while it is not leaving. Ahead of the request while its last set is in
    /// force.
    pub unbonding_from: i64,
    /// Version of the newest attestor set that it was added to; 0: none.
    pub set_version: u64,
    /// Double statements for which it was slashed: from the first on no set takes it in, and anybody may strike its key. An
    /// attestor that left and registers again begins anew; whom a set takes in is the authority's choice.
    pub slashed_statements: u64,
    /// Slash cases that are not decided.
    pub open_cases: u64,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 6],
}

impl Attestor {
    /// Whether the bond is on its way out.
    pub fn is_leaving(&self) -> bool {
        self.unbonding_from != 0
    }

    /// Whether this is the attestor of that key, and was slashed for a double statement.
    pub fn is_at_fault(&self, key: &Pubkey) -> bool {
        self.key == *key && self.slashed_statements > 0
    }

    /// Refuses an attestor whose bond a case may still change.
    pub fn check_no_open_case(&self) -> Result<()> {
        check(self.open_cases == 0, LedgerError::CaseOpen)
    }

    /// Counts a double statement and its case.
    pub fn open_case(&mut self) -> Result<()> {
        self.slashed_statements = self.slashed_statements.checked_add(1).ok_or(LedgerError::Overflow)?;
        self.open_cases = self.open_cases.checked_add(1).ok_or(LedgerError::Overflow)?;
        Ok(())
    }

    /// Counts a case as decided; an overturned one was no double statement.
    pub fn close_case(&mut self, overturned: bool) -> Result<()> {
        self.open_cases = self.open_cases.checked_sub(1).ok_or(LedgerError::Overflow)?;
        let forgiven = u64::from(overturned);
        self.slashed_statements = self.slashed_statements.checked_sub(forgiven).ok_or(LedgerError::Overflow)?;
        Ok(())
    }
}
