//! Verdicts of attestors.

use girder_interface::limits::BASIS_POINTS;
use girder_sdk::ledger::error::LedgerError::*;

use super::{
    Account, AttestorKey, Case, Charge, Consent, Ledger, Offence, Offender, Outcome, Refusal, Wallet, ensure, numbers,
    time,
};

/// What attestors say an operator did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Condemnation {
    /// The operator.
    pub operator: Wallet,
    /// When.
    pub epoch: u64,
    /// Every byte of the evidence's hash.
    pub evidence: u8,
    /// What part of its stake that costs.
    pub fraction_bps: u64,
}

/// A verdict that is being signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Who paid the rent.
    pub rent_payer: Wallet,
    /// Which members signed.
    pub signers: Vec<usize>,
}

/// Signatures of a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictSignatures {
    /// What is said.
    pub said: Condemnation,
    /// The attestor set that is handed in.
    pub set: u64,
    /// Who signs.
    pub attestors: Vec<AttestorKey>,
    /// The first one's signature.
    pub signature: Consent,
}

impl Ledger {
    /// A verdict.
    pub fn verdict(&self, said: Condemnation) -> Outcome<&Verdict> {
        self.verdicts.get(&said).ok_or(Refusal::Elsewhere)
    }

    /// Adds signatures to a verdict.
    pub fn sign_verdict(&mut self, payer: Wallet, signatures: &VerdictSignatures) -> Outcome {
        let VerdictSignatures { said, set, attestors, signature } = signatures;
        signature.check_valid()?;
        self.operator(said.operator)?;
        self.set(*set)?;
        ensure((1..=BASIS_POINTS).contains(&said.fraction_bps), BadFraction)?;
        self.check_evidence(said.epoch)?;
        let set = self.set(*set)?;
        set.check_in_force(said.epoch)?;
        signature.check(NotInSet)?;
        let (signers, _) = set.signers(attestors)?;

        if !self.verdicts.contains_key(said) {
            self.lamports.open(Account::Verdict(*said), payer)?;
            self.verdicts.insert(*said, Verdict { rent_payer: payer, signers: Vec::new() });
        }
        let verdict = self.verdicts.get_mut(said).expect("it is there now");
        ensure(signers.iter().any(|index| !verdict.signers.contains(index)), AttestorSignedTwice)?;
        verdict.signers.extend(signers);
        verdict.signers.sort_unstable();
        verdict.signers.dedup();
        Ok(())
    }

    /// Opens a case by a verdict that a quorum signed. `operator`: the one that is handed in.
    pub fn slash_by_verdict(
        &mut self,
        reporter: Wallet,
        said: Condemnation,
        set: u64,
        operator: Wallet,
        rent_payer: Wallet,
    ) -> Outcome {
        self.set(set)?;
        self.operator(operator)?;
        let verdict = self.verdict(said)?.clone();
        ensure(operator == said.operator, WrongOperator)?;
        ensure(rent_payer == verdict.rent_payer, WrongRentPayer)?;
        self.check_evidence(said.epoch)?;
        let set = self.set(set)?;
        set.check_in_force(said.epoch)?;
        let signed = set.members.iter().enumerate().filter(|(index, _)| verdict.signers.contains(index));
        let weight: u64 = signed.filter(|(_, member)| !member.struck).map(|(_, member)| member.weight).sum();
        ensure(weight >= set.verdict_threshold, BelowThreshold)?;

        let bps = self.condemn(operator, said.fraction_bps);
        let taken = numbers::part(self.liable_pool(operator).stake, bps);
        let offence = Offence::Verdict(operator, said.evidence);
        let case = Case::new(offence, Offender::Operator(operator), reporter, said.epoch);
        self.charge(case, Charge { taken, void_credit: u64::MAX, verdict_bps: bps })?;
        self.end_verdict(said, rent_payer);
        Ok(())
    }

    /// Closes a verdict that came to nothing.
    pub fn close_verdict(&mut self, said: Condemnation, rent_payer: Wallet) -> Outcome {
        let verdict = self.verdict(said)?;
        time::not_before(self.now, time::evidence_ends(&self.parameters, said.epoch))?;
        ensure(rent_payer == verdict.rent_payer, WrongRentPayer)?;
        self.end_verdict(said, rent_payer);
        Ok(())
    }

    fn end_verdict(&mut self, said: Condemnation, rent_payer: Wallet) {
        self.verdicts.remove(&said);
        self.lamports.close(Account::Verdict(said), rent_payer);
    }
}
