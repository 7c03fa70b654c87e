//! Operators.

use super::Chooser;
use crate::{
    ledger::{Mint, Wallet},
    step::Step,
};

impl Chooser<'_> {
    pub(super) fn register_operator(&mut self) -> Step {
        let new: Vec<_> = (2..6).map(Wallet).filter(|wallet| self.ledger.operator(*wallet).is_err()).collect();
        let identity = self.one_of(&new, Self::anybody);
        let commission_bps = self.part(self.ledger.parameters.max_commission_bps);
        let payout = if self.odd() { None } else { Some(self.anybody()) };
        let invited = self.ledger.parameters.invited_operators == 1;
        let authority = if invited != self.odd() { Some(self.authority()) } else { None };
        Step::RegisterOperator { payer: self.anybody(), identity, authority, commission_bps, payout }
    }

    pub(super) fn offer_operator_authority(&mut self) -> Step {
        let operator = self.operator();
        let to = self.somebody();
        Step::OfferOperatorAuthority { by: self.authority_of(operator), operator, to }
    }

    pub(super) fn accept_operator_authority(&mut self) -> Step {
        let ledger = self.ledger;
        let operator = self.operator_with(|identity| ledger.operators[&identity].pending_authority.is_some());
        let pending = ledger.operators.get(&operator).and_then(|operator| operator.pending_authority);
        Step::AcceptOperatorAuthority { by: self.mostly(pending.unwrap_or(Wallet(0))), operator }
    }

    pub(super) fn set_operator_manager(&mut self) -> Step {
        let operator = self.operator();
        let manager = self.somebody();
        Step::SetOperatorManager { by: self.authority_of(operator), operator, manager }
    }

    pub(super) fn set_payout_wallet(&mut self) -> Step {
        let operator = self.operator();
        let payout = self.somebody();
        Step::SetPayoutWallet { by: self.authority_of(operator), operator, payout }
    }

    pub(super) fn claim_commission(&mut self) -> Step {
        let ledger = self.ledger;
        let operator = self.operator_with(|identity| ledger.operators[&identity].commission_owed > 0);
        let payout = ledger.operators.get(&operator).map_or(Wallet(0), |operator| operator.payout_wallet);
        Step::ClaimCommission { operator, to: self.purse(payout, Mint::Reward) }
    }

    pub(super) fn unjail(&mut self) -> Step {
        let ledger = self.ledger;
        let operator = self.operator_with(|identity| ledger.operators[&identity].jailed_until != 0);
        Step::Unjail { by: self.authority_of(operator), operator }
    }

    pub(super) fn set_commission(&mut self) -> Step {
        let operator = self.operator();
        let p = &self.ledger.parameters;
        let held = self.ledger.operators.get(&operator).map_or(0, |operator| operator.next_commission_bps);
        let highest = p.max_commission_bps.min(held + p.commission_step_bps);
        let commission_bps = self.part(highest);
        Step::SetCommission { by: self.authority_of(operator), operator, commission_bps }
    }

    pub(super) fn declare_maintenance(&mut self) -> Step {
        let operator = self.operator();
        let duties = self.ledger.operators.get(&operator).map(|operator| &operator.duties);
        let after = duties.map_or(0, |duties| duties.maintenance_after);
        let from_epoch = self.epoch_ahead().max(after);
        let from_epoch = self.epoch_near(from_epoch);
        let epochs = self.part(self.ledger.parameters.max_maintenance_epochs);
        Step::DeclareMaintenance { by: self.manager_of(operator), operator, from_epoch, epochs }
    }
}
