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
    /// The number of its kind.
    pub kind: u64,
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

    /// Counts an offence found now and jails if it asks for it. Returns the oldest one remembered, which it displaces; the jail
    /// that this one asked for stays.
    pub fn count_offence(&mut self, offence: Offence, parameters: &Parameters) -> Result<Offence> {
        let oldest = self.offences.iter_mut().min_by_key(|remembered| remembered.at);
        let displaced = oldest.map_or(offence, |oldest| std::mem::replace(oldest, offence));
        if self.jails_alone(&displaced, parameters) {
            self.displaced_jails = self.displaced_jails.saturating_add(1);
            self.displaced_jail_until = self.displaced_jail_until.max(later(displaced.at, parameters.jail_time)?);
        }
        if self.jails(&offence, parameters) {
            self.jailed_until = self.jailed_until.max(later(offence.at, parameters.jail_time)?);
            self.jailed_from = if self.jailed_from == 0 { offence.at } else { self.jailed_from };
        }
        Ok(displaced)
    }

    /// Takes back an offence that was none, remembers the one that it displaced again, and lifts the jail that the others
    /// since it began do not justify, displaced ones included. Jail that one of them does is left as always: by the authority.
    pub fn forgive(&mut self, parameters: &Parameters, case: &SlashCase, now: i64) -> Result<()> {
        let forgiven = Offence { at: case.opened_at, kind: case.kind.into() };
        match self.offences.iter_mut().find(|found| **found == forgiven) {
            Some(offence) if case.displaced_offence.at > self.forgiven_until => {
                *offence = case.displaced_offence;
                self.forget_displaced(&case.displaced_offence, parameters);
            }
            Some(offence) => *offence = Offence::default(),
            None => {
                self.forgiven_until = self.forgiven_until.max(case.opened_at);
                self.forget_displaced(&forgiven, parameters);
            }
        }
        if case.opened_at >= self.verdict_since {
            self.verdict_bps = self.verdict_bps.saturating_sub(case.verdict_bps.into());
        }
        let jailing = |found: &&Offence| found.at >= self.jailed_from && self.jails(found, parameters);
        let last = self.offences.iter().filter(jailing).map(|found| found.at).max();
        let remembered = last.map(|last| later(last, parameters.jail_time)).transpose()?.unwrap_or(0);
        match remembered.max(self.displaced_jail_until) {
            0 => self.leave_jail(parameters, now),
            until => {
                self.jailed_until = self.jailed_until.min(until);
                Ok(())
            }
        }
    }

    /// Counts a displaced offence no more that was none, or is remembered again.
    fn forget_displaced(&mut self, offence: &Offence, parameters: &Parameters) {
        if self.jails_alone(offence, parameters) {
            self.displaced_jails = self.displaced_jails.saturating_sub(1);
        }
        if self.displaced_jails == 0 {
            self.displaced_jail_until = 0;
        }
    }

    /// Ends jail: its epochs don't count as downtime.
    pub fn leave_jail(&mut self, parameters: &Parameters, now: i64) -> Result<()> {
        if self.jailed_until != 0 {
            self.excuse_since(self.jailed_from, parameters, now)?;
        }
        self.jailed_until = 0;
        self.jailed_from = 0;
        self.displaced_jails = 0;
        self.displaced_jail_until = 0;
        Ok(())
    }

    /// Counts a case as open.
    pub fn open_case(&mut self, now: i64) -> Result<()> {
        if self.open_cases == 0 {
            self.cases_from = now;
        }
        self.open_cases = self.open_cases.checked_add(1).ok_or(LedgerError::Overflow)?;
        Ok(())
    }

    /// Counts a case as decided. After the last one the epochs since the first are excused: nobody could top up what
    /// escrow did not cover.
    pub fn close_case(&mut self, parameters: &Parameters, now: i64) -> Result<()> {
        self.open_cases = self.open_cases.checked_sub(1).ok_or(LedgerError::Overflow)?;
        if self.open_cases == 0 {
            self.excuse_since(self.cases_from, parameters, now)?;
            self.cases_from = 0;
        }
        self.end_worthless_generation()
    }

    /// What verdicts may still take now, basis points: their cap less what they took in the window that runs.
    pub fn verdict_room(&self, parameters: &Parameters, now: i64) -> u64 {
        let taken = if self.verdict_window_runs(parameters, now) { self.verdict_bps } else { 0 };
        parameters.verdict_window_bps.saturating_sub(taken)
    }

    /// Counts what a verdict takes. The first after a window begins the next, `[since, since + jail window)`.
    pub fn count_verdict(&mut self, bps: u32, parameters: &Parameters, now: i64) -> Result<()> {
        if !self.verdict_window_runs(parameters, now) {
            self.verdict_since = now;
            self.verdict_bps = 0;
        }
        self.verdict_bps = self.verdict_bps.checked_add(bps.into()).ok_or(LedgerError::Overflow)?;
        Ok(())
    }

    fn verdict_window_runs(&self, parameters: &Parameters, now: i64) -> bool {
        self.verdict_since != 0 && now < self.verdict_since.saturating_add(parameters.jail_window)
    }

    /// Whether an offence found since jail began would have sufficed for it, whatever else is remembered.
    fn jails_alone(&self, offence: &Offence, parameters: &Parameters) -> bool {
        let suffices = offence.kind != OffenceKind::Equivocation as u64 || parameters.jail_after <= 1;
        self.jailed_from != 0 && offence.at >= self.jailed_from && suffices
    }

    /// Whether an offence jails: a downtime and a verdict do, an equivocation if it was at least the `jail_after`-th within
    /// the window up to it.
    fn jails(&self, offence: &Offence, parameters: &Parameters) -> bool {
        if offence.kind != OffenceKind::Equivocation as u64 {
            return true;
        }
        let since = offence.at.saturating_sub(parameters.jail_window);
        let counts = |found: &&Offence| {
            found.kind == offence.kind && (found.at == offence.at || (since < found.at && found.at < offence.at))
        };
        offence.at != 0 && self.offences.iter().filter(counts).count() as u64 >= parameters.jail_after
    }
}
