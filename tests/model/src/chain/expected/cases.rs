//! Slash cases, and what leads to them.

use girder_interface::report;
use girder_sdk::ledger::state;
use solana_address::Address;

use super::{Expected, VERSION, bits};
use crate::ledger::{Account, Commitment, Condemnation, Decision, Offence, Remembered};

impl Expected<'_> {
    pub(super) fn case(&self, subject: Offence) -> state::SlashCase {
        let case = &self.ledger.cases[&subject];
        let domain = self.addresses.domain.get();
        let digests = case.statements.map(|both| both.map(|signed| self.addresses.digest(&domain, &signed)));
        let device = match subject {
            Offence::Equivocation(device) => self.addresses.of(Account::Device(device)),
            _ => Address::default(),
        };
        state::SlashCase {
            network: self.home(),
            offender: self.addresses.offender(case.offender),
            device,
            reporter: self.wallet(case.reporter),
            rent_payer: self.wallet(case.reporter),
            bounty_recipient: self.optional(case.bounty_recipient),
            offence_id: self.addresses.offence_id(subject),
            digests: digests.map(report::sorted).unwrap_or_default(),
            epoch: case.epoch,
            taken: case.taken,
            returned: case.returned,
            bounty: case.bounty,
            shares_at_opening: case.shares_at_opening,
            own_shares_at_opening: case.own_shares_at_opening,
            active_stake_at_opening: case.active_stake_at_opening,
            slashed_at_opening: case.slashed_at_opening,
            void_credit: case.void_credit,
            opened_at: case.opened_at,
            opened_slot: case.opened_slot,
            ticket_slot: case.ticket_slot.unwrap_or(u64::MAX),
            deadline: case.deadline,
            evidence_end: case.evidence_end,
            displaced_offence: offence(case.displaced),
            void_slots: bits(|index| case.void_slots.contains(&index)),
            verdict_bps: case.verdict_bps as u32,
            kind: subject.kind() as u8,
            outcome: match case.decision {
                Decision::Open => state::outcome::OPEN,
                Decision::Overturned => state::outcome::OVERTURNED,
                Decision::Executed => state::outcome::EXECUTED,
            },
            version: VERSION,
            bump: self.addresses.bump(Account::Case(subject)),
            reserved: [0; 4],
        }
    }

    pub(super) fn ticket(&self, commitment: Commitment) -> state::ReportTicket {
        let ticket = &self.ledger.tickets[&commitment];
        state::ReportTicket {
            network: self.home(),
            rent_payer: self.wallet(ticket.rent_payer),
            hash: self.addresses.commitment(&commitment),
            slot: ticket.slot,
            created_at: ticket.created_at,
            version: VERSION,
            bump: self.addresses.bump(Account::Ticket(commitment)),
            reserved: [0; 6],
        }
    }

    pub(super) fn verdict(&self, said: Condemnation) -> state::Verdict {
        let verdict = &self.ledger.verdicts[&said];
        state::Verdict {
            network: self.home(),
            rent_payer: self.wallet(verdict.rent_payer),
            operator: self.addresses.operator(said.operator),
            evidence_hash: [said.evidence; 32],
            epoch: said.epoch,
            fraction_bps: said.fraction_bps,
            signers: bits(|index| verdict.signers.contains(&index)),
            version: VERSION,
            bump: self.addresses.bump(Account::Verdict(said)),
            reserved: [0; 2],
        }
    }
}

pub(super) fn offence(remembered: Remembered) -> state::Offence {
    state::Offence { at: remembered.at, kind: remembered.kind.into() }
}
