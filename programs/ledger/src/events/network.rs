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
    /// What its mints may do to holders: bits of the interface's `mint_risk`.
    pub mint_risks: u64,
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

/// A role in a network was offered.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct NetworkRoleOffered {
    /// The network.
    pub network: Pubkey,
    /// Which role.
    pub role: u64,
    /// Whom it was offered to before.
    pub before: Pubkey,
    /// Whom it is offered to.
    pub after: Pubkey,
}

/// A role in a network changed hands.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct NetworkRoleAccepted {
    /// The network.
    pub network: Pubkey,
    /// Which role.
    pub role: u64,
    /// Who had it before.
    pub before: Pubkey,
    /// Who has it now.
    pub after: Pubkey,
    /// Proposals for the parameters made for another version are dead.
    pub parameters_version: u64,
}

/// The guardian paused something, or ended a pause.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct PauseSet {
    /// The network.
    pub network: Pubkey,
    /// What is paused.
    pub subject: u64,
    /// When the newest pause ended, or would have.
    pub before: i64,
    /// When it ends.
    pub after: i64,
    /// From when on there may be another.
    pub again_from: i64,
}

/// Other parameters were proposed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct ParametersProposed {
    /// The network.
    pub network: Pubkey,
    /// The version that they would replace.
    pub base_version: u64,
    /// From when on anybody may execute them.
    pub executable_from: i64,
    /// All of them.
    pub parameters: Parameters,
}

/// Parameters came into force.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct ParametersExecuted {
    /// The network.
    pub network: Pubkey,
    /// The version now.
    pub parameters_version: u64,
    /// The first epoch about which evidence is taken.
    pub first_evidence_epoch: u64,
    /// Those before.
    pub before: Parameters,
    /// Those now.
    pub after: Parameters,
}

/// A proposal for the parameters was withdrawn, or closed because it was stale.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct ParameterChangeClosed {
    /// The network.
    pub network: Pubkey,
    /// The version that it was proposed for.
    pub base_version: u64,
    /// The version now.
    pub parameters_version: u64,
}

/// An account was moved to today's layout.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct AccountMigrated {
    /// The account.
    pub account: Pubkey,
    /// The version of its layout now.
    pub version: u64,
    /// The bytes that it occupies now.
    pub space: u64,
}

/// A shard was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct ShardClosed {
    /// The network.
    pub network: Pubkey,
    /// Which shard.
    pub number: u64,
}

/// A network's end was announced, moved or taken back.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct NetworkRetired {
    /// The network.
    pub network: Pubkey,
    /// The epoch from which on it was to be retired; `u64::MAX`: none.
    pub before: u64,
    /// The epoch from which on it is retired; `u64::MAX`: none.
    pub after: u64,
}

/// A network was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct NetworkClosed {
    /// The network.
    pub network: Pubkey,
    /// The wallet whose token accounts got what was left.
    pub heir: Pubkey,
    /// What the reward vault held, base units.
    pub rewards: u64,
    /// What the stake vault held, base units.
    pub collateral: u64,
}
