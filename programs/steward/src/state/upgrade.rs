use anchor_lang::prelude::*;

use super::Window;

/// A proposed upgrade: what the program will be. One at a time for a stewardship, so that everybody knows what comes next.
///
/// Seeds: `upgrade`, stewardship.
#[account]
#[derive(InitSpace, Debug, PartialEq, Eq)]
pub struct Upgrade {
    /// The stewardship of the program.
    pub stewardship: Pubkey,
    /// Holds the new program. Its authority is the stewardship, so nobody changes it.
    pub buffer: Pubkey,
    /// Who paid this account's rent; gets that back, and what the buffer holds.
    pub rent_payer: Pubkey,
    /// sha256 of all bytes that the buffer holds: of the program's file.
    pub hash: [u8; 32],
    /// When it may be executed.
    pub window: Window,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
}
