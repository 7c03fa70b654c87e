//! What would be done right now if somebody did it: so that sequences get on.

use girder_interface::limits::MAX_TICKETS;

use super::{Chooser, would_do};
use crate::{
    ledger::{Commitment, Device, DeviceKey, Mint, Purse, Reveal, Ticket, Wallet},
    step::Step,
};

impl Chooser<'_> {
    /// Steps that anybody, or whoever they concern, may take now, those of a kind together.
    pub(super) fn opportunities(&mut self) -> Vec<Vec<Step>> {
        let steps = [self.cranks(), self.endings(), self.ends(), self.exits(), self.payments(), self.claims()].concat();
        let mut kinds: Vec<Vec<Step>> = Vec::new();
        for step in steps.into_iter().filter(|step| would_do(self.ledger, step)) {
            let same = |kind: &&mut Vec<Step>| std::mem::discriminant(&kind[0]) == std::mem::discriminant(&step);
            match kinds.iter_mut().find(same) {
                Some(kind) => kind.push(step),
                None => kinds.push(vec![step]),
            }
        }
        kinds
    }

    /// Epochs and rewards that are due.
    fn cranks(&mut self) -> Vec<Step> {
        let ledger = self.ledger;
        let next = ledger.books.next_epoch;
        let set = if next >= ledger.first_attested_epoch { self.set_in_force(next) } else { None };
        let settler = self.anybody();
        let shards = (0..ledger.parameters.shards as u8).collect();
        let mut steps = vec![Step::SettleEpoch { settler, epoch: next, set, tip: None, shards }];
        for (identity, operator) in &ledger.operators {
            let due = operator.unharvested().map(|slot| Step::Harvest { operator: *identity, epoch: slot.epoch });
            steps.extend(due);
        }
        steps
    }

    /// Accounts that have had their time.
    fn endings(&mut self) -> Vec<Step> {
        let ledger = self.ledger;
        let treasury = ledger.treasury.map(|owner| Purse { owner, mint: Mint::Collateral });
        let mut steps = Vec::new();
        for (&offence, case) in &ledger.cases {
            steps.push(Step::CloseSlashCase { offence, rent_payer: case.reporter });
            let bounty = case.bounty_recipient.map(|owner| Purse { owner, mint: Mint::Collateral });
            steps.push(Step::ExecuteSlash { offender: case.offender, offence, bounty, treasury });
        }
        let devices = ledger.devices.iter();
        let close = |(&device, found): (&DeviceKey, &Device)| Step::CloseDevice {
            operator: found.operator,
            device,
            rent_payer: found.rent_payer,
        };
        steps.extend(devices.map(close));
        let tickets = ledger.tickets.iter();
        steps.extend(
            tickets.map(|(&commitment, found)| Step::CloseReportTicket { commitment, rent_payer: found.rent_payer }),
        );
        let verdicts = ledger.verdicts.iter();
        steps.extend(verdicts.map(|(&said, found)| Step::CloseVerdict { said, rent_payer: found.rent_payer }));
        let done = ledger.epochs.iter().filter(|(_, epoch)| epoch.credit_left == 0).take(2);
        steps.extend(done.map(|(&epoch, found)| Step::CloseEpoch { epoch, rent_payer: found.rent_payer }));
        steps
    }

    /// What is somebody's and may leave.
    fn exits(&mut self) -> Vec<Step> {
        let ledger = self.ledger;
        let purse = |owner: Wallet, mint: Mint| Purse { owner, mint };
        let mut steps = Vec::new();
        for (&(operator, owner), position) in &ledger.positions {
            let to = purse(owner, Mint::Collateral);
            for ticket in (0..MAX_TICKETS).filter(|&number| position.tickets[number].shares > 0) {
                steps.push(Step::Withdraw { signer: Some(owner), operator, owner, ticket: ticket as u8, to });
            }
        }
        for (&key, attestor) in ledger.attestors.iter().filter(|(_, attestor)| attestor.unbonding_from != 0) {
            let to = purse(attestor.authority, Mint::Collateral);
            steps.push(Step::WithdrawBond { key, to, rent_payer: attestor.rent_payer });
        }
        let jailed = ledger.operators.iter().filter(|(_, operator)| operator.jailed_until != 0);
        steps.extend(jailed.map(|(&identity, found)| Step::Unjail { by: found.authority, operator: identity }));
        steps
    }
    /// What is owed.
    fn payments(&mut self) -> Vec<Step> {
        let ledger = self.ledger;
        let mut steps = Vec::new();
        let purse = |owner: Wallet| Purse { owner, mint: Mint::Reward };
        let positions = ledger.positions.keys();
        steps.extend(positions.map(|&(operator, owner)| Step::Claim { operator, owner, to: purse(owner) }));
        for (&identity, operator) in &ledger.operators {
            steps.push(Step::ClaimCommission { operator: identity, to: purse(operator.payout_wallet) });
        }
        for (&version, set) in &ledger.sets {
            let members = set.members.iter();
            steps.extend(members.map(|m| Step::ClaimAttestorPay { version, key: m.key, to: purse(m.payee) }));
        }
        steps
    }

    /// What somebody showed or signed and can be made good.
    fn claims(&mut self) -> Vec<Step> {
        let ledger = self.ledger;
        let reporter = self.anybody();
        let reveal = |(&ticket, found): (&Commitment, &Ticket)| {
            let Commitment { offence, reporter, salt, .. } = ticket;
            Step::RevealReport(Reveal { offence, ticket, reporter, salt, rent_payer: found.rent_payer })
        };
        let mut steps: Vec<Step> = ledger.tickets.iter().map(reveal).collect();
        for (&said, verdict) in &ledger.verdicts {
            let Some(set) = self.set_in_force(said.epoch) else { continue };
            let (operator, rent_payer) = (said.operator, verdict.rent_payer);
            steps.push(Step::SlashByVerdict { reporter, said, set, operator, rent_payer });
        }
        let offered =
            ledger.operators.iter().filter_map(|(&operator, found)| Some((operator, found.pending_authority?)));
        steps.extend(offered.map(|(operator, by)| Step::AcceptOperatorAuthority { by, operator }));
        steps.extend(ledger.control.pending_guardian.map(|by| Step::AcceptNetworkRole { by, role: 1 }));
        for (&version, proposal) in &ledger.proposals {
            let rent_payer = proposal.rent_payer;
            steps.push(Step::ExecuteParameters { by: reporter, version, rent_payer });
            if version != ledger.control.version {
                steps.push(Step::CloseParameterChange { by: reporter, version, rent_payer });
            }
        }
        steps
    }
}
