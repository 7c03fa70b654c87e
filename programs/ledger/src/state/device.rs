use anchor_lang::prelude::*;
use girder_interface::{key::DeviceKey, limits::DEVICE_EPOCHS};

use crate::error::{LedgerError, check, check_numbers};

/// Numbers of [`Device::state`].
pub mod device_state {
    /// Takes proofs.
    pub const ACTIVE: u8 = 0;
    /// Retired or rotated: takes no proofs any more.
    pub const RETIRED: u8 = 1;
    /// Signed two statements for one slot: takes no proofs, and its key is of no use until device and case are closed.
    pub const FAULTED: u8 = 2;
}

/// What a device proved in one epoch.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct DeviceSlot {
    /// The epoch.
    pub epoch: u64,
    /// The newest statement's sequence.
    pub sequence: u64,
    /// Units counted so far.
    pub units: u64,
    /// Credits they earned.
    pub credit: u64,
}

/// A key that signs for an operator.
///
/// Seeds: `device`, network, key hash.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Device {
    /// The network.
    pub network: Pubkey,
    /// The operator that owns it.
    pub operator: Pubkey,
    /// The device whose history it continues after a rotation; zero: none.
    pub predecessor: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// It earns from this epoch on: the one after its registration.
    pub first_epoch: u64,
    /// The epoch in which it retired or was found at fault; `u64::MAX` while it is active.
    pub last_epoch: u64,
    /// Credits an epoch that it adds to its operator's floor.
    pub floor: u64,
    /// The two newest epochs: epoch e is at e mod 2.
    pub slots: [DeviceSlot; DEVICE_EPOCHS],
    /// Who gave it its licence; zero: it has none.
    pub licensor: Pubkey,
    /// The licence is good for epochs that begin before this.
    pub licensed_until: i64,
    /// When the licence was issued: the next one must be newer.
    pub licence_issued_at: i64,
    /// Where it stands; the network says what the number means.
    pub region: u32,
    /// What it contributes.
    pub class: u16,
    /// The number of its key's kind: 0 Ed25519, 1 secp256r1.
    pub key_kind: u8,
    /// Its public key; an Ed25519 key is followed by one zero.
    pub key: [u8; 33],
    /// One of [`device_state`].
    pub state: u8,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 5],
}

impl Device {
    /// The public key.
    pub fn device_key(&self) -> Result<DeviceKey> {
        DeviceKey::from_padded(self.key_kind, &self.key).ok_or_else(|| LedgerError::BadKey.into())
    }

    /// Refuses a device that takes no proofs.
    pub fn check_active(&self) -> Result<()> {
        check(self.state == device_state::ACTIVE, LedgerError::DeviceNotActive)?;
        Ok(())
    }

    /// Ends the device's life; `epoch` is the current one (`None`: before genesis).
    pub fn end(&mut self, state: u8, epoch: Option<u64>) {
        // A retired device that is found at fault keeps the end it had.
        self.last_epoch = self.last_epoch.min(epoch.unwrap_or(0));
        self.state = state;
    }

    /// Replaces the licence; refuses one that is not newer, or issued ahead of the time.
    pub fn license(&mut self, licensor: Pubkey, issued_at: i64, expires_at: i64, now: i64) -> Result<()> {
        let newer = self.licence_issued_at < issued_at && issued_at <= now;
        check_numbers(newer, LedgerError::LicenceNotNewer, issued_at, now)?;
        self.licensor = licensor;
        self.licensed_until = expires_at;
        self.licence_issued_at = issued_at;
        Ok(())
    }

    /// The newest statement of an epoch; empty if there is none. An older epoch's slot is given up for it.
    pub fn slot_mut(&mut self, epoch: u64) -> Result<&mut DeviceSlot> {
        let slot = self.slots.get_mut((epoch & 1) as usize).ok_or(LedgerError::Overflow)?;
        if slot.epoch != epoch {
            *slot = DeviceSlot { epoch, ..DeviceSlot::default() };
        }
        Ok(slot)
    }
}
