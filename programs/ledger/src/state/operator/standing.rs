//! An operator's offences and its jail.

use anchor_lang::prelude::*;
use girder_interface::offence::OffenceKind;

use super::Operator;
use crate::{
    error::{LedgerError, check, check_numbers},
    state::{Parameters, SlashCase, later},
};

/// An offence that an operator remembers. None if `at` is 0.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Offence {
    /// When it was found.
    pub at: i64,
    /// Of a verdict: the part of the stake that it took, basis points, before correlation.
    pub bps: u32,
    /// The number of its kind.
    pub kind: u32,
}

impl Operator {
    /// Refuses an operator whose jail time is not over. From its last second on collateral may come in again, so that own
    /// stake can reach what leaving jail asks for.
    pub fn check_jail_time_over(&self, now: i64) -> Result<()> {
        check_numbers(now >= self.jailed_until, LedgerError::Jailed, now, self.jailed_until)
    }

    /// Refuses a jailed operator.
    pub fn check_not_jailed(&self) -> Result<()> {
        check(self.jailed_until == 0, LedgerError::Jailed)?;
        Ok(())
    }

    /// Counts an offence found now and jails if it asks for it. Returns the oldest one remembered, which it displaces.
    pub fn count_offence(&mut self, offence: Offence, parameters: &Parameters) -> Result<Offence> {
        let oldest = self.offences.iter_mut().min_by_key(|remembered| remembered.at);
        let displaced = oldest.map_or(offence, |oldest| std::mem::replace(oldest, offence));
        if self.jails(&offence, parameters) {
            self.jailed_until = self.jailed_until.max(later(offence.at, parameters.jail_time)?);
            self.jailed_from = if self.jailed_from == 0 { offence.at } else { self.jailed_from };
        }
        Ok(displaced)
    }

    /// Takes back an offence that was none, remembers the one that it displaced again, and lifts the jail that the others
    /// do not justify.
    pub fn forgive(&mut self, parameters: &Parameters, case: &SlashCase, now: i64) -> Result<()> {
        let forgiven = Offence { at: case.opened_at, bps: case.verdict_bps, kind: case.kind.into() };
        if let Some(offence) = self.offences.iter_mut().find(|found| **found == forgiven) {
            *offence = case.displaced_offence;
        }
        let last = self.offences.iter().filter(|found| self.jails(found, parameters)).map(|found| found.at).max();
        let jail_end = last.map_or(Ok(0), |last| later(last, parameters.jail_time))?;
        if jail_end > now {
            self.jailed_until = self.jailed_until.min(jail_end);
            return Ok(());
        }
        self.leave_jail(parameters, now)
    }

    /// Ends jail: its epochs don't count as downtime.
    pub fn leave_jail(&mut self, parameters: &Parameters, now: i64) -> Result<()> {
        if self.jailed_until == 0 {
            return Ok(());
        }
        self.roll_floors(parameters.next_epoch(now)?);
        let first = parameters.schedule().epoch_at(self.jailed_from).unwrap_or(0);
        self.excuse(first, parameters.next_epoch(now)?);
        self.jailed_until = 0;
        self.jailed_from = 0;
        Ok(())
    }

    /// What verdicts may still take now, basis points: their cap less what they took within the jail window.
    pub fn verdict_room(&self, parameters: &Parameters, now: i64) -> u64 {
        let since = now.saturating_sub(parameters.jail_window);
        let counts = |found: &&Offence| found.kind == OffenceKind::Verdict as u32 && found.at > since;
        let taken = self.offences.iter().filter(counts).fold(0u64, |sum, found| sum.saturating_add(found.bps.into()));
        parameters.verdict_window_bps.saturating_sub(taken)
    }

    /// Whether an offence jails: a downtime and a verdict do, an equivocation if it was at least the `jail_after`-th within
    /// the window up to it.
    fn jails(&self, offence: &Offence, parameters: &Parameters) -> bool {
        if offence.kind != OffenceKind::Equivocation as u32 {
            return true;
        }
        let since = offence.at.saturating_sub(parameters.jail_window);
        let counts = |found: &&Offence| {
            found.kind == offence.kind && (found.at == offence.at || (since < found.at && found.at < offence.at))
        };
        offence.at != 0 && self.offences.iter().filter(counts).count() as u64 >= parameters.jail_after
    }
}
