//! Rewards.

use super::Chooser;
use crate::{
    ledger::{Mint, Wallet},
    step::Step,
};

impl Chooser<'_> {
    pub(super) fn fund(&mut self) -> Step {
        let by = self.anybody();
        let from = self.purse(by, Mint::Reward);
        Step::Fund { by, from, amount: self.part(10_000) }
    }

    pub(super) fn settle_epoch(&mut self) -> Step {
        let epoch = self.epoch_near(self.ledger.books.next_epoch);
        let attested = epoch >= self.ledger.first_attested_epoch;
        let set = if attested { self.set_in_force(epoch) } else { None };
        let set = self.mostly_set(set);
        let settler = self.anybody();
        let tip = if self.bytes.rarely(2) { Some(self.purse(settler, Mint::Reward)) } else { None };
        let mut shards: Vec<u8> = (0..self.ledger.parameters.shards as u8).collect();
        match self.bytes.byte() {
            0..250 => {}
            250 | 251 => shards.truncate(shards.len() - 1),
            252 | 253 => shards.reverse(),
            _ => shards.push(0),
        }
        Step::SettleEpoch { settler, epoch, set, tip, shards }
    }

    pub(super) fn harvest(&mut self) -> Step {
        let ledger = self.ledger;
        let operator = self.operator_with(|identity| {
            ledger.operators[&identity].unharvested().any(|slot| slot.epoch < ledger.books.next_epoch)
        });
        let epochs: Vec<_> = ledger
            .operators
            .get(&operator)
            .map(|operator| operator.unharvested().map(|slot| slot.epoch).collect())
            .unwrap_or_default();
        let current = self.current();
        let epoch = self.one_of(&epochs, |chooser| chooser.epoch_near(current.saturating_sub(2)));
        Step::Harvest { operator, epoch: self.epoch_near(epoch) }
    }

    pub(super) fn claim(&mut self) -> Step {
        let ledger = self.ledger;
        let owing = |&(operator, owner): &(Wallet, Wallet)| {
            ledger.positions[&(operator, owner)].claimable(&ledger.operators[&operator]).is_ok_and(|owed| owed > 0)
        };
        let pairs: Vec<_> = ledger.positions.keys().copied().filter(owing).collect();
        let (operator, owner) = self.one_of(&pairs, |chooser| {
            let operator = chooser.operator();
            (operator, chooser.owner_in(operator, |_| true))
        });
        Step::Claim { operator, owner, to: self.purse(owner, Mint::Reward) }
    }

    pub(super) fn close_epoch(&mut self) -> Step {
        let ledger = self.ledger;
        let done: Vec<_> =
            ledger.epochs.iter().filter(|(_, epoch)| epoch.credit_left == 0).map(|(&index, _)| index).collect();
        let epoch = self.one_of(&done, |chooser| {
            let all: Vec<_> = chooser.ledger.epochs.keys().copied().collect();
            chooser.bytes.pick(&all).unwrap_or(0)
        });
        let payer = ledger.epochs.get(&epoch).map_or(Wallet(0), |epoch| epoch.rent_payer);
        Step::CloseEpoch { epoch, rent_payer: self.mostly(payer) }
    }
}
