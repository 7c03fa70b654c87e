//! Rewards on their way from an epoch's pot to their owners.

use girder_interface::limits::BASIS_POINTS;
use girder_sdk::ledger::error::LedgerError::*;

use super::{Ledger, Offender, Outcome, Purse, Slot, Wallet, ensure, numbers, place, time};

impl Ledger {
    /// Moves an operator's reward of an epoch to its commission and its positions.
    pub fn harvest(&mut self, identity: Wallet, epoch: u64) -> Outcome {
        self.operator(identity)?;
        ensure(epoch < self.books.next_epoch, EpochNotSettled)?;
        time::not_before(self.now, time::harvest_begins(&self.parameters, epoch))?;
        let slot = self.operators[&identity].ring[place(epoch)];
        ensure(slot.epoch == epoch && slot.is_due(), NothingToHarvest)?;
        ensure(slot.voided() == 0 || self.open_cases(Offender::Operator(identity)) == 0, CaseOpen)?;
        if self.epochs.contains_key(&epoch) {
            self.share_out(identity, epoch, slot)?;
        }
        self.operator_mut(identity)?.ring[place(epoch)].harvested = true;
        Ok(())
    }

    fn share_out(&mut self, identity: Wallet, epoch: u64, slot: Slot) -> Outcome {
        let active = self.pool(identity).active();
        let record = self.epochs.get_mut(&epoch).expect("checked");
        let reward = numbers::times(slot.credit, record.reward_per_credit)?;
        let kept = numbers::times(slot.credit - slot.voided(), record.reward_per_credit)?;
        record.credit_left -= slot.credit;
        record.pot_left -= reward;

        let most = self.parameters.max_commission_bps;
        let operator = self.operator_mut(identity)?;
        let commission = numbers::floor(kept, operator.commission_at(epoch).min(most), BASIS_POINTS) as u64;
        let shared = kept - commission;
        operator.commission_owed += commission;
        let mut returned = reward - kept;
        if active == 0 {
            returned += shared;
        } else {
            operator.reward_per_share = operator.reward_per_share.wrapping_add(numbers::each(shared, active));
        }
        self.books.reserve += returned;
        self.books.owed += reward - returned;
        Ok(())
    }

    /// Pays a position's rewards.
    pub fn claim(&mut self, identity: Wallet, owner: Wallet, to: Purse) -> Outcome {
        self.operator(identity)?;
        self.position(identity, owner)?;
        self.accrue(identity, owner)?;
        let amount = self.let_through(self.positions[&(identity, owner)].owed)?;
        let position = self.position_mut(identity, owner)?;
        position.owed -= amount;
        position.paid += amount;
        self.pay_rewards(amount, owner, to)
    }
}
