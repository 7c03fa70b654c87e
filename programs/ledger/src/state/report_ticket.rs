use anchor_lang::prelude::*;

use super::{Parameters, later};

/// A reporter's commitment to evidence. Whoever opened a case by copying a report has no older one.
///
/// Seeds: `report`, network, hash.
#[account(zero_copy)]
#[derive(Debug)]
pub struct ReportTicket {
    /// The network.
    pub network: Pubkey,
    /// Who paid this account's rent. Has no part in the bounty: that is the reporter's, whom the hash names.
    pub rent_payer: Pubkey,
    /// sha256 of offence, both digests, reporter and a salt.
    pub hash: [u8; 32],
    /// The slot in which it was made.
    pub slot: u64,
    /// When it was made.
    pub created_at: i64,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 6],
}

impl ReportTicket {
    /// From when on it is of no use to anybody: a case about evidence that it was made with is decided by then.
    pub fn expires_at(&self, parameters: &Parameters) -> Result<i64> {
        let Parameters { epoch_length, grace, evidence_age, appeal, .. } = *parameters;
        [epoch_length, grace, evidence_age, appeal].into_iter().try_fold(self.created_at, later)
    }
}
