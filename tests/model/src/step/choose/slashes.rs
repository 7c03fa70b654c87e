//! Evidence, and the cases that it opens.

use super::Chooser;
use crate::{
    ledger::{
        Commitment, Condemnation, DeviceKey, DeviceState, DoubleStatement, Equivocation, Mint, Offence, Offender,
        Purse, Reveal, Signed, Statement, Wallet, time,
    },
    step::Step,
};

impl Chooser<'_> {
    pub(super) fn report_equivocation(&mut self) -> Step {
        let committed = self.committed();
        let evidence = match committed {
            Some((device, statements)) if !self.odd() => self.equivocation(device, statements),
            _ => {
                let device = self.liar();
                let statements = self.two_statements(device);
                self.equivocation(device, statements)
            }
        };
        Step::ReportEquivocation { reporter: self.anybody(), evidence }
    }

    pub(super) fn report_double_statement(&mut self) -> Step {
        let attestor = self.attestor_with(|_| true);
        let verdicts: Vec<_> = self.ledger.verdicts.keys().copied().collect();
        let statements = if self.bytes.rarely(2) {
            let said = self.one_of(&verdicts, Self::condemnation);
            let also = match self.bytes.byte() {
                0..200 => Condemnation { fraction_bps: said.fraction_bps ^ 1, ..said },
                200..240 => Condemnation { epoch: said.epoch.saturating_sub(1), ..said },
                240..248 => said,
                _ => Condemnation { evidence: said.evidence ^ 1, ..said },
            };
            [Signed::Verdict(said), Signed::Verdict(also)]
        } else {
            let device = self.device_with(|_| true);
            let owner = self.ledger.devices.get(&device).map_or(Wallet(2), |device| device.operator);
            let also_of = if self.bytes.rarely(4) { self.operator() } else { owner };
            let [said, also] = self.two_statements(device);
            [Signed::Contribution(owner, device, said), Signed::Contribution(also_of, device, also)]
        };
        let set = self.set_of(statements[0].epoch());
        let evidence = DoubleStatement { attestor, set, statements, signature: self.consent() };
        Step::ReportDoubleStatement { reporter: self.anybody(), evidence }
    }

    pub(super) fn report_downtime(&mut self) -> Step {
        let ledger = self.ledger;
        let last = ledger.books.next_epoch.saturating_sub(1);
        let last_epoch = self.epoch_near(last);
        let down = |identity| ledger.misses(identity, last_epoch.min(last)) >= ledger.parameters.downtime_misses;
        let operator = self.operator_with(down);
        Step::ReportDowntime { reporter: self.anybody(), operator, last_epoch }
    }

    pub(super) fn overturn_slash(&mut self) -> Step {
        let (offence, offender) = self.open_case();
        Step::OverturnSlash { by: self.authority(), offender, offence, treasury: self.treasury() }
    }

    pub(super) fn execute_slash(&mut self) -> Step {
        let (offence, offender) = self.open_case();
        let recipient = self.ledger.cases.get(&offence).and_then(|case| case.bounty_recipient);
        let bounty = recipient.map(|owner| self.purse(owner, Mint::Collateral));
        let bounty = if self.odd() { None } else { bounty };
        Step::ExecuteSlash { offender, offence, bounty, treasury: self.treasury() }
    }

    pub(super) fn close_slash_case(&mut self) -> Step {
        let ledger = self.ledger;
        let decided: Vec<_> =
            ledger.cases.iter().filter(|(_, case)| !case.is_open()).map(|(offence, _)| *offence).collect();
        let offence = self.one_of(&decided, Self::any_case);
        let payer = ledger.cases.get(&offence).map_or(Wallet(0), |case| case.reporter);
        Step::CloseSlashCase { offence, rent_payer: self.mostly(payer) }
    }

    pub(super) fn commit_report(&mut self) -> Step {
        let reporter = if self.odd() { None } else { Some(self.anybody()) };
        let salt = self.bytes.byte() % 2;
        let open: Vec<_> =
            self.ledger.cases.values().filter_map(|case| Some((case.offence, case.statements?))).collect();
        let (offence, statements) = if self.bytes.rarely(6) && !open.is_empty() {
            // Too late: the evidence is public.
            self.bytes.pick(&open).expect("not empty")
        } else {
            let device = self.liar();
            let owner = self.ledger.devices.get(&device).map_or(Wallet(2), |device| device.operator);
            let statements = self.two_statements(device).map(|said| Signed::Contribution(owner, device, said));
            (Offence::Equivocation(device), statements)
        };
        let commitment = Commitment::new(offence, statements, reporter, salt);
        Step::CommitReport { payer: self.anybody(), commitment }
    }

    pub(super) fn reveal_report(&mut self) -> Step {
        let ledger = self.ledger;
        let tickets: Vec<_> = ledger.tickets.keys().copied().collect();
        let fits = |ticket: &Commitment| {
            let case = ledger.cases.get(&ticket.offence);
            case.is_some_and(|case| case.is_open() && case.statements.is_some())
        };
        let fitting: Vec<_> = tickets.iter().copied().filter(fits).collect();
        let Some(ticket) = self.bytes.pick(if fitting.is_empty() { &tickets } else { &fitting }) else {
            return self.commit_report();
        };
        let offence = if self.odd() { self.any_case() } else { ticket.offence };
        let reporter = if self.odd() { self.somebody() } else { ticket.reporter };
        let salt = if self.odd() { ticket.salt ^ 1 } else { ticket.salt };
        let rent_payer = self.mostly(ledger.tickets[&ticket].rent_payer);
        Step::RevealReport(Reveal { offence, ticket, reporter, salt, rent_payer })
    }

    pub(super) fn close_report_ticket(&mut self) -> Step {
        let tickets: Vec<_> =
            self.ledger.tickets.iter().map(|(commitment, found)| (*commitment, found.rent_payer)).collect();
        match self.bytes.pick(&tickets) {
            Some((commitment, payer)) => Step::CloseReportTicket { commitment, rent_payer: self.mostly(payer) },
            None => self.commit_report(),
        }
    }

    /// A device whose key may still be at fault.
    fn liar(&mut self) -> DeviceKey {
        let ledger = self.ledger;
        self.device_with(|key| ledger.devices[&key].state != DeviceState::Faulted)
    }

    /// What somebody committed to about a device whose key may still be at fault.
    fn committed(&mut self) -> Option<(DeviceKey, [Statement; 2])> {
        let ledger = self.ledger;
        let known = ledger.tickets.keys().filter_map(|ticket| match (ticket.offence, ticket.statements) {
            (Offence::Equivocation(key), [Signed::Contribution(_, _, said), Signed::Contribution(_, _, also)]) => {
                let current = time::epoch_at(&ledger.parameters, ledger.now)?;
                let alive = ledger.device(key).is_ok_and(|device| device.state != DeviceState::Faulted);
                (alive && said.epoch <= current).then_some((key, [said, also]))
            }
            _ => None,
        });
        let known: Vec<_> = known.collect();
        self.bytes.pick(&known)
    }

    fn equivocation(&mut self, device: DeviceKey, statements: [Statement; 2]) -> Equivocation {
        let owner = self.ledger.devices.get(&device).map_or(Wallet(0), |device| device.operator);
        let operator = if self.odd() { self.operator() } else { owner };
        Equivocation { operator, device, statements, signature: self.consent() }
    }

    /// Two statements for one slot, mostly.
    fn two_statements(&mut self, device: DeviceKey) -> [Statement; 2] {
        let first = self.statement(device);
        let second = match self.bytes.byte() {
            0..120 => Statement { units: first.units ^ 1, ..first },
            120..200 => Statement { evidence: first.evidence ^ 1, ..first },
            200..243 => Statement { class: first.class ^ 1, ..first },
            243..247 => first,
            247..252 => Statement { epoch: first.epoch ^ 1, ..first },
            _ => Statement { sequence: first.sequence ^ 1, ..first },
        };
        [first, second]
    }

    fn open_case(&mut self) -> (Offence, Offender) {
        let ledger = self.ledger;
        let open: Vec<_> =
            ledger.cases.iter().filter(|(_, case)| case.is_open()).map(|(offence, _)| *offence).collect();
        let offence = self.one_of(&open, Self::any_case);
        let right = ledger.cases.get(&offence).map_or(Offender::Operator(Wallet(2)), |case| case.offender);
        let other = match self.bytes.byte() % 2 {
            0 => Offender::Operator(self.operator()),
            _ => Offender::Attestor(self.attestor_key()),
        };
        (offence, if self.odd() { other } else { right })
    }

    fn any_case(&mut self) -> Offence {
        let all: Vec<_> = self.ledger.cases.keys().copied().collect();
        self.bytes.pick(&all).unwrap_or_else(|| Offence::Equivocation(self.device_key()))
    }

    fn treasury(&mut self) -> Option<Purse> {
        let right = self.ledger.treasury.map(|owner| Purse { owner, mint: Mint::Collateral });
        if !self.odd() {
            return right;
        }
        if self.bytes.rarely(2) { None } else { Some(self.purse(Wallet::TREASURY, Mint::Collateral)) }
    }
}
