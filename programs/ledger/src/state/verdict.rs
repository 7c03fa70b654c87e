use anchor_lang::prelude::*;
use girder_interface::verdict::Verdict as Statement;

use super::AttestorSet;
use crate::error::{LedgerError, check};

/// A verdict whose signatures are being collected.
///
/// Seeds: `verdict`, network, digest. Closed by the slash it leads to, or when evidence about its epoch is old.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Verdict {
    /// The network.
    pub network: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// Whom it is about.
    pub operator: Pubkey,
    /// sha256 of the evidence.
    pub evidence_hash: [u8; 32],
    /// The epoch that it is about; the attestor set in force then decides.
    pub epoch: u64,
    /// The part of the stake that it takes, basis points, before the network's caps.
    pub fraction_bps: u64,
    /// The members of that set who signed, a bit each.
    pub signers: u32,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 2],
}

impl Verdict {
    /// What was signed.
    pub fn statement(&self) -> Statement {
        Statement {
            operator: self.operator.to_bytes(),
            epoch: self.epoch,
            evidence_hash: self.evidence_hash,
            fraction_bps: self.fraction_bps,
        }
    }

    /// Counts signatures; refuses if none of them is new.
    pub fn add_signers(&mut self, signers: u32) -> Result<()> {
        check(signers & !self.signers != 0, LedgerError::AttestorSignedTwice)?;
        self.signers |= signers;
        Ok(())
    }

    /// Weight of those who signed and were not struck since.
    pub fn weight(&self, set: &AttestorSet) -> u64 {
        set.weight_of(self.signers)
    }
}
