use anchor_lang::prelude::*;

/// An operator was registered.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct OperatorRegistered {
    /// The network.
    pub network: Pubkey,
    /// The operator.
    pub operator: Pubkey,
    /// Its identity.
    pub identity: Pubkey,
    /// Its commission, basis points.
    pub commission_bps: u64,
    /// Who gets the commission.
    pub payout_wallet: Pubkey,
}

/// An operator's authority was offered.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct OperatorAuthorityOffered {
    /// The operator.
    pub operator: Pubkey,
    /// Whom it was offered to before.
    pub before: Pubkey,
    /// Whom it is offered to.
    pub after: Pubkey,
}

/// An operator's authority changed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct OperatorAuthorityAccepted {
    /// The operator.
    pub operator: Pubkey,
    /// The authority before.
    pub before: Pubkey,
    /// The authority now.
    pub after: Pubkey,
}

/// An operator's manager changed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct OperatorManagerSet {
    /// The operator.
    pub operator: Pubkey,
    /// The manager before.
    pub before: Pubkey,
    /// The manager now.
    pub after: Pubkey,
}

/// An operator's payout wallet changed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct PayoutWalletSet {
    /// The operator.
    pub operator: Pubkey,
    /// The wallet before.
    pub before: Pubkey,
    /// The wallet now.
    pub after: Pubkey,
}

/// A commission was paid.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct CommissionPaid {
    /// The operator.
    pub operator: Pubkey,
    /// The token account.
    pub destination: Pubkey,
    /// Base units of the reward mint.
    pub amount: u64,
    /// What stays owed, since it did not fit through the breaker.
    pub still_owed: u64,
}

/// An operator left jail.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct OperatorUnjailed {
    /// The operator.
    pub operator: Pubkey,
    /// When its jail time ended.
    pub jailed_until: i64,
}

/// An operator's commission was changed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct CommissionSet {
    /// The operator.
    pub operator: Pubkey,
    /// Until then, basis points.
    pub before_bps: u64,
    /// From then on, basis points.
    pub after_bps: u64,
    /// The first epoch of the new one.
    pub from_epoch: u64,
}

/// Maintenance was declared or taken back.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct MaintenanceDeclared {
    /// The operator.
    pub operator: Pubkey,
    /// Its first epoch.
    pub from_epoch: u64,
    /// The epoch after its last one; `from_epoch`: none.
    pub until_epoch: u64,
}

/// An operator was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct OperatorClosed {
    /// The network.
    pub network: Pubkey,
    /// The operator.
    pub operator: Pubkey,
    /// Its identity.
    pub identity: Pubkey,
}
