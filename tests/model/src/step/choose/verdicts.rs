//! Verdicts of attestors.

use super::Chooser;
use crate::{
    ledger::{AttestorKey, Condemnation, Consent, VerdictSignatures, Wallet},
    step::Step,
};

impl Chooser<'_> {
    pub(super) fn sign_verdict(&mut self) -> Step {
        let begun: Vec<_> = self.ledger.verdicts.keys().copied().collect();
        let fresh = begun.is_empty() || self.bytes.rarely(3);
        let said = if fresh { self.condemnation() } else { self.bytes.pick(&begun).expect("not empty") };
        let set = self.set_of(said.epoch);
        let attestors = self.signers(said, set);
        let signature = self.consent();
        let signature = if attestors.is_empty() { Consent::Missing } else { signature };
        let signatures = VerdictSignatures { said, set, attestors, signature };
        Step::SignVerdict { payer: self.anybody(), signatures }
    }

    pub(super) fn slash_by_verdict(&mut self) -> Step {
        let ledger = self.ledger;
        let enough = |said: &Condemnation| {
            let signed = ledger.verdicts[said].signers.len();
            self.set_in_force(said.epoch).is_some_and(|set| 2 * signed > ledger.sets[&set].members.len())
        };
        let signed: Vec<_> = ledger.verdicts.keys().copied().filter(enough).collect();
        let said = self.one_of(&signed, Self::any_verdict);
        let set = self.set_of(said.epoch);
        let payer = ledger.verdicts.get(&said).map_or(Wallet(0), |verdict| verdict.rent_payer);
        let operator = if self.odd() { self.operator() } else { said.operator };
        Step::SlashByVerdict { reporter: self.anybody(), said, set, operator, rent_payer: self.mostly(payer) }
    }

    pub(super) fn close_verdict(&mut self) -> Step {
        let said = self.any_verdict();
        let payer = self.ledger.verdicts.get(&said).map_or(Wallet(0), |verdict| verdict.rent_payer);
        Step::CloseVerdict { said, rent_payer: self.mostly(payer) }
    }

    /// What attestors might say.
    pub(super) fn condemnation(&mut self) -> Condemnation {
        let operator = self.operator();
        let back = u64::from(self.bytes.byte() % 3);
        let epoch = self.current().saturating_sub(back);
        let epoch = self.epoch_near(epoch);
        let evidence = self.bytes.byte() % 4;
        let fraction_bps = match self.bytes.byte() {
            0..200 => u64::from(self.bytes.byte()) * 20 + 1,
            200..245 => 10_000,
            245..250 => 0,
            _ => 10_001,
        };
        Condemnation { operator, epoch, evidence, fraction_bps }
    }

    /// The version of the set in force in an epoch, mostly.
    pub(super) fn set_of(&mut self, epoch: u64) -> u64 {
        let right = self.set_in_force(epoch);
        self.mostly_set(right).unwrap_or(1)
    }

    /// Some members of a set, at most four of them.
    fn signers(&mut self, said: Condemnation, set: u64) -> Vec<AttestorKey> {
        let members = self.ledger.sets.get(&set).map_or(&[][..], |set| &set.members);
        let signed = self.ledger.verdicts.get(&said).map_or(&[][..], |verdict| &verdict.signers);
        let live = members.iter().enumerate().filter(|(index, member)| !member.struck && !signed.contains(index));
        let mut keys: Vec<_> = live.map(|(_, member)| member.key).collect();
        keys.truncate(1 + usize::from(self.bytes.byte() % 4));
        match self.bytes.byte() {
            0..240 => {}
            240..248 => keys.push(self.attestor_key()),
            _ => keys.extend(keys.first().copied()),
        }
        keys.truncate(4);
        keys
    }

    fn any_verdict(&mut self) -> Condemnation {
        let begun: Vec<_> = self.ledger.verdicts.keys().copied().collect();
        self.one_of(&begun, Self::condemnation)
    }
}
