//! Attestors and their sets.

use super::Chooser;
use crate::{
    ledger::{AttestorKey, Mint, Wallet, time},
    step::Step,
};

impl Chooser<'_> {
    pub(super) fn register_attestor(&mut self) -> Step {
        let new: Vec<_> =
            (0..AttestorKey::COUNT).map(AttestorKey).filter(|key| self.ledger.attestor(*key).is_err()).collect();
        let key = self.one_of(&new, Self::attestor_key);
        Step::RegisterAttestor { payer: self.anybody(), authority: self.anybody(), key }
    }

    pub(super) fn post_bond(&mut self) -> Step {
        let by = self.anybody();
        let from = self.purse(by, Mint::Collateral);
        let key = self.attestor_with(|_| true);
        let amount = self.part(self.ledger.parameters.min_bond.max(1_000));
        Step::PostBond { by, from, key, amount }
    }

    pub(super) fn unbond_attestor(&mut self) -> Step {
        let ledger = self.ledger;
        let newest = ledger.set_version;
        let live = |key| ledger.sets.range(newest..).any(|(_, set)| set.is_live(key));
        let key = self.attestor_with(|key| !live(key) && ledger.attestors[&key].unbonding_from == 0);
        let attestor = ledger.attestors.get(&key);
        let authority = attestor.map_or(Wallet(0), |attestor| attestor.authority);
        let sealed = Some(newest).filter(|&version| version > 0);
        let draft = attestor.map(|attestor| attestor.set_version).filter(|&version| version > newest);
        let (sealed, draft) = (self.mostly_set(sealed), self.mostly_set(draft));
        Step::UnbondAttestor { by: self.mostly(authority), key, sealed, draft }
    }

    pub(super) fn withdraw_bond(&mut self) -> Step {
        let ledger = self.ledger;
        let key = self.attestor_with(|key| ledger.attestors[&key].unbonding_from != 0);
        let (authority, payer) =
            ledger.attestors.get(&key).map_or((Wallet(0), Wallet(0)), |a| (a.authority, a.rent_payer));
        let to = self.purse(authority, Mint::Collateral);
        Step::WithdrawBond { key, to, rent_payer: self.mostly(payer) }
    }

    pub(super) fn create_attestor_set(&mut self) -> Step {
        let version = self.epoch_near(self.ledger.set_version + 1);
        Step::CreateAttestorSet { payer: self.anybody(), by: self.authority(), version }
    }

    pub(super) fn add_attestor(&mut self) -> Step {
        let ledger = self.ledger;
        let version = self.draft();
        let draft = ledger.sets.get(&version);
        let key = self.attestor_with(|key| {
            let fits = ledger.attestors[&key].bond >= ledger.parameters.min_bond;
            let honest = ledger.attestors[&key].slashed_statements == 0;
            fits && honest
                && ledger.attestors[&key].unbonding_from == 0
                && draft.is_none_or(|set| set.find(key).is_err())
        });
        let weight = match self.bytes.byte() {
            0..240 => u64::from(self.bytes.byte() % 6) + 1,
            _ => self.bytes.number(),
        };
        Step::AddAttestor { by: self.authority(), version, key, weight }
    }

    pub(super) fn seal_attestor_set(&mut self) -> Step {
        let version = self.draft();
        let next = time::next_epoch(&self.ledger.parameters, self.ledger.now);
        let newest = self.ledger.sets.get(&self.ledger.set_version).map_or(0, |set| set.from_epoch + 1);
        let from_epoch = self.epoch_near(next.max(newest));
        let total = self.ledger.sets.get(&version).map_or(1, |set| set.total_weight());
        let threshold = |byte: u8, least: u64| match byte {
            0..160 => least,
            160..200 => total,
            200..240 => least.midpoint(total),
            240..248 => least.saturating_sub(1),
            _ => total.saturating_add(1),
        };
        let proof = threshold(self.bytes.byte(), total / 2 + 1);
        let verdict = threshold(self.bytes.byte(), total - total / 3);
        let predecessor = self.mostly_set(Some(self.ledger.set_version).filter(|&version| version > 0));
        let by = self.authority();
        Step::SealAttestorSet { by, version, from_epoch, thresholds: [proof, verdict], predecessor }
    }

    pub(super) fn strike_attestor(&mut self) -> Step {
        let version = self.any_set();
        let key = self.member_of(version);
        let set = self.ledger.sets.get(&version);
        let payee = set.and_then(|set| set.members.iter().find(|member| member.key == key)).map(|member| member.payee);
        let right = if self.bytes.rarely(2) { self.ledger.authority } else { payee.unwrap_or(self.ledger.authority) };
        let faulty = self.ledger.attestor(key).is_ok_and(|attestor| attestor.slashed_statements > 0);
        let right = if faulty { self.anybody() } else { right };
        let attestor = if faulty != self.odd() { Some(key) } else { None };
        let attestor = if self.odd() { Some(self.attestor_key()) } else { attestor };
        Step::StrikeAttestor { by: self.mostly(right), version, key, attestor }
    }

    pub(super) fn claim_attestor_pay(&mut self) -> Step {
        let version = self.any_set();
        let key = self.member_of(version);
        let set = self.ledger.sets.get(&version);
        let payee = set.and_then(|set| set.members.iter().find(|member| member.key == key)).map(|member| member.payee);
        Step::ClaimAttestorPay { version, key, to: self.purse(payee.unwrap_or(Wallet(0)), Mint::Reward) }
    }

    /// A registered attestor that fits, or any key.
    pub(super) fn attestor_with(&mut self, fits: impl Fn(AttestorKey) -> bool) -> AttestorKey {
        let fitting: Vec<_> = self.ledger.attestors.keys().copied().filter(|&key| fits(key)).collect();
        self.one_of(&fitting, Self::attestor_key)
    }

    /// The version of the draft, if there is one; otherwise of any set.
    fn draft(&mut self) -> u64 {
        let drafts: Vec<_> =
            self.ledger.sets.iter().filter(|(_, set)| !set.sealed).map(|(version, _)| *version).collect();
        self.one_of(&drafts, Self::any_set)
    }

    fn any_set(&mut self) -> u64 {
        let versions: Vec<_> = self.ledger.sets.keys().copied().collect();
        if self.odd() { u64::from(self.bytes.byte()) } else { self.bytes.pick(&versions).unwrap_or(1) }
    }

    fn member_of(&mut self, version: u64) -> AttestorKey {
        let members = self.ledger.sets.get(&version).map_or(&[][..], |set| &set.members);
        let keys: Vec<_> = members.iter().map(|member| member.key).collect();
        self.one_of(&keys, Self::attestor_key)
    }
}
