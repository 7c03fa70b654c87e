use anchor_lang::prelude::*;

/// An attestor was registered.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorRegistered {
    /// The network.
    pub network: Pubkey,
    /// The key that signs.
    pub key: Pubkey,
    /// Owner of bond and pay.
    pub authority: Pubkey,
}

/// A bond grew.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct BondPosted {
    /// The network.
    pub network: Pubkey,
    /// The attestor's key.
    pub key: Pubkey,
    /// Bond before.
    pub before: u64,
    /// Bond after.
    pub after: u64,
}

/// An attestor is leaving.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorLeaving {
    /// The network.
    pub network: Pubkey,
    /// The attestor's key.
    pub key: Pubkey,
    /// Its bond.
    pub bond: u64,
    /// From when the unbonding counts.
    pub unbonding_from: i64,
}

/// A bond was paid back, and the attestor's account closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct BondWithdrawn {
    /// The network.
    pub network: Pubkey,
    /// The attestor's key.
    pub key: Pubkey,
    /// Base units of collateral.
    pub amount: u64,
}

/// The draft of an attestor set was opened.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorSetCreated {
    /// The network.
    pub network: Pubkey,
    /// Its version.
    pub set_version: u64,
}

/// An attestor was added to a draft.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorAdded {
    /// The network.
    pub network: Pubkey,
    /// The set's version.
    pub set_version: u64,
    /// The attestor's key.
    pub key: Pubkey,
    /// Its weight.
    pub weight: u64,
    /// All weight after.
    pub total_weight: u64,
}

/// An attestor set became final.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorSetSealed {
    /// The network.
    pub network: Pubkey,
    /// Its version.
    pub set_version: u64,
    /// First epoch in force.
    pub from_epoch: u64,
    /// Weight that proofs need.
    pub proof_threshold: u64,
    /// Weight that roots and verdicts need.
    pub verdict_threshold: u64,
    /// All weight.
    pub total_weight: u64,
}

/// A key was struck from a set.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorStruck {
    /// The network.
    pub network: Pubkey,
    /// The set's version.
    pub set_version: u64,
    /// The key.
    pub key: Pubkey,
    /// Weight that could sign before.
    pub live_weight_before: u64,
    /// Weight that can sign now.
    pub live_weight_after: u64,
}

/// An attestor was paid.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorPaid {
    /// The network.
    pub network: Pubkey,
    /// The attestor's key.
    pub key: Pubkey,
    /// The token account.
    pub destination: Pubkey,
    /// Base units of the reward mint.
    pub amount: u64,
    /// What stays owed, since it did not fit through the breaker.
    pub still_owed: u64,
}

/// An attestor set was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AttestorSetClosed {
    /// The network.
    pub network: Pubkey,
    /// Which set.
    pub set_version: u64,
}
