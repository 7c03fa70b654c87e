//! Devices and their keys.

use girder_interface::limits::DEVICE_EPOCHS;
use girder_sdk::ledger::error::LedgerError::*;

use super::{Account, DeviceKey, Ledger, Offence, Outcome, Refusal, Wallet, ensure, time};

/// Where a device is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceState {
    /// It takes proofs.
    Active,
    /// It was retired or rotated.
    Retired,
    /// It signed two statements for one slot.
    Faulted,
}

/// What a device proved in an epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeviceSlot {
    /// The epoch.
    pub epoch: u64,
    /// The newest statement's sequence.
    pub sequence: u64,
    /// Units counted.
    pub units: u64,
    /// Credits that they earned.
    pub credit: u64,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Whose it is.
    pub operator: Wallet,
    /// The key before this one.
    pub predecessor: Option<DeviceKey>,
    /// Who paid the rent.
    pub rent_payer: Wallet,
    /// It earns from this epoch on.
    pub first_epoch: u64,
    /// The epoch in which its life ended; `u64::MAX` while it has not.
    pub last_epoch: u64,
    /// The newest two epochs: epoch e is at e mod 2.
    pub slots: [DeviceSlot; DEVICE_EPOCHS],
    /// Credits that it adds to its operator's floor.
    pub floor: u64,
    /// Its licence.
    pub licence: Option<super::Held>,
    /// Where it stands.
    pub region: u32,
    /// What it contributes.
    pub class: u16,
    /// Where it is in its life.
    pub state: DeviceState,
}

impl Device {
    fn end(&mut self, state: DeviceState, epoch: u64) {
        self.last_epoch = self.last_epoch.min(epoch);
        self.state = state;
    }
}

/// The key's own signature beside its registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// As it should be.
    Given,
    /// By another key of the same kind, over the right digest.
    OtherKey,
    /// By the right key, over another digest.
    OtherMessage,
    /// Not there.
    Missing,
    /// Not valid.
    Forged,
}

/// A device to be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewDevice {
    /// Its key.
    pub key: DeviceKey,
    /// Its class.
    pub class: u16,
    /// Its place.
    pub region: u32,
    /// Its key's signature.
    pub consent: Consent,
}

impl Ledger {
    /// A device.
    pub fn device(&self, key: DeviceKey) -> Outcome<&Device> {
        self.devices.get(&key).ok_or(Refusal::Elsewhere)
    }

    pub(super) fn device_mut(&mut self, key: DeviceKey) -> Outcome<&mut Device> {
        self.devices.get_mut(&key).ok_or(Refusal::Elsewhere)
    }

    /// Registers a device.
    pub fn register_device(&mut self, payer: Wallet, by: Wallet, identity: Wallet, new: NewDevice) -> Outcome {
        new.consent.check_valid()?;
        self.check_manages(by, identity)?;
        let first_epoch = self.check_new_device(&new)?;
        self.lamports.open(Account::Device(new.key), payer)?;
        let floor = self.class(new.class)?.terms.floor;
        self.raise_floor(identity, floor);
        self.devices.insert(new.key, Device { floor, ..fresh(identity, payer, first_epoch, &new) });
        Ok(())
    }

    /// Moves a device to a new key, whose class and region are the old one's.
    pub fn rotate_device(
        &mut self,
        payer: Wallet,
        by: Wallet,
        identity: Wallet,
        predecessor: DeviceKey,
        new: NewDevice,
    ) -> Outcome {
        new.consent.check_valid()?;
        self.operator(identity)?;
        let old = self.device(predecessor)?.clone();
        self.check_manages(by, identity)?;
        ensure(new.key != predecessor, AlreadyExists)?;
        ensure(old.operator == identity, WrongOperator)?;
        ensure(old.state == DeviceState::Active, DeviceNotActive)?;
        let new = NewDevice { class: old.class, region: old.region, ..new };
        let first_epoch = self.check_new_device(&new)?;
        self.lower_floor(identity, old.floor, old.first_epoch);
        self.raise_floor(identity, old.floor);
        self.device_mut(predecessor)?.end(DeviceState::Retired, first_epoch.saturating_sub(1));
        self.lamports.open(Account::Device(new.key), payer)?;
        let device =
            Device { predecessor: Some(predecessor), floor: old.floor, ..fresh(identity, payer, first_epoch, &new) };
        self.devices.insert(new.key, device);
        Ok(())
    }

    /// Ends a device's life.
    pub fn retire_device(&mut self, by: Wallet, identity: Wallet, key: DeviceKey) -> Outcome {
        self.operator(identity)?;
        self.device(key)?;
        if !self.is_retired() {
            self.check_manages(by, identity)?;
        }
        let device = self.device(key)?.clone();
        ensure(device.operator == identity, WrongOperator)?;
        ensure(device.state == DeviceState::Active, DeviceNotActive)?;
        self.end_device(key, DeviceState::Retired)
    }

    /// Closes a device's account.
    pub fn close_device(&mut self, identity: Wallet, key: DeviceKey, rent_payer: Wallet) -> Outcome {
        self.operator(identity)?;
        let device = self.device(key)?.clone();
        ensure(device.operator == identity, WrongOperator)?;
        ensure(rent_payer == device.rent_payer, WrongRentPayer)?;
        ensure(device.state != DeviceState::Active, DeviceActive)?;
        ensure(!self.cases.contains_key(&Offence::Equivocation(key)), CaseNotClosed)?;
        time::not_before(self.now, time::evidence_ends(&self.parameters, device.last_epoch))?;
        self.devices.remove(&key);
        self.lamports.close(Account::Device(key), rent_payer);
        Ok(())
    }

    /// Ends a device's life now: if it was active nothing more is expected of it.
    pub(super) fn end_device(&mut self, key: DeviceKey, state: DeviceState) -> Outcome {
        let device = self.device(key)?.clone();
        if device.state == DeviceState::Active {
            self.lower_floor(device.operator, device.floor, device.first_epoch);
        }
        let current = time::epoch_at(&self.parameters, self.now).unwrap_or(0);
        self.device_mut(key)?.end(state, current);
        Ok(())
    }

    /// Refuses anybody but an operator's authority and its manager.
    pub(super) fn check_manages(&self, by: Wallet, identity: Wallet) -> Outcome {
        let operator = self.operator(identity)?;
        ensure(operator.authority == by || operator.manager == Some(by), WrongAuthority)
    }

    /// Returns the first epoch in which the new device earns.
    fn check_new_device(&self, new: &NewDevice) -> Outcome<u64> {
        let first_epoch = time::next_epoch(&self.parameters, self.now);
        self.check_epoch(first_epoch)?;
        let class = self.class(new.class)?;
        ensure(first_epoch < class.retired_from, ClassRetired)?;
        let bit = if new.key.is_secp256r1() { 2 } else { 1 };
        ensure(class.terms.key_kinds & bit != 0, KeyKindNotAllowed)?;
        new.consent.check(WrongDeviceKey)?;
        Ok(first_epoch)
    }
}

fn fresh(operator: Wallet, rent_payer: Wallet, first_epoch: u64, new: &NewDevice) -> Device {
    Device {
        operator,
        predecessor: None,
        rent_payer,
        first_epoch,
        last_epoch: u64::MAX,
        slots: [DeviceSlot::default(); DEVICE_EPOCHS],
        floor: 0,
        licence: None,
        region: new.region,
        class: new.class,
        state: DeviceState::Active,
    }
}
