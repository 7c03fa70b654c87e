//! Roles, pauses and parameters.

use super::Chooser;
use crate::step::Step;

impl Chooser<'_> {
    pub(super) fn offer_network_role(&mut self) -> Step {
        let by = self.authority();
        Step::OfferNetworkRole { by, role: self.role(), to: self.somebody() }
    }

    pub(super) fn accept_network_role(&mut self) -> Step {
        let role = self.role();
        let control = &self.ledger.control;
        let pending = if role == 0 { control.pending_authority } else { control.pending_guardian };
        Step::AcceptNetworkRole { by: self.mostly(pending.unwrap_or(self.ledger.authority)), role }
    }

    /// The guardian's more often: whoever runs the network is needed.
    fn role(&mut self) -> u8 {
        [1, 1, 1, 0, 0, 1, 1, 2][self.bytes.below(8)]
    }

    pub(super) fn pause(&mut self) -> Step {
        let subject = [0, 0, 0, 1, 1, 2, 2, 3][self.bytes.below(8)];
        let longest = self.ledger.parameters.max_pause;
        let seconds = match self.bytes.byte() {
            0..80 => 0,
            80..100 => longest,
            100..110 => longest.saturating_add(1),
            110..120 => -1,
            _ => longest / 255 * i64::from(self.bytes.byte()),
        };
        Step::Pause { by: self.mostly(self.ledger.control.guardian.unwrap_or(self.ledger.authority)), subject, seconds }
    }

    pub(super) fn propose_parameters(&mut self) -> Step {
        let mut parameters = self.ledger.parameters;
        for _ in 0..=self.bytes.byte() % 3 {
            self.bend_parameters(&mut parameters);
        }
        let version = self.ledger.control.version + u64::from(self.odd());
        let (payer, by) = (self.anybody(), self.authority());
        Step::ProposeParameters { payer, by, version, parameters: Box::new(parameters) }
    }

    pub(super) fn execute_parameters(&mut self) -> Step {
        let version = self.proposed_version();
        Step::ExecuteParameters { by: self.anybody(), version, rent_payer: self.proposals_payer(version) }
    }

    pub(super) fn close_parameter_change(&mut self) -> Step {
        let version = self.proposed_version();
        Step::CloseParameterChange { by: self.authority(), version, rent_payer: self.proposals_payer(version) }
    }

    fn proposed_version(&mut self) -> u64 {
        let proposed: Vec<_> = self.ledger.proposals.keys().copied().collect();
        let current = self.ledger.control.version;
        self.one_of(&proposed, |_| current)
    }

    fn proposals_payer(&mut self, version: u64) -> crate::ledger::Wallet {
        let payer = self.ledger.proposals.get(&version).map_or(self.ledger.authority, |found| found.rent_payer);
        self.mostly(payer)
    }
}
