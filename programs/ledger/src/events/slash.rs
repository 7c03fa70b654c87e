use anchor_lang::prelude::*;

/// A slash case was opened.
#[event]
#[derive(Debug)]
pub struct CaseOpened {
    /// The case.
    pub slash_case: Pubkey,
    /// Whose stake it takes.
    pub operator: Pubkey,
    /// The device at fault.
    pub device: Pubkey,
    /// Who reported it.
    pub reporter: Pubkey,
    /// The epoch of the statements.
    pub epoch: u64,
    /// Base units in escrow.
    pub taken: u64,
    /// The pool before.
    pub stake_before: u64,
    /// The pool after.
    pub stake_after: u64,
    /// Credit voided in each slot.
    pub void_credit: u64,
    /// The slots of the ring that are voided, a bit each.
    pub void_slots: u32,
    /// It may be overturned before, executed from then on.
    pub deadline: i64,
    /// When the operator's jail ends; 0: not jailed.
    pub jailed_until: i64,
}

/// A slash case was decided.
#[event]
#[derive(Debug)]
pub struct CaseDecided {
    /// The case.
    pub slash_case: Pubkey,
    /// Whose stake it took.
    pub operator: Pubkey,
    /// 1 overturned, 2 executed.
    pub outcome: u8,
    /// Back to the pool.
    pub returned: u64,
    /// Burned, or to the treasury.
    pub disposed: u64,
    /// The pool before.
    pub stake_before: u64,
    /// The pool after.
    pub stake_after: u64,
}

/// A slash case's account was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct CaseClosed {
    /// The case.
    pub slash_case: Pubkey,
    /// Whose stake it took.
    pub operator: Pubkey,
}
