use anchor_lang::prelude::*;

/// Rewards were given to a network.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Funded {
    /// The network.
    pub network: Pubkey,
    /// Who gave them.
    pub from: Pubkey,
    /// The reserve before.
    pub before: u64,
    /// The reserve after.
    pub after: u64,
}

/// An epoch was settled.
#[event]
#[derive(Debug)]
pub struct EpochSettled {
    /// The network.
    pub network: Pubkey,
    /// The epoch.
    pub epoch: u64,
    /// Credits of all operators.
    pub credit: u64,
    /// The reserve before.
    pub reserve_before: u64,
    /// The reserve after.
    pub reserve_after: u64,
    /// Newly minted.
    pub minted: u64,
    /// Emission that waits.
    pub deferred: u64,
    /// Owed to the attestors.
    pub attestors: u64,
    /// Paid to the settler.
    pub tip: u64,
    /// For the operators.
    pub pot: u64,
    /// Q64.64.
    pub reward_per_credit: u128,
}

/// An operator's reward was harvested.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Harvested {
    /// The operator.
    pub operator: Pubkey,
    /// The epoch.
    pub epoch: u64,
    /// Its credit.
    pub credit: u64,
    /// What of it was void.
    pub void_credit: u64,
    /// What left the pot.
    pub reward: u64,
    /// What of it returned to the reserve.
    pub returned: u64,
    /// What of it is commission.
    pub commission: u64,
    /// What of it the positions share.
    pub shared: u64,
    /// The network's debt before.
    pub owed_before: u64,
    /// The network's debt after.
    pub owed_after: u64,
}

/// A position's rewards were paid.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Claimed {
    /// The operator.
    pub operator: Pubkey,
    /// The position's owner.
    pub owner: Pubkey,
    /// The token account.
    pub destination: Pubkey,
    /// Base units of the reward mint.
    pub amount: u64,
    /// What stays owed, since it did not fit through the breaker.
    pub still_owed: u64,
}

/// An epoch's account was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct EpochClosed {
    /// The network.
    pub network: Pubkey,
    /// The epoch.
    pub epoch: u64,
    /// The reserve before.
    pub reserve_before: u64,
    /// The reserve after.
    pub reserve_after: u64,
}
