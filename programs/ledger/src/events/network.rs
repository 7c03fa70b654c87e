use anchor_lang::prelude::*;

use crate::state::Parameters;

/// A network was created.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct NetworkCreated {
    /// The network.
    pub network: Pubkey,
    /// Its creator and first authority.
    pub creator: Pubkey,
    /// What operators are paid in.
    pub reward_mint: Pubkey,
    /// What operators stake.
    pub collateral_mint: Pubkey,
    /// Part of every digest.
    pub instance: [u8; 32],
    /// Supply of the reward mint.
    pub initial_supply: u64,
    /// What it was set up with.
    pub parameters: Parameters,
}

/// A shard was created.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct ShardCreated {
    /// The network.
    pub network: Pubkey,
    /// Which shard.
    pub number: u64,
}
