use anchor_lang::prelude::*;

/// Collateral was deposited.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Deposited {
    /// The operator.
    pub operator: Pubkey,
    /// The position's owner.
    pub owner: Pubkey,
    /// Base units that arrived.
    pub amount: u64,
    /// Shares bought.
    pub shares: u64,
    /// The pool before.
    pub stake_before: u64,
    /// The pool after.
    pub stake_after: u64,
    /// All shares after.
    pub shares_after: u64,
    /// Stake that covers credit now.
    pub covered: u64,
}

/// Shares were marked for leaving.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Unstaked {
    /// The operator.
    pub operator: Pubkey,
    /// The position's owner.
    pub owner: Pubkey,
    /// The ticket's number.
    pub ticket: u64,
    /// Shares marked.
    pub shares: u64,
    /// Seconds until they can be withdrawn.
    pub unbonding: i64,
    /// Stake that covered credit.
    pub covered_before: u64,
    /// Stake that covers credit now.
    pub covered_after: u64,
}

/// A mark was taken away.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct UnstakeCancelled {
    /// The operator.
    pub operator: Pubkey,
    /// The position's owner.
    pub owner: Pubkey,
    /// The ticket's number.
    pub ticket: u64,
    /// Shares that are active again.
    pub shares: u64,
    /// Stake that covered credit.
    pub covered_before: u64,
    /// Stake that covers credit now.
    pub covered_after: u64,
}

/// A matured ticket was paid out.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct Withdrawn {
    /// The operator.
    pub operator: Pubkey,
    /// The position's owner.
    pub owner: Pubkey,
    /// The token account.
    pub destination: Pubkey,
    /// The ticket's number.
    pub ticket: u64,
    /// Shares that are gone.
    pub shares: u64,
    /// Base units paid.
    pub amount: u64,
    /// The pool before.
    pub stake_before: u64,
    /// The pool after.
    pub stake_after: u64,
}

/// A position was opened.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct PositionOpened {
    /// The operator.
    pub operator: Pubkey,
    /// The position's owner.
    pub owner: Pubkey,
}

/// An empty position was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct PositionClosed {
    /// The operator.
    pub operator: Pubkey,
    /// The position's owner.
    pub owner: Pubkey,
    /// Rewards that it was paid in its lifetime.
    pub paid: u64,
}

/// Shares went from one owner to another.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct SharesTransferred {
    /// The operator.
    pub operator: Pubkey,
    /// Who gave.
    pub from: Pubkey,
    /// Who received.
    pub to: Pubkey,
    /// How many shares.
    pub shares: u64,
    /// Stake that covered credit.
    pub covered_before: u64,
    /// Stake that covers credit now.
    pub covered_after: u64,
}

/// A position was locked.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct SharesLocked {
    /// The operator.
    pub operator: Pubkey,
    /// The position's owner.
    pub owner: Pubkey,
    /// Until when it was locked.
    pub before: i64,
    /// Until when it is.
    pub after: i64,
}
