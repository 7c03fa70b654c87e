//! Devices.

use super::Chooser;
use crate::{
    ledger::{Consent, DeviceKey, DeviceState, Held, Licence, NewDevice, Wallet},
    step::Step,
};

impl Chooser<'_> {
    pub(super) fn register_device(&mut self) -> Step {
        let operator = self.operator();
        let new = self.new_device();
        Step::RegisterDevice { payer: self.anybody(), by: self.manager_of(operator), operator, new }
    }

    pub(super) fn rotate_device(&mut self) -> Step {
        let (operator, predecessor) = self.active_device();
        let new = self.new_device();
        let key = if self.odd() { predecessor } else { new.key };
        let new = NewDevice { key, ..new };
        Step::RotateDevice { payer: self.anybody(), by: self.manager_of(operator), operator, predecessor, new }
    }

    pub(super) fn license_device(&mut self) -> Step {
        let ledger = self.ledger;
        let device = self.device_with(|key| ledger.region(ledger.devices[&key].region).is_some());
        let found = ledger.devices.get(&device);
        let region = found.and_then(|found| ledger.region(found.region));
        let either = [region.and_then(|found| found.next_licensor), region.and_then(|found| found.licensor)];
        let licensor = either[self.bytes.below(2)].or(either[0]).unwrap_or(Wallet(9));
        let issued_at = if self.odd() { ledger.now + 1 } else { ledger.now - i64::from(self.bytes.byte()) };
        let expires_at = ledger.now + (i64::from(self.bytes.byte()) - 32) * ledger.parameters.epoch_length / 16;
        let said = Held { licensor: self.mostly(licensor), issued_at, expires_at };
        Step::LicenseDevice(Licence { device, said, signature: self.consent() })
    }

    pub(super) fn retire_device(&mut self) -> Step {
        let (operator, device) = self.active_device();
        Step::RetireDevice { by: self.manager_of(operator), operator, device }
    }

    pub(super) fn close_device(&mut self) -> Step {
        let ledger = self.ledger;
        let device = self.device_with(|key| ledger.devices[&key].state != DeviceState::Active);
        let found = ledger.devices.get(&device);
        let (operator, payer) = found.map_or((Wallet(2), Wallet(0)), |device| (device.operator, device.rent_payer));
        Step::CloseDevice { operator: self.mostly(operator), device, rent_payer: self.mostly(payer) }
    }

    /// An operator and a device of it that takes proofs, mostly.
    pub(super) fn active_device(&mut self) -> (Wallet, DeviceKey) {
        let ledger = self.ledger;
        let device = self.device_with(|key| ledger.devices[&key].state == DeviceState::Active);
        let owner = ledger.devices.get(&device).map(|device| device.operator);
        let operator = owner.unwrap_or_else(|| self.anybody());
        (if self.odd() { self.operator() } else { operator }, device)
    }

    /// A signature, mostly as it should be.
    pub(super) fn consent(&mut self) -> Consent {
        match self.bytes.byte() {
            0..244 => Consent::Given,
            244..247 => Consent::OtherKey,
            247..250 => Consent::OtherMessage,
            250..253 => Consent::Missing,
            _ => Consent::Forged,
        }
    }

    fn new_device(&mut self) -> NewDevice {
        let ledger = self.ledger;
        let free: Vec<_> = (0..DeviceKey::COUNT).map(DeviceKey).filter(|key| ledger.device(*key).is_err()).collect();
        let key = self.one_of(&free, Self::device_key);
        let class = self.class_number();
        let listed: Vec<_> = ledger.regions.iter().map(|listed| listed.region).collect();
        let any = u32::from(self.bytes.byte());
        let region = if self.bytes.rarely(2) { self.bytes.pick(&listed).unwrap_or(any) } else { any };
        NewDevice { key, class, region, consent: self.consent() }
    }

    /// Who may manage an operator's devices.
    pub(super) fn manager_of(&mut self, operator: Wallet) -> Wallet {
        let authority = self.authority_of(operator);
        let manager = self.ledger.operators.get(&operator).and_then(|operator| operator.manager);
        if self.bytes.rarely(2) { manager.unwrap_or(authority) } else { authority }
    }
}
