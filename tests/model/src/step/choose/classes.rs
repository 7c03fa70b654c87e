//! Classes.

use girder_interface::limits::MAX_DEVICE_CREDIT;

use super::Chooser;
use crate::{
    ledger::{ClassTerms, Wallet, time},
    step::Step,
};

impl Chooser<'_> {
    pub(super) fn add_class(&mut self) -> Step {
        let weight = [1, 3, 100, 0][self.bytes.below(4)];
        let limit = match self.bytes.byte() {
            0..200 => 1_000 + u64::from(self.bytes.byte()) * 10,
            200..230 => MAX_DEVICE_CREDIT / weight.max(1),
            230..250 => MAX_DEVICE_CREDIT,
            250..253 => 0,
            _ => self.bytes.number(),
        };
        let floor = match self.bytes.byte() {
            0..128 => 0,
            128..250 => u64::from(self.bytes.byte()) * weight,
            _ => self.bytes.number(),
        };
        let key_kinds = [3, 1, 2, 3, 1, 2, 0, 4][self.bytes.below(8)];
        let verified = self.bytes.rarely(3);
        let newest = Some(self.ledger.set_version).filter(|&version| version > 0);
        let by = self.authority();
        Step::AddClass {
            by,
            class: ClassTerms { weight, limit, floor, key_kinds, verified },
            set: self.mostly_set(newest),
        }
    }

    pub(super) fn reweight_class(&mut self) -> Step {
        let class = self.class_number();
        let weight = match self.bytes.byte() {
            0..230 => u64::from(self.bytes.byte() % 7) + 1,
            230..245 => u64::from(self.bytes.byte()) << 20,
            _ => self.bytes.number(),
        };
        let from_epoch = self.epoch_ahead();
        Step::ReweightClass { by: self.authority(), class, weight, from_epoch }
    }

    pub(super) fn retire_class(&mut self) -> Step {
        // Rarely the first class, which most devices are of.
        let class = self.class_number();
        let class = if class == 0 && !self.bytes.rarely(8) { 1 } else { class };
        let from_epoch = self.epoch_ahead();
        Step::RetireClass { by: self.authority(), class, from_epoch }
    }

    pub(super) fn set_licensor(&mut self) -> Step {
        let ledger = self.ledger;
        let regions: Vec<_> = ledger.devices.values().map(|device| device.region).collect();
        let region = if self.bytes.rarely(3) {
            u32::from(self.bytes.byte())
        } else {
            self.one_of(&regions, |chooser| u32::from(chooser.bytes.byte()))
        };
        let by = self.authority();
        let licensor = if self.bytes.rarely(3) { None } else { Some(Wallet(9 + self.bytes.byte() % 3)) };
        let notice = ledger.classes.iter().any(|class| class.terms.floor > 0);
        let notice = if notice { ledger.parameters.downtime_epochs } else { 0 };
        let from_epoch = self.epoch_ahead().saturating_add(notice);
        Step::SetLicensor { by, region, licensor, from_epoch }
    }

    /// A class, mostly one that there is.
    pub(super) fn class_number(&mut self) -> u16 {
        let count = self.ledger.classes.len() as u16;
        if self.odd() { u16::from(self.bytes.byte()) } else { u16::from(self.bytes.byte()) % count.max(1) }
    }

    /// The next epoch or a later one, mostly.
    pub(super) fn epoch_ahead(&mut self) -> u64 {
        let next = time::next_epoch(&self.ledger.parameters, self.ledger.now);
        let ahead = next.saturating_add(u64::from(self.bytes.byte() % 3));
        self.epoch_near(ahead)
    }
}
