use anchor_lang::prelude::*;

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
}
