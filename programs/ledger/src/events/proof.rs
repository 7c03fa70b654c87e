use anchor_lang::prelude::*;

use crate::instructions::Statement;

/// A contribution was counted.
#[event]
#[derive(Debug)]
pub struct ContributionCounted {
    /// The operator.
    pub operator: Pubkey,
    /// The device.
    pub device: Pubkey,
    /// What was signed.
    pub statement: Statement,
    /// Units that are new and covered.
    pub counted_units: u64,
    /// The operator's credit in that epoch before.
    pub credit_before: u64,
    /// The operator's credit in that epoch now.
    pub credit_after: u64,
}
