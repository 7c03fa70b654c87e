use anchor_lang::prelude::*;

use crate::instructions::NewKey;

/// A device was registered, or another one rotated to it.
#[event]
#[derive(Debug)]
pub struct DeviceRegistered {
    /// The network.
    pub network: Pubkey,
    /// Its operator.
    pub operator: Pubkey,
    /// The device.
    pub device: Pubkey,
    /// The device it continues, or zero.
    pub predecessor: Pubkey,
    /// Its key.
    pub key: NewKey,
    /// Its class.
    pub class: u16,
    /// Where it stands.
    pub region: u32,
    /// It earns from here on.
    pub first_epoch: u64,
}

/// A device was retired.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct DeviceRetired {
    /// The device.
    pub device: Pubkey,
    /// The epoch in which it retired.
    pub last_epoch: u64,
}

/// A device's account was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct DeviceClosed {
    /// The device.
    pub device: Pubkey,
    /// Its operator.
    pub operator: Pubkey,
}

/// A device got a licence.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct DeviceLicensed {
    /// The device.
    pub device: Pubkey,
    /// Who signed for it.
    pub licensor: Pubkey,
    /// When it was issued.
    pub issued_at: i64,
    /// Until when it was good before.
    pub before: i64,
    /// It is good for epochs that begin before this.
    pub after: i64,
}
