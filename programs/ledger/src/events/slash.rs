use anchor_lang::prelude::*;

/// A slash case was opened.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct CaseOpened {
    /// The case.
    pub slash_case: Pubkey,
    /// The number of the offence's kind.
    pub kind: u64,
    /// Whose stake or bond it takes: an Operator or an Attestor.
    pub offender: Pubkey,
    /// The device at fault; zero where there is none.
    pub device: Pubkey,
    /// Who reported it.
    pub reporter: Pubkey,
    /// The epoch of the evidence.
    pub epoch: u64,
    /// Base units that it takes by itself.
    pub taken: u64,
    /// Base units that went into escrow for correlation.
    pub excess: u64,
    /// The pool or bond before.
    pub before: u64,
    /// The pool or bond after.
    pub after: u64,
    /// Credit voided in each slot; `u64::MAX`: all of it.
    pub void_credit: u64,
    /// The slots of the ring that are voided, a bit each.
    pub void_slots: u64,
    /// It may be overturned before, executed from then on.
    pub deadline: i64,
    /// When the operator's jail ends; 0: not jailed.
    pub jailed_until: i64,
}

/// A slash case was decided.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct CaseDecided {
    /// The case.
    pub slash_case: Pubkey,
    /// Whose stake or bond it took.
    pub offender: Pubkey,
    /// 1 overturned, 2 executed.
    pub outcome: u64,
    /// Back to the pool or bond.
    pub returned: u64,
    /// What correlation raised it by.
    pub raised: u64,
    /// To the reporter.
    pub bounty: u64,
    /// Burned, or to the treasury.
    pub disposed: u64,
    /// The pool or bond before.
    pub before: u64,
    /// The pool or bond after.
    pub after: u64,
}

/// A slash case's account was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct CaseClosed {
    /// The case.
    pub slash_case: Pubkey,
    /// Whose stake or bond it took.
    pub offender: Pubkey,
}

/// A reporter committed to evidence.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct ReportCommitted {
    /// The network.
    pub network: Pubkey,
    /// The ticket.
    pub ticket: Pubkey,
    /// In which slot.
    pub slot: u64,
}

/// A ticket was shown to hold a case's evidence: the oldest one so far.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct ReportRevealed {
    /// The case.
    pub slash_case: Pubkey,
    /// Who gets the bounty now.
    pub reporter: Pubkey,
    /// The slot of the ticket.
    pub slot: u64,
}

/// A ticket that nobody revealed was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct ReportTicketClosed {
    /// The network.
    pub network: Pubkey,
    /// The ticket.
    pub ticket: Pubkey,
}

/// Attestors signed a verdict.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct VerdictSigned {
    /// The verdict.
    pub verdict: Pubkey,
    /// Whom it is about.
    pub operator: Pubkey,
    /// The epoch that it is about.
    pub epoch: u64,
    /// sha256 of the evidence.
    pub evidence_hash: [u8; 32],
    /// The part of the stake that it takes, basis points.
    pub fraction_bps: u64,
    /// Weight of all who signed so far.
    pub weight: u64,
    /// Weight that it needs.
    pub threshold: u64,
}

/// A verdict that came to nothing was closed.
#[event]
#[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub struct VerdictClosed {
    /// The verdict.
    pub verdict: Pubkey,
    /// Whom it was about.
    pub operator: Pubkey,
}
