//! Who runs a network, what is paused, and how its parameters change.

use girder_interface::limits::PARAMETER_NOTICE;
use girder_sdk::ledger::{
    error::LedgerError::*,
    state::{Parameters, emission_kind, network_role, pause_subject},
};

use super::{
    Account, Ledger, Outcome, Refusal, Wallet, ensure,
    network::{check_limits, check_relations},
    time,
};

/// Roles, pauses and proposals of the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Control {
    /// Whom the authority is offered to.
    pub pending_authority: Option<Wallet>,
    /// Who pauses.
    pub guardian: Option<Wallet>,
    /// Whom that is offered to.
    pub pending_guardian: Option<Wallet>,
    /// The newest pause of each subject: until when it runs, and from when on there may be another.
    pub pauses: [(i64, i64); 3],
    /// Counts changes of parameters and handovers.
    pub version: u64,
    /// The first epoch about which evidence is taken.
    pub first_evidence_epoch: u64,
}

/// Parameters that were proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Who paid the rent.
    pub rent_payer: Wallet,
    /// When.
    pub proposed_at: i64,
    /// From when on they may be put in force.
    pub executable_from: i64,
    /// All of them.
    pub parameters: Parameters,
}

impl Ledger {
    /// Offers a role.
    pub fn offer_network_role(&mut self, by: Wallet, role: u8, to: Option<Wallet>) -> Outcome {
        self.check_authority(by)?;
        match role {
            network_role::AUTHORITY => self.control.pending_authority = to,
            network_role::GUARDIAN => self.control.pending_guardian = to,
            _ => return Err(NoSuchRole.into()),
        }
        Ok(())
    }

    /// Takes a role over.
    pub fn accept_network_role(&mut self, by: Wallet, role: u8) -> Outcome {
        let control = &mut self.control;
        match role {
            network_role::AUTHORITY => {
                ensure(control.pending_authority == Some(by), NoHandover)?;
                self.authority = by;
                control.pending_authority = None;
                control.pending_guardian = None;
                control.version += 1;
            }
            network_role::GUARDIAN => {
                ensure(control.pending_guardian == Some(by), NoHandover)?;
                control.guardian = Some(by);
                control.pending_guardian = None;
            }
            _ => return Err(NoSuchRole.into()),
        }
        Ok(())
    }

    /// Pauses something, or ends that.
    pub fn pause(&mut self, by: Wallet, subject: u8, seconds: i64) -> Outcome {
        ensure(self.control.guardian == Some(by), WrongAuthority)?;
        let (now, longest) = (self.now, self.parameters.max_pause);
        let pause = self.control.pauses.get_mut(usize::from(subject)).ok_or(Refusal::Ledger(NoSuchPauseSubject))?;
        let before = pause.0;
        if seconds == 0 {
            ensure(now < before, NotPaused)?;
        } else {
            ensure((1..=longest).contains(&seconds), PauseTooLong)?;
            ensure(now >= pause.1, TooEarly)?;
        }
        *pause = (now + seconds, now + seconds + longest);
        if subject == pause_subject::INTAKE {
            self.note_pause(seconds, before);
        }
        Ok(())
    }

    /// Notes which epochs lose a second of their proofs, among those that can be noted.
    fn note_pause(&mut self, seconds: i64, before: i64) {
        let p = &self.parameters;
        let next = self.books.next_epoch;
        let epochs = next..next.saturating_add(64);
        let now = i128::from(self.now);
        let paused = &mut self.books.paused;
        if seconds > 0 {
            let end = now + i128::from(seconds);
            paused.extend(epochs.filter(|&epoch| time::start(p, epoch) < end && now < time::proofs_end(p, epoch)));
        } else {
            paused.retain(|&epoch| time::start(p, epoch) < now || time::start(p, epoch) >= before.into());
        }
    }

    /// Refuses what is paused.
    pub(super) fn check_not_paused(&self, subject: u8) -> Outcome {
        ensure(self.now >= self.control.pauses[usize::from(subject)].0, Paused)
    }

    /// Proposes parameters.
    pub fn propose_parameters(&mut self, payer: Wallet, by: Wallet, version: u64, parameters: Parameters) -> Outcome {
        self.check_authority(by)?;
        self.check_open()?;
        self.check_successor(&parameters)?;
        let executable_from = self.now + timelock(&self.parameters, &parameters);
        ensure(version == self.control.version, WrongAddress)?;
        self.lamports.open(Account::ParameterChange(version), payer)?;
        let proposal = Proposal { rent_payer: payer, proposed_at: self.now, executable_from, parameters };
        self.proposals.insert(version, proposal);
        Ok(())
    }

    /// Puts proposed parameters in force.
    pub fn execute_parameters(&mut self, version: u64, rent_payer: Wallet) -> Outcome {
        let proposal = self.proposals.get(&version).cloned().ok_or(Refusal::Elsewhere)?;
        ensure(rent_payer == proposal.rent_payer, WrongRentPayer)?;
        ensure(version == self.control.version, StaleProposal)?;
        time::not_before(self.now, proposal.executable_from.into())?;
        self.check_successor(&proposal.parameters)?;

        let old = |epoch: &u64| time::evidence_ends(&self.parameters, *epoch) <= i128::from(self.now);
        let first = self.control.first_evidence_epoch;
        self.control.first_evidence_epoch = (first..).find(|epoch| !old(epoch)).expect("evidence takes a while");
        if proposal.parameters.emission_initial != self.parameters.emission_initial {
            self.books.emission = proposal.parameters.emission_initial;
        }
        self.parameters = proposal.parameters;
        self.control.version += 1;
        self.end_proposal(version, rent_payer);
        Ok(())
    }

    /// Withdraws a proposal.
    pub fn close_parameter_change(&mut self, by: Wallet, version: u64, rent_payer: Wallet) -> Outcome {
        let proposal = self.proposals.get(&version).ok_or(Refusal::Elsewhere)?;
        ensure(rent_payer == proposal.rent_payer, WrongRentPayer)?;
        if version == self.control.version && !self.is_retired() {
            self.check_authority(by)?;
        }
        self.end_proposal(version, rent_payer);
        Ok(())
    }

    fn end_proposal(&mut self, version: u64, rent_payer: Wallet) {
        self.proposals.remove(&version);
        self.lamports.close(Account::ParameterChange(version), rent_payer);
    }

    /// Refuses parameters that may not follow those in force.
    fn check_successor(&self, next: &Parameters) -> Outcome {
        let p = &self.parameters;
        check_limits(next, self.tokens.is_one_mint())?;
        check_relations(next)?;
        let fixed = |p: &Parameters| (p.genesis, p.epoch_length, p.shards);
        let vault_funded = |p: &Parameters| p.emission_kind == emission_kind::VAULT_FUNDED;
        let issued = self.books.initial_supply + self.books.minted;
        let cap = if vault_funded(p) { 0 } else { issued }..=p.supply_cap;
        let follows =
            fixed(p) == fixed(next) && vault_funded(p) == vault_funded(next) && cap.contains(&next.supply_cap);
        ensure(follows, ParameterOutOfBounds)?;
        // What was done under the one may meet any rule of the other.
        for dispute in [p.dispute.max(next.dispute), p.dispute.min(next.dispute)] {
            let mut both = *next;
            both.dispute = dispute;
            for (which, other) in [
                (&mut both.grace, p.grace),
                (&mut both.evidence_age, p.evidence_age),
                (&mut both.appeal, p.appeal),
                (&mut both.max_pause, p.max_pause),
                (&mut both.correlation_window, p.correlation_window),
                (&mut both.breaker_window, p.breaker_window),
            ] {
                *which = other.max(*which);
            }
            for (which, other) in [
                (&mut both.max_reward_per_million_credits, p.max_reward_per_million_credits),
                (&mut both.reward_price, p.reward_price),
                (&mut both.leverage_bps, p.leverage_bps),
                (&mut both.emission_initial, p.emission_initial),
            ] {
                *which = other.max(*which);
            }
            both.breaker_size = p.breaker_size.min(next.breaker_size);
            both.unbonding = p.unbonding.min(next.unbonding);
            both.bond_unbonding = p.bond_unbonding.min(next.bond_unbonding);
            both.collateral_per_million_credits =
                p.collateral_per_million_credits.min(next.collateral_per_million_credits);
            both.equivocation_slash_bps = p.equivocation_slash_bps.min(next.equivocation_slash_bps);
            check_relations(&both)?;
        }
        Ok(())
    }
}

/// How long a change waits: by what is left when everything ordinary, and everything about bonds, is as before.
pub fn timelock(before: &Parameters, after: &Parameters) -> i64 {
    let without_ordinary = Parameters {
        emission_kind: before.emission_kind,
        emission_initial: before.emission_initial,
        emission_period: before.emission_period,
        emission_ratio: before.emission_ratio,
        supply_cap: before.supply_cap,
        max_reward_per_million_credits: before.max_reward_per_million_credits,
        direct_bps: before.direct_bps,
        attestor_bps: before.attestor_bps,
        settle_tip: before.settle_tip,
        min_deposit: before.min_deposit,
        min_bond: before.min_bond,
        max_maintenance_epochs: before.max_maintenance_epochs,
        invited_operators: before.invited_operators,
        ..*after
    };
    let without_bonds = Parameters {
        bond_unbonding: before.bond_unbonding,
        attestor_slash_bps: before.attestor_slash_bps,
        ..without_ordinary
    };
    let mut waits = vec![before.epoch_length + before.grace];
    if without_bonds != *before {
        waits.push(before.unbonding);
    }
    if without_ordinary != without_bonds {
        waits.push(before.bond_unbonding);
    }
    PARAMETER_NOTICE + waits.into_iter().max().expect("an epoch at least")
}
