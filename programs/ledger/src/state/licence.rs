use anchor_lang::prelude::*;

use super::{Device, Parameters, check_not_before};
use crate::error::{LedgerError, check, check_numbers};

/// A region in which devices need a licence, and who gives it.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LicensedRegion {
    /// The Ed25519 key that licenses before `next_from`; zero: none is needed.
    pub licensor: Pubkey,
    /// The key that licenses from the epoch `next_from` on; zero: none is needed.
    pub next_licensor: Pubkey,
    /// The epoch in which `next_licensor` begins.
    pub next_from: u64,
    /// Which region.
    pub region: u32,
    /// Zero.
    pub reserved: [u8; 4],
}

impl LicensedRegion {
    /// Names the licensor from epoch `from` on; zero: none. A change that has not begun is replaced; one that has must be so
    /// old that no proofs are taken any more of the epochs before it, so that the licensor of every epoch stays known.
    pub fn name(&mut self, licensor: Pubkey, from: u64, parameters: &Parameters, now: i64) -> Result<()> {
        if self.next_from < parameters.next_epoch(now)? {
            check_not_before(now, self.settled(parameters)?)?;
            self.licensor = self.next_licensor;
        }
        self.next_licensor = licensor;
        self.next_from = from;
        Ok(())
    }

    /// Whether no epoch of which proofs are taken needs a licence here, and none will.
    pub fn is_over(&self, parameters: &Parameters, now: i64) -> bool {
        self.next_licensor == Pubkey::default() && self.settled(parameters).is_ok_and(|settled| now >= settled)
    }

    /// Refuses a device without a licence for an epoch that began at `start`. One of the next licensor is as good as one of
    /// the present licensor: who trusts it with later epochs does with this one, and nobody can shut a device out of the last
    /// epochs before a change by handing its next licence in early.
    pub fn check_licence(&self, device: &Device, epoch: u64, start: i64) -> Result<()> {
        let present = if epoch >= self.next_from { self.next_licensor } else { self.licensor };
        if present == Pubkey::default() {
            return Ok(());
        }
        let licensed = device.licensor == present || device.licensor == self.next_licensor;
        let until = if licensed { device.licensed_until } else { 0 };
        check_numbers(start < until, LedgerError::LicenceNeeded, until, start)
    }

    /// Refuses a signer that is neither the present licensor nor the next one.
    pub fn check_licensor(&self, signer: &Pubkey, epoch: u64) -> Result<()> {
        let present = if epoch >= self.next_from { self.next_licensor } else { self.licensor };
        check(*signer == present || *signer == self.next_licensor, LedgerError::WrongLicensor)
    }

    /// From when on no proofs are taken of the epochs before the last change.
    fn settled(&self, parameters: &Parameters) -> Result<i64> {
        self.next_from.checked_sub(1).map_or(Ok(i64::MIN), |last_before| parameters.settle_time(last_before))
    }
}
