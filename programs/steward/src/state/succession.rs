use anchor_lang::prelude::*;

use super::Window;

/// A proposed end of a stewardship: who gets the program's upgrade authority. It waits as long as an upgrade, because the
/// successor may upgrade at once.
///
/// Seeds: `succession`, stewardship.
#[account]
#[derive(InitSpace, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The stewardship of the program.
    pub stewardship: Pubkey,
    /// Who will be the upgrade authority; zero for nobody, which makes the program final.
    pub successor: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// When it may be executed.
    pub window: Window,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
}
