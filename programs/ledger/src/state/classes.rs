use anchor_lang::prelude::*;
use girder_interface::{
    key::KeyKind,
    limits::{ATTESTORS_WITH_ED25519, ATTESTORS_WITH_SECP256R1, MAX_CLASSES, MAX_DEVICE_CREDIT, MAX_LICENSED_REGIONS},
};

use super::{LicensedRegion, Parameters};
use crate::error::{LedgerError, check, check_numbers};

/// A kind of contribution.
#[zero_copy]
#[derive(Debug, PartialEq, Eq)]
pub struct Class {
    /// Credits per unit before `next_from`.
    pub weight: u64,
    /// Credits per unit from the epoch `next_from` on.
    pub next_weight: u64,
    /// The epoch in which `next_weight` begins.
    pub next_from: u64,
    /// Most units of one device in one epoch. Fixed.
    pub limit: u64,
    /// Credits that each device adds to its operator's floor in an epoch. Fixed.
    pub floor: u64,
    /// The first epoch whose proofs are refused; `u64::MAX` while the class is active.
    pub retired_from: u64,
    /// The program through which alone the class takes credit; zero: attestors sign instead. Fixed.
    pub verifier: Pubkey,
    /// Bits of the key kinds that its devices may have. Fixed.
    pub key_kinds: u8,
    /// Zero.
    pub reserved: [u8; 7],
}

impl Class {
    /// Credits per unit in this epoch.
    pub fn weight_at(&self, epoch: u64) -> u64 {
        if epoch >= self.next_from { self.next_weight } else { self.weight }
    }

    /// The highest weight of the epochs that have begun and about which evidence is still taken.
    pub fn highest_weight(&self, parameters: &Parameters, now: i64) -> Result<u64> {
        if !self.change_has_begun(parameters, now) {
            return Ok(self.weight);
        }
        let forgotten = now >= self.forgotten_at(parameters)?;
        Ok(if forgotten { self.next_weight } else { self.weight.max(self.next_weight) })
    }

    fn change_has_begun(&self, parameters: &Parameters, now: i64) -> bool {
        parameters.schedule().epoch_at(now).is_some_and(|current| self.next_from <= current)
    }

    /// From when on no evidence is taken about the epochs before the last change.
    fn forgotten_at(&self, parameters: &Parameters) -> Result<i64> {
        self.next_from.checked_sub(1).map_or(Ok(i64::MIN), |last_before| parameters.evidence_end(last_before))
    }

    /// Sets the weight from epoch `from` on, which must not have begun at `now`. A change that has not begun is replaced;
    /// one that has must be so old that no evidence is taken any more about the epochs before it, so that the weight of
    /// every epoch that matters stays known.
    pub fn reweight(&mut self, weight: u64, from: u64, parameters: &Parameters, now: i64) -> Result<()> {
        let next = parameters.schedule().next_epoch(now).ok_or(LedgerError::Overflow)?;
        check_numbers(from >= next, LedgerError::EpochNotAhead, from, next)?;
        check_weight(self.limit, weight, self.floor)?;
        if self.change_has_begun(parameters, now) {
            let forgotten = self.forgotten_at(parameters)?;
            check_numbers(now >= forgotten, LedgerError::ReweightTooSoon, now, forgotten)?;
            self.weight = self.next_weight;
        }
        self.next_weight = weight;
        self.next_from = from;
        Ok(())
    }
}

/// What one device can earn in one epoch must stay within the limit, and reach the floor.
fn check_weight(limit: u64, weight: u64, floor: u64) -> Result<()> {
    let credit = limit.checked_mul(weight);
    check(credit.is_some_and(|credit| floor <= credit && credit <= MAX_DEVICE_CREDIT), LedgerError::BadClass)
}

/// A network's table of classes. A class's number is its index.
///
/// Seeds: `classes`, network.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Classes {
    /// The network.
    pub network: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// The classes; those from `count` on are zero.
    pub classes: [Class; MAX_CLASSES],
    /// The regions in which devices need a licence; those from `region_count` on are zero.
    pub regions: [LicensedRegion; MAX_LICENSED_REGIONS],
    /// How many classes there are.
    pub count: u16,
    /// How many regions are listed.
    pub region_count: u16,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 2],
}

impl Classes {
    /// The class of this number.
    pub fn get(&self, class: u16) -> Result<&Class> {
        check(class < self.count, LedgerError::NoSuchClass)?;
        self.classes.get(usize::from(class)).ok_or_else(|| LedgerError::NoSuchClass.into())
    }

    /// The class of this number, to change it.
    pub fn get_mut(&mut self, class: u16) -> Result<&mut Class> {
        check(class < self.count, LedgerError::NoSuchClass)?;
        self.classes.get_mut(usize::from(class)).ok_or_else(|| LedgerError::NoSuchClass.into())
    }

    /// Adds a class and returns its number.
    pub fn add(&mut self, class: Class) -> Result<u16> {
        let known = KeyKind::Ed25519.bit() | KeyKind::Secp256r1.bit();
        check(class.key_kinds != 0 && class.key_kinds & !known == 0, LedgerError::BadClass)?;
        check(class.limit > 0, LedgerError::BadClass)?;
        check_weight(class.limit, class.weight, class.floor)?;
        let number = self.count;
        let slot = self.classes.get_mut(usize::from(number)).ok_or(LedgerError::ClassesFull)?;
        *slot = class;
        self.count = number.checked_add(1).ok_or(LedgerError::Overflow)?;
        Ok(number)
    }

    /// The first epoch from which on a change may count that stops devices from earning: n epochs (those that downtime looks
    /// back on) after the next one where a class has a floor, so that operators can retire them before they count as down.
    pub fn first_noticed(&self, parameters: &Parameters, now: i64) -> Result<u64> {
        let owed = self.classes.iter().any(|class| class.floor > 0);
        let notice = if owed { parameters.downtime_epochs } else { 0 };
        Ok(parameters.next_epoch(now)?.saturating_add(notice))
    }

    /// A region, if it is listed.
    pub fn region(&self, region: u32) -> Option<&LicensedRegion> {
        self.regions.iter().take(self.region_count.into()).find(|listed| listed.region == region)
    }

    /// The entry of a region, to change it; a new one, or one that is of no use any more, if it is not listed.
    pub fn region_mut(&mut self, region: u32, parameters: &Parameters, now: i64) -> Result<&mut LicensedRegion> {
        let count = usize::from(self.region_count);
        let listed = self.regions.iter().take(count).position(|listed| listed.region == region);
        let free = || self.regions.iter().take(count).position(|listed| listed.is_over(parameters, now));
        let index = listed.or_else(free).unwrap_or(count);
        let entry = self.regions.get_mut(index).ok_or(LedgerError::RegionsFull)?;
        if listed.is_none() {
            *entry = LicensedRegion { region, ..LicensedRegion::default() };
            self.region_count = self.region_count.max(u16::try_from(index).unwrap_or(0).saturating_add(1));
        }
        Ok(entry)
    }

    /// How many attestors sign a statement at most: what a plain transaction holds for the widest device key allowed.
    pub fn attestors_per_statement(&self) -> usize {
        let mut attested = self.classes.iter().filter(|class| class.verifier == Pubkey::default());
        let wide = attested.any(|class| class.key_kinds & KeyKind::Secp256r1.bit() != 0);
        if wide { ATTESTORS_WITH_SECP256R1 } else { ATTESTORS_WITH_ED25519 }
    }
}
