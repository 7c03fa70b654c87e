//! Two statements by one key: of a device, or of an attestor.

use girder_interface::limits::{BASIS_POINTS, CREDITS_PER_RATE};
use girder_sdk::ledger::error::LedgerError::{self, *};

use super::{
    AttestorKey, Case, Charge, Consent, DeviceKey, DeviceState, Ledger, Offence, Offender, Outcome, Refusal, Signed,
    Statement, Wallet, ensure, numbers,
};

/// Two statements of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Equivocation {
    /// Whose device.
    pub operator: Wallet,
    /// The device.
    pub device: DeviceKey,
    /// The statements.
    pub statements: [Statement; 2],
    /// The device's signatures of both.
    pub signature: Consent,
}

/// Two statements of an attestor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoubleStatement {
    /// The attestor.
    pub attestor: AttestorKey,
    /// The attestor set that is handed in.
    pub set: u64,
    /// The statements, both about a contribution or both verdicts.
    pub statements: [Signed; 2],
    /// The attestor's signatures of both.
    pub signature: Consent,
}

impl Ledger {
    /// Opens a case against a device that signed two statements for one slot.
    pub fn report_equivocation(&mut self, reporter: Wallet, evidence: &Equivocation) -> Outcome {
        let Equivocation { operator: identity, device: key, statements, signature } = *evidence;
        signature.check_valid()?;
        self.operator(identity)?;
        let device = self.device(key)?.clone();
        let [first, second] = statements;
        self.check_evidence(first.epoch)?;
        ensure(device.operator == identity, WrongOperator)?;
        ensure(device.state != DeviceState::Faulted, DeviceNotActive)?;
        let one_slot = first.epoch == second.epoch && first.sequence == second.sequence;
        ensure(one_slot && first != second, NoEquivocation)?;
        signature.check(WrongDeviceKey)?;

        let charge = self.penalty(identity, device.class)?;
        self.end_device(key, DeviceState::Faulted)?;
        let said = statements.map(|said| Signed::Contribution(identity, key, said));
        let case = Case::new(Offence::Equivocation(key), Offender::Operator(identity), reporter, first.epoch);
        self.charge(Case { statements: Some(said), ..case }, charge)
    }

    /// What covers one device, as a part of the active stake, of the whole pool.
    fn penalty(&self, identity: Wallet, class: u16) -> Outcome<Charge> {
        let class = self.class(class)?;
        let void_credit = class.terms.limit * class.highest_weight(&self.parameters, self.now);
        let collateral = numbers::ceil(void_credit, self.parameters.collateral_per_million_credits, CREDITS_PER_RATE);
        let pool = self.liable_pool(identity);
        let (rate, active) = (u128::from(self.parameters.equivocation_slash_bps), u128::from(pool.active_stake()));
        let all = u128::from(pool.stake) * rate;
        let taken = match active {
            0 => all.div_ceil(u128::from(BASIS_POINTS)),
            _ => (all * collateral.min(active)).div_ceil(u128::from(BASIS_POINTS) * active),
        };
        Ok(Charge { taken: taken as u64, void_credit, verdict_bps: 0 })
    }

    /// Opens a case against an attestor that signed two statements on one subject, and strikes its key.
    pub fn report_double_statement(&mut self, reporter: Wallet, evidence: &DoubleStatement) -> Outcome {
        let DoubleStatement { attestor: key, set: version, statements, signature } = *evidence;
        signature.check_valid()?;
        self.set(version)?;
        let bond = self.attestor(key)?.bond;
        let [first, second] = statements;
        ensure(first.subject() == second.subject() && first != second, NoDoubleStatement)?;
        self.check_evidence(first.epoch())?;
        self.check_evidence(second.epoch())?;
        signature.check(NotInSet)?;
        let set = self.set_mut(version)?;
        set.check_in_force(first.epoch())?;
        set.find(key)?;
        if set.is_live(key) {
            set.strike(key)?;
        }

        let taken = numbers::part(bond, self.parameters.attestor_slash_bps);
        let attestor = self.attestor_mut(key)?;
        attestor.bond -= taken;
        attestor.slashed_statements += 1;
        let offence = Offence::DoubleStatement(key, first.subject());
        let epoch = first.epoch().max(second.epoch());
        let case = Case::new(offence, Offender::Attestor(key), reporter, epoch);
        self.open_case(Case {
            statements: Some(statements),
            taken,
            shares_at_opening: bond,
            own_shares_at_opening: bond,
            ..case
        })
    }
}

impl Consent {
    /// A precompile refuses a signature that is not valid before the ledger is asked.
    pub(super) fn check_valid(self) -> Outcome {
        if self == Self::Forged { Err(Refusal::Elsewhere) } else { Ok(()) }
    }

    /// Refuses anything but the right signature. `other_key`: why another key's is refused.
    pub(super) fn check(self, other_key: LedgerError) -> Outcome {
        match self {
            Self::Given => Ok(()),
            Self::OtherKey => Err(other_key.into()),
            Self::OtherMessage => Err(WrongMessage.into()),
            Self::Missing => Err(NotPrecompile.into()),
            Self::Forged => Err(Refusal::Elsewhere),
        }
    }
}
