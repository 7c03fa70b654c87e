//! Licences: who may earn in a region.

use girder_interface::limits::MAX_LICENSED_REGIONS;
use girder_sdk::ledger::{error::LedgerError::*, state::Parameters};

use super::{Consent, Device, DeviceKey, Ledger, Outcome, Refusal, Wallet, ensure, time};

/// A region in which devices need a licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicensedRegion {
    /// Which one.
    pub region: u32,
    /// Who licenses before `next_from`, if anybody has to.
    pub licensor: Option<Wallet>,
    /// Who licenses from then on.
    pub next_licensor: Option<Wallet>,
    /// When that begins.
    pub next_from: u64,
}

/// A licence as a device has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Who signed it.
    pub licensor: Wallet,
    /// When it was issued.
    pub issued_at: i64,
    /// Until when it is good.
    pub expires_at: i64,
}

/// A licence that is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Licence {
    /// For which device.
    pub device: DeviceKey,
    /// What is said.
    pub said: Held,
    /// The licensor's signature.
    pub signature: Consent,
}

impl LicensedRegion {
    fn licensor_at(&self, epoch: u64) -> Option<Wallet> {
        if epoch < self.next_from { self.licensor } else { self.next_licensor }
    }

    /// From when on no proofs are taken of epochs before the last change.
    fn settled(&self, parameters: &Parameters) -> i128 {
        self.next_from.checked_sub(1).map_or(i64::MIN.into(), |last| time::proofs_end(parameters, last))
    }
}

impl Ledger {
    /// Names who licenses the devices of a region from an epoch on.
    pub fn set_licensor(&mut self, by: Wallet, region: u32, licensor: Option<Wallet>, from_epoch: u64) -> Outcome {
        self.check_authority(by)?;
        let (parameters, now) = (self.parameters, i128::from(self.now));
        let next = time::next_epoch(&parameters, self.now);
        let owed = self.classes.iter().any(|class| class.terms.floor > 0);
        let notice = if owed { parameters.downtime_epochs } else { 0 };
        ensure(from_epoch >= next + notice, EpochNotAhead)?;
        let listed = self.regions.iter().position(|listed| listed.region == region);
        let over = |listed: &LicensedRegion| listed.next_licensor.is_none() && now >= listed.settled(&parameters);
        let index = listed.or_else(|| self.regions.iter().position(over)).unwrap_or(self.regions.len());
        ensure(index < MAX_LICENSED_REGIONS, RegionsFull)?;
        if listed.is_none() {
            let fresh = LicensedRegion { region, licensor: None, next_licensor: None, next_from: 0 };
            if index == self.regions.len() {
                self.regions.push(fresh);
            } else {
                self.regions[index] = fresh;
            }
        }
        let entry = &mut self.regions[index];
        if entry.next_from < next {
            time::not_before(self.now, entry.settled(&parameters))?;
            entry.licensor = entry.next_licensor;
        }
        (entry.next_licensor, entry.next_from) = (licensor, from_epoch);
        Ok(())
    }

    /// Gives a device a licence.
    pub fn license_device(&mut self, licence: &Licence) -> Outcome {
        let Licence { device: key, said, signature } = *licence;
        signature.check_valid()?;
        let device = self.device(key)?;
        let region = self.region(device.region).ok_or(Refusal::Ledger(WrongLicensor))?;
        signature.check(WrongLicensor)?;
        let current = time::epoch_at(&self.parameters, self.now).unwrap_or(0);
        let signer = Some(said.licensor);
        ensure(signer == region.licensor_at(current) || signer == region.next_licensor, WrongLicensor)?;
        let last = device.licence.map_or(0, |held| held.issued_at);
        ensure(last < said.issued_at && said.issued_at <= self.now, LicenceNotNewer)?;
        self.device_mut(key)?.licence = Some(said);
        Ok(())
    }

    /// A region, if devices need a licence there or did.
    pub fn region(&self, region: u32) -> Option<&LicensedRegion> {
        self.regions.iter().find(|listed| listed.region == region)
    }

    /// Refuses a device without the licence that it needs in an epoch.
    pub(super) fn check_licence(&self, device: &Device, epoch: u64) -> Outcome {
        let Some(region) = self.region(device.region) else { return Ok(()) };
        let Some(present) = region.licensor_at(epoch) else { return Ok(()) };
        let trusted = |held: &super::Held| held.licensor == present || Some(held.licensor) == region.next_licensor;
        let until = device.licence.filter(trusted).map_or(0, |held| held.expires_at);
        ensure(time::start(&self.parameters, epoch) < i128::from(until), LicenceNeeded)
    }
}
