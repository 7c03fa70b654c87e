//! Time, and what comes from outside the program.

use girder_interface::limits::EPOCH_LIFETIME;
use girder_sdk::ledger::state::{Parameters, emission_kind};

use super::Chooser;
use crate::{
    ledger::{Account, Ledger, Mint, NewNetwork, Offence, Wallet, time},
    step::Step,
};

impl Chooser<'_> {
    /// To an instant at which something changes, or right before or after it.
    pub(super) fn wait(&mut self) -> Step {
        let mut instants = instants(self.ledger);
        instants.retain(|&instant| instant > i128::from(self.ledger.now));
        instants.sort_unstable();
        instants.dedup();
        let reach = if self.bytes.rarely(16) { instants.len() } else { instants.len().min(4) };
        let aim = self.bytes.pick(&instants[..reach]).unwrap_or(i128::from(self.ledger.now));
        // A timelock is far ahead of everything else.
        let change = self.ledger.proposals.get(&self.ledger.control.version).filter(|_| self.bytes.rarely(12));
        let aim = change.map_or(aim, |proposal| proposal.executable_from.into());
        let offset = match self.bytes.byte() {
            0..160 => 0,
            160..200 => -1,
            200..220 => 1,
            220..252 => i128::from(self.bytes.byte()),
            _ => i128::from(self.ledger.parameters.epoch_length) * i128::from(self.bytes.byte() % 40),
        };
        let until = i64::try_from(aim + offset).unwrap_or(i64::MAX);
        Step::Wait { until: until.max(self.ledger.now).min(self.ledger.now.saturating_add(2 * EPOCH_LIFETIME)) }
    }

    pub(super) fn donate(&mut self) -> Step {
        let to_stake_vault = self.bytes.byte() % 2 == 1;
        let mint = if to_stake_vault { Mint::Collateral } else { Mint::Reward };
        let owner = self.anybody();
        let from = self.purse(owner, mint);
        Step::Donate { from: crate::ledger::Purse { owner, ..from }, to_stake_vault, amount: self.part(1_000) }
    }

    pub(super) fn give_lamports(&mut self) -> Step {
        let existing: Vec<_> = self.ledger.lamports.accounts.keys().copied().collect();
        let to = match self.bytes.byte() % 6 {
            0 if !existing.is_empty() => self.bytes.pick(&existing).expect("not empty"),
            1 => Account::Epoch(self.ledger.books.next_epoch + u64::from(self.bytes.byte() % 3)),
            2 => Account::Device(self.device_key()),
            3 => Account::Case(Offence::Equivocation(self.device_key())),
            4 => Account::Set(self.ledger.set_version + 1),
            _ => {
                let identity = self.anybody();
                Account::Position(identity, identity)
            }
        };
        let lamports = [1_000_000, 900_000, 10_000_000_000, 1_000][usize::from(self.bytes.byte() % 4)];
        Step::GiveLamports { from: self.anybody(), to, lamports }
    }

    pub(super) fn create_network(&mut self) -> Step {
        let number = self.bytes.byte() % 4;
        // A closed network is not made again.
        let number = if self.ledger.closed { number.max(1) } else { number };
        let mut parameters =
            Parameters { emission_kind: emission_kind::VAULT_FUNDED, emission_ratio: 0, ..self.ledger.parameters };
        parameters.genesis = parameters.genesis.max(self.ledger.now);
        if self.bytes.rarely(2) {
            self.bend_parameters(&mut parameters);
        }
        let bad_name = self.odd();
        let treasury = if self.bytes.rarely(2) { Some(Wallet::TREASURY) } else { None };
        let new = NewNetwork { number, bad_name, treasury, parameters };
        Step::CreateNetwork { payer: self.anybody(), new: Box::new(new) }
    }

    /// Puts one parameter at or past an edge.
    pub(super) fn bend_parameters(&mut self, parameters: &mut Parameters) {
        // All of them are 64 bits wide, so that any can be picked by its place.
        let words: &mut [u64] = bytemuck::cast_slice_mut(std::slice::from_mut(parameters));
        let index = self.bytes.below(words.len());
        let old = words[index];
        words[index] = match self.bytes.byte() % 8 {
            0 => old.wrapping_add(1),
            1 => old.wrapping_sub(1),
            2 => 0,
            3 => u64::MAX,
            4 => old.wrapping_mul(2),
            5 => old / 2,
            6 => u64::from(self.bytes.byte()) * 10_000,
            _ => self.bytes.number(),
        };
    }

    pub(super) fn create_shard(&mut self) -> Step {
        let number = self.bytes.byte() % (self.ledger.parameters.shards as u8 + 2);
        Step::CreateShard { payer: self.anybody(), number }
    }
}

/// All the times at which something begins to be allowed, or stops.
fn instants(ledger: &Ledger) -> Vec<i128> {
    let p = &ledger.parameters;
    let current = time::epoch_at(p, ledger.now).unwrap_or(0);
    let mut instants = Vec::new();
    for epoch in current.saturating_sub(3)..=current + 1 {
        instants.extend([
            time::start(p, epoch),
            time::proofs_end(p, epoch),
            time::harvest_begins(p, epoch),
            time::evidence_ends(p, epoch),
            // The epochs that correlation looks at are others from then on.
            time::start(p, epoch + 2) - i128::from(p.appeal),
            time::start(p, epoch) + i128::from(p.correlation_window),
        ]);
    }
    instants.extend(ledger.cases.values().flat_map(|case| [case.deadline, case.evidence_end]).map(i128::from));
    instants.extend(ledger.operators.values().map(|operator| i128::from(operator.jailed_until)));
    let tickets = ledger.positions.values().flat_map(|position| position.tickets);
    instants.extend(tickets.map(|ticket| i128::from(ticket.requested_at) + i128::from(ticket.unbonding)));
    instants.extend(ledger.positions.values().map(|position| i128::from(position.locked_until)));
    let leaving = ledger.attestors.values().filter(|attestor| attestor.unbonding_from != 0);
    instants.extend(leaving.map(|a| i128::from(a.unbonding_from) + i128::from(p.bond_unbonding)));
    let ended = ledger.devices.values().filter(|device| device.last_epoch != u64::MAX);
    instants.extend(ended.map(|device| time::evidence_ends(p, device.last_epoch)));
    let life = [p.epoch_length, p.grace, p.evidence_age, p.appeal].into_iter().map(i128::from).sum::<i128>();
    instants.extend(ledger.tickets.values().map(|ticket| i128::from(ticket.created_at) + life));
    instants.extend(ledger.verdicts.keys().map(|said| time::evidence_ends(p, said.epoch)));
    instants.extend(ledger.control.pauses.iter().flat_map(|&(until, again_from)| [until, again_from]).map(i128::from));
    instants.extend(ledger.proposals.values().map(|proposal| i128::from(proposal.executable_from)));
    let oldest = ledger.epochs.keys().next();
    instants.extend(oldest.map(|&epoch| time::end(p, epoch) + i128::from(EPOCH_LIFETIME)));
    instants
}
