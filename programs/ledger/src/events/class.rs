use anchor_lang::prelude::*;

/// A class was added.
#[event]
#[derive(Debug)]
pub struct ClassAdded {
    /// The network.
    pub network: Pubkey,
    /// Its number.
    pub class: u16,
    /// Credits per unit.
    pub weight: u64,
    /// Most units per device and epoch.
    pub limit: u64,
    /// Credits that each device adds to its operator's floor.
    pub floor: u64,
    /// Bits of the allowed key kinds.
    pub key_kinds: u8,
    /// Its verifier program, or zero.
    pub verifier: Pubkey,
}

/// A class's weight will change.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct ClassReweighted {
    /// The network.
    pub network: Pubkey,
    /// The class.
    pub class: u64,
    /// Credits per unit until then.
    pub before: u64,
    /// Credits per unit from then on.
    pub after: u64,
    /// The first epoch of the new weight.
    pub from_epoch: u64,
}

/// A class will be retired.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct ClassRetired {
    /// The network.
    pub network: Pubkey,
    /// The class.
    pub class: u64,
    /// The first epoch without it.
    pub from_epoch: u64,
}

/// The licensor of a region was named.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct LicensorSet {
    /// The network.
    pub network: Pubkey,
    /// Who licenses until then; zero: nobody needs a licence.
    pub before: Pubkey,
    /// Who licenses from then on; zero: nobody needs a licence.
    pub after: Pubkey,
    /// The region.
    pub region: u64,
    /// The first epoch of the new one.
    pub from_epoch: u64,
}
