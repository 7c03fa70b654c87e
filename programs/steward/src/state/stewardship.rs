use anchor_lang::prelude::*;
use solana_sdk_ids::bpf_loader_upgradeable;

use crate::error::{StewardError, check_key};

/// The upgrade authority of one program. Signs for the loader, and only what the instructions here let it sign.
///
/// Seeds: `stewardship`, program.
#[account]
#[derive(InitSpace, Debug, PartialEq, Eq)]
pub struct Stewardship {
    /// The program.
    pub program: Pubkey,
    /// Who proposes: a wallet, a multisig, a DAO. Can't change the program sooner than anybody can leave.
    pub steward: Pubkey,
    /// Whom the stewardship is offered to, or zero.
    pub pending_steward: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
}

impl Stewardship {
    /// Where the loader keeps the program's code and its upgrade authority.
    pub fn program_data(&self) -> Pubkey {
        Pubkey::find_program_address(&[self.program.as_ref()], &bpf_loader_upgradeable::ID).0
    }

    /// Refuses anybody but the steward.
    pub fn check_steward(&self, signer: &Pubkey) -> Result<()> {
        check_key(signer, &self.steward, StewardError::WrongSteward)
    }
}
