//! Reporters' tickets.

use girder_sdk::ledger::error::LedgerError::*;

use super::{Account, Commitment, Ledger, Offence, Outcome, Refusal, Wallet, ensure, time};

/// A commitment that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Who paid the rent.
    pub rent_payer: Wallet,
    /// In which slot it was made.
    pub slot: u64,
    /// When.
    pub created_at: i64,
}

/// A ticket that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reveal {
    /// The case for which.
    pub offence: Offence,
    /// The ticket.
    pub ticket: Commitment,
    /// The reporter that it is said to name.
    pub reporter: Option<Wallet>,
    /// The salt that it is said to have.
    pub salt: u8,
    /// Who is to get its rent.
    pub rent_payer: Wallet,
}

impl Ledger {
    /// A ticket.
    pub fn ticket(&self, commitment: Commitment) -> Outcome<&Ticket> {
        self.tickets.get(&commitment).ok_or(Refusal::Elsewhere)
    }

    /// Commits to evidence.
    pub fn commit_report(&mut self, payer: Wallet, commitment: Commitment) -> Outcome {
        self.check_evidence_ahead()?;
        self.lamports.open(Account::Ticket(commitment), payer)?;
        let ticket = Ticket { rent_payer: payer, slot: self.slot, created_at: self.now };
        self.tickets.insert(commitment, ticket);
        Ok(())
    }

    /// Shows that a ticket holds a case's evidence.
    pub fn reveal_report(&mut self, reveal: &Reveal) -> Outcome {
        let case = self.case(reveal.offence)?.clone();
        let ticket = self.ticket(reveal.ticket)?.clone();
        ensure(reveal.rent_payer == ticket.rent_payer, WrongRentPayer)?;
        ensure(case.is_open(), CaseDecided)?;
        let statements = case.statements.ok_or(Refusal::Ledger(NoBounty))?;
        time::before(self.now, i128::from(case.deadline))?;
        let meant = Commitment::new(case.offence, statements, reveal.reporter, reveal.salt);
        ensure(meant == reveal.ticket && reveal.reporter.is_some(), WrongCommitment)?;
        ensure(ticket.slot < case.opened_slot, TicketTooNew)?;
        ensure(case.ticket_slot.is_none_or(|oldest| ticket.slot < oldest), OlderTicketRevealed)?;
        let case = self.cases.get_mut(&reveal.offence).expect("checked");
        case.bounty_recipient = reveal.reporter;
        case.ticket_slot = Some(ticket.slot);
        self.end_ticket(reveal.ticket, reveal.rent_payer);
        Ok(())
    }

    /// Closes a ticket that is of no use any more.
    pub fn close_report_ticket(&mut self, commitment: Commitment, rent_payer: Wallet) -> Outcome {
        let ticket = self.ticket(commitment)?;
        let p = &self.parameters;
        let life = [p.epoch_length, p.grace, p.evidence_age, p.appeal].into_iter().map(i128::from).sum::<i128>();
        time::not_before(self.now, i128::from(ticket.created_at) + life)?;
        ensure(rent_payer == ticket.rent_payer, WrongRentPayer)?;
        self.end_ticket(commitment, rent_payer);
        Ok(())
    }

    fn end_ticket(&mut self, commitment: Commitment, rent_payer: Wallet) {
        self.tickets.remove(&commitment);
        self.lamports.close(Account::Ticket(commitment), rent_payer);
    }
}
