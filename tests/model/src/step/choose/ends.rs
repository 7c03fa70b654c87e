//! The end of operators and networks.

use super::Chooser;
use crate::{
    ledger::{AttestorSet, Mint, Purse, Wallet, time},
    step::Step,
};

impl Chooser<'_> {
    /// Soon, mostly; sometimes taken back.
    pub(super) fn retire_network(&mut self) -> Step {
        let p = &self.ledger.parameters;
        let earliest = time::next_epoch(p, self.ledger.now.saturating_add(p.unbonding)).max(1);
        let from_epoch = match self.bytes.byte() {
            0..200 => earliest + u64::from(self.bytes.byte() % 4),
            200..220 => earliest - 1,
            220..250 => u64::MAX,
            _ => self.bytes.number(),
        };
        Step::RetireNetwork { by: self.mostly(self.ledger.authority), from_epoch }
    }

    pub(super) fn close_shard(&mut self) -> Step {
        let numbers: Vec<_> = self.ledger.shards.keys().copied().collect();
        let number = self.bytes.pick(&numbers).unwrap_or(0);
        let payer = self.ledger.shards.get(&number).map_or(Wallet(0), |shard| shard.rent_payer);
        Step::CloseShard { number, rent_payer: self.mostly(payer) }
    }

    pub(super) fn close_attestor_set(&mut self) -> Step {
        let versions: Vec<_> = self.ledger.sets.keys().copied().collect();
        let version = self.bytes.pick(&versions).unwrap_or(1);
        let payer = self.ledger.sets.get(&version).map_or(Wallet(0), |set| set.rent_payer);
        Step::CloseAttestorSet { version, rent_payer: self.mostly(payer) }
    }

    pub(super) fn close_operator(&mut self) -> Step {
        let ledger = self.ledger;
        let operator = self.operator_with(|identity| ledger.pool(identity).shares == 0);
        let payer = ledger.operators.get(&operator).map_or(Wallet(0), |operator| operator.rent_payer);
        Step::CloseOperator { by: self.authority_of(operator), operator, rent_payer: self.mostly(payer) }
    }

    pub(super) fn close_network(&mut self) -> Step {
        let heir = self.ledger.treasury.unwrap_or(self.ledger.authority);
        let to = [self.purse(heir, Mint::Reward), self.purse(heir, Mint::Collateral)];
        Step::CloseNetwork { rent_payer: self.mostly(self.ledger.payer), to }
    }

    /// What a network that ends leaves to anybody to do.
    pub(super) fn ends(&mut self) -> Vec<Step> {
        let ledger = self.ledger;
        let by = self.anybody();
        let sets = ledger.sets.iter();
        let close =
            |(&version, set): (&u64, &AttestorSet)| Step::CloseAttestorSet { version, rent_payer: set.rent_payer };
        let mut steps: Vec<Step> = sets.map(close).collect();
        if !ledger.is_retired() {
            return steps;
        }
        for (&operator, found) in &ledger.operators {
            steps.push(Step::CloseOperator { by, operator, rent_payer: found.rent_payer });
        }
        let shards = ledger.shards.iter();
        steps.extend(shards.map(|(&number, shard)| Step::CloseShard { number, rent_payer: shard.rent_payer }));
        for (&(operator, owner), position) in &ledger.positions {
            steps.push(Step::Unstake { by, operator, owner, shares: position.active() });
            steps.push(Step::ClosePosition { by, operator, owner, rent_payer: position.rent_payer });
        }
        let devices = ledger.devices.iter();
        steps.extend(devices.map(|(&device, found)| Step::RetireDevice { by, operator: found.operator, device }));
        let attestors = ledger.attestors.keys();
        steps.extend(attestors.map(|&key| Step::UnbondAttestor { by, key, sealed: None, draft: None }));
        let heir = ledger.treasury.unwrap_or(ledger.authority);
        let to = [Mint::Reward, Mint::Collateral].map(|mint| Purse { owner: heir, mint });
        steps.push(Step::CloseNetwork { rent_payer: ledger.payer, to });
        steps
    }
}
