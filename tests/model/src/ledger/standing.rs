//! Offences that an operator is remembered for, and its jail.

use girder_interface::offence::OffenceKind;
use girder_sdk::ledger::state::Parameters;

use super::{Case, Ledger, Operator, Wallet, time};

/// An offence that is remembered; none if `at` is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Remembered {
    /// When it was found.
    pub at: i64,
    /// The number of its kind.
    pub kind: u8,
}

impl Operator {
    /// When the jail ends that an offence asked for, if it asked for any: downtime and verdicts always do, equivocation from
    /// the j-th in the window on.
    fn jail_end(&self, offence: &Remembered, parameters: &Parameters) -> Option<i64> {
        let counts = |other: &&Remembered| {
            let since = i128::from(offence.at) - i128::from(parameters.jail_window);
            let before = i128::from(other.at) > since && other.at < offence.at;
            other.kind == offence.kind && (other.at == offence.at || before)
        };
        let jails = offence.kind != OffenceKind::Equivocation as u8
            || self.offences.iter().filter(counts).count() as u64 >= parameters.jail_after;
        (offence.at != 0 && jails).then(|| offence.at + parameters.jail_time)
    }

    /// When the jail ends that an offence asked for by itself in the jail that runs, if it did.
    fn own_jail_end(&self, offence: &Remembered, parameters: &Parameters) -> Option<i64> {
        let suffices = offence.kind != OffenceKind::Equivocation as u8 || parameters.jail_after == 1;
        let in_this_jail = self.jailed_from != 0 && offence.at >= self.jailed_from;
        (suffices && in_this_jail).then(|| offence.at + parameters.jail_time)
    }

    /// An offence is no longer among those that were forgotten: it was none, or is remembered again.
    fn recall(&mut self, offence: &Remembered, parameters: &Parameters) {
        if self.own_jail_end(offence, parameters).is_some() {
            self.displaced_jails = self.displaced_jails.saturating_sub(1);
        }
        if self.displaced_jails == 0 {
            self.displaced_jail_until = 0;
        }
    }

    /// What verdicts took in the window that runs; `None` if none runs.
    fn condemned(&self, parameters: &Parameters, now: i64) -> Option<u64> {
        let end = i128::from(self.verdict_since) + i128::from(parameters.jail_window);
        (self.verdict_since != 0 && i128::from(now) < end).then_some(self.verdict_bps)
    }
}

impl Ledger {
    /// Takes what a verdict may still take of an operator, basis points. The first after a window begins the next one.
    pub(super) fn condemn(&mut self, identity: Wallet, fraction_bps: u64) -> u64 {
        let (now, parameters) = (self.now, self.parameters);
        let operator = self.operators.get_mut(&identity).expect("checked");
        let before = operator.condemned(&parameters, now);
        if before.is_none() {
            operator.verdict_since = now;
        }
        let room = parameters.verdict_window_bps.saturating_sub(before.unwrap_or(0));
        let bps = fraction_bps.min(parameters.verdict_case_bps).min(room);
        operator.verdict_bps = before.unwrap_or(0) + bps;
        bps
    }

    /// Remembers an offence in place of the oldest one, which is returned, and jails for it.
    pub(super) fn remember(&mut self, identity: Wallet, kind: OffenceKind) -> Remembered {
        let parameters = self.parameters;
        let offence = Remembered { at: self.now, kind: kind as u8 };
        let operator = self.operators.get_mut(&identity).expect("checked");
        let oldest = operator.offences.iter_mut().min_by_key(|other| other.at).expect("not empty");
        let displaced = std::mem::replace(oldest, offence);
        if let Some(end) = operator.own_jail_end(&displaced, &parameters) {
            operator.displaced_jails += 1;
            operator.displaced_jail_until = operator.displaced_jail_until.max(end);
        }
        if let Some(end) = operator.jail_end(&offence, &parameters) {
            operator.jailed_until = operator.jailed_until.max(end);
            if operator.jailed_from == 0 {
                operator.jailed_from = offence.at;
            }
        }
        displaced
    }

    /// Forgets an offence that was none, remembers the one before it again unless that was forgiven meanwhile, and shortens
    /// jail to what the others ask for since it began.
    pub(super) fn forgive(&mut self, identity: Wallet, case: &Case) {
        let parameters = self.parameters;
        let offence = Remembered { at: case.opened_at, kind: case.offence.kind() as u8 };
        let operator = self.operators.get_mut(&identity).expect("checked");
        let returns = case.displaced.at > operator.forgiven_until;
        match operator.offences.iter_mut().find(|other| **other == offence) {
            Some(remembered) if returns => {
                *remembered = case.displaced;
                operator.recall(&case.displaced, &parameters);
            }
            Some(remembered) => *remembered = Remembered::default(),
            None => {
                operator.forgiven_until = operator.forgiven_until.max(case.opened_at);
                operator.recall(&offence, &parameters);
            }
        }
        if case.opened_at >= operator.verdict_since {
            operator.verdict_bps = operator.verdict_bps.saturating_sub(case.verdict_bps);
        }
        let since = operator.offences.iter().filter(|other| other.at >= operator.jailed_from);
        let displaced = Some(operator.displaced_jail_until).filter(|&until| until != 0);
        match since.filter_map(|other| operator.jail_end(other, &parameters)).chain(displaced).max() {
            Some(end) => operator.jailed_until = operator.jailed_until.min(end),
            None => self.leave_jail(identity),
        }
    }

    /// Lets an operator go: what it did not earn in jail is no downtime.
    pub(super) fn leave_jail(&mut self, identity: Wallet) {
        let operator = self.operators.get_mut(&identity).expect("checked");
        let from = std::mem::take(&mut operator.jailed_from);
        (operator.displaced_jails, operator.displaced_jail_until) = (0, 0);
        if std::mem::take(&mut operator.jailed_until) != 0 {
            self.excuse_since(identity, from);
        }
    }

    /// Excuses the epochs from a time on, the current one included.
    pub(super) fn excuse_since(&mut self, identity: Wallet, from: i64) {
        let next = time::next_epoch(&self.parameters, self.now);
        let first = time::epoch_at(&self.parameters, from).unwrap_or(0);
        let duties = &mut self.operators.get_mut(&identity).expect("checked").duties;
        duties.roll(next);
        duties.excused.extend(first..next);
    }
}
