use anchor_lang::prelude::*;
use girder_interface::{limits::RING, offence::OffenceKind};

use super::{Books, Offence, Parameters};
use crate::{
    error::{LedgerError, check},
    math::slash,
};

/// Numbers of [`SlashCase::outcome`].
pub mod outcome {
    /// Not decided.
    pub const OPEN: u8 = 0;
    /// The network's authority overturned it before the deadline.
    pub const OVERTURNED: u8 = 1;
    /// It was executed after the deadline.
    pub const EXECUTED: u8 = 2;
}

/// An offence and what it took, in escrow until it is overturned or executed.
///
/// Seeds: `slash`, network, offence id: one offence is one case.
#[account(zero_copy)]
#[derive(Debug)]
pub struct SlashCase {
    /// The network.
    pub network: Pubkey,
    /// Whose stake or bond it took: an Operator, or for a double statement an Attestor.
    pub offender: Pubkey,
    /// The device at fault; zero where there is none.
    pub device: Pubkey,
    /// Who opened it.
    pub reporter: Pubkey,
    /// Who paid this account's rent.
    pub rent_payer: Pubkey,
    /// Who gets the bounty: the reporter named in the oldest ticket revealed; zero: nobody.
    pub bounty_recipient: Pubkey,
    /// sha256 of the kind and the subject.
    pub offence_id: [u8; 32],
    /// The digests of the two statements in ascending order; zero where there are none.
    pub digests: [[u8; 32]; 2],
    /// The epoch of the evidence: of the two statements, the last one of the downtime, or the verdict's.
    pub epoch: u64,
    /// What it takes by itself, in escrow; base units of collateral. What correlation may raise it by is the operator's
    /// `excess`.
    pub taken: u64,
    /// What returned to the pool or bond when it was decided: of `taken` if it was overturned, and of the excess if it was
    /// the last.
    pub returned: u64,
    /// What the reporter got.
    pub bounty: u64,
    /// Shares of the pool when it was opened, unbonding included; of an attestor the bond.
    pub shares_at_opening: u64,
    /// The operator's own shares then; of an attestor the bond.
    pub own_shares_at_opening: u64,
    /// The network's active stake and escrow before it was opened: what others' cases hold counts, so that being reported
    /// later costs no more.
    pub active_stake_at_opening: u64,
    /// What cases of the network around it took by themselves when it was opened, this one included.
    pub slashed_at_opening: u64,
    /// Credit that it voids in each of `void_slots`; `u64::MAX`: all of it.
    pub void_credit: u64,
    /// When it was opened.
    pub opened_at: i64,
    /// In which slot: a reporter's ticket must be older.
    pub opened_slot: u64,
    /// The slot of the oldest ticket revealed; `u64::MAX`: none.
    pub ticket_slot: u64,
    /// It may be overturned before this, executed from then on.
    pub deadline: i64,
    /// When its evidence window ends, as it was when the case was opened: it may be closed from then on, if it is decided and
    /// no longer evidence age came into force.
    pub evidence_end: i64,
    /// The offence that the operator no longer remembers for this one.
    pub displaced_offence: Offence,
    /// The slots of the operator's ring that it voids, a bit each.
    pub void_slots: u32,
    /// Of a verdict: the part of the stake that it takes, basis points, before correlation.
    pub verdict_bps: u32,
    /// The number of its [`OffenceKind`].
    pub kind: u8,
    /// One of [`outcome`].
    pub outcome: u8,
    /// Layout version.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub reserved: [u8; 4],
}

impl SlashCase {
    /// Refuses a case that is decided.
    pub fn check_open(&self) -> Result<()> {
        check(self.outcome == outcome::OPEN, LedgerError::CaseDecided)?;
        Ok(())
    }

    /// Whether the offender is an attestor.
    pub fn is_attestors(&self) -> bool {
        self.kind == OffenceKind::DoubleStatement as u8
    }

    /// Whether other slashes raise it, and it them: an operator's fraud does, an outage and a bond do not.
    pub fn correlates(&self) -> bool {
        [OffenceKind::Equivocation as u8, OffenceKind::Verdict as u8].contains(&self.kind)
    }

    /// Refuses a case without a bounty: there is one for who proves two statements by one key.
    pub fn check_has_bounty(&self) -> Result<()> {
        let kinds = [OffenceKind::Equivocation as u8, OffenceKind::DoubleStatement as u8];
        check(kinds.contains(&self.kind), LedgerError::NoBounty)
    }

    /// What correlation asks for beyond `taken`: by what was slashed from W before it was opened to its deadline.
    pub fn raise(&self, parameters: &Parameters, books: &Books, now: i64) -> Result<u64> {
        if !self.correlates() {
            return Ok(0);
        }
        let Parameters { correlation_window, correlation_bps, max_correlation_bps, .. } = *parameters;
        let around = books.slashed_around(parameters, self.opened_at, self.deadline);
        let (first, _) = parameters.epochs_between(self.opened_at.saturating_sub(correlation_window), self.deadline);
        // Where the execution comes so late that the ring may have forgotten, what was known at the opening still counts.
        let known = parameters.next_epoch(now)? <= first.saturating_add(RING as u64);
        let slashed = if known { around } else { around.max(self.slashed_at_opening) };
        let factor =
            slash::correlation_factor(slashed, self.active_stake_at_opening, correlation_bps, max_correlation_bps);
        let kept = factor.and_then(|factor| slash::escrow(self.taken, u64::MAX, factor));
        Ok(kept.ok_or(LedgerError::Overflow)?.saturating_sub(self.taken))
    }

    /// What the reporter gets of what is kept; 0 without one.
    pub fn bounty(&self, parameters: &Parameters, kept: u64) -> Result<u64> {
        if self.bounty_recipient == Pubkey::default() {
            return Ok(0);
        }
        slash::bounty(kept, parameters.bounty_bps, self.own_shares_at_opening, self.shares_at_opening)
            .ok_or_else(|| LedgerError::Overflow.into())
    }
}
