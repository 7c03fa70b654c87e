//! Attestors and their bonds.

use girder_sdk::ledger::error::LedgerError::*;

use super::{Account, AttestorKey, Ledger, Offender, Outcome, Purse, Refusal, Wallet, ensure, time, tokens::Holder};

/// An attestor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestor {
    /// Who owns bond and pay.
    pub authority: Wallet,
    /// Who paid the rent.
    pub rent_payer: Wallet,
    /// Its collateral.
    pub bond: u64,
    /// From when its unbonding counts; 0: it does not leave.
    pub unbonding_from: i64,
    /// The newest set that it was added to; 0: none.
    pub set_version: u64,
    /// Double statements for which it was slashed.
    pub slashed_statements: u64,
}

impl Ledger {
    /// An attestor.
    pub fn attestor(&self, key: AttestorKey) -> Outcome<&Attestor> {
        self.attestors.get(&key).ok_or(Refusal::Elsewhere)
    }

    pub(super) fn attestor_mut(&mut self, key: AttestorKey) -> Outcome<&mut Attestor> {
        self.attestors.get_mut(&key).ok_or(Refusal::Elsewhere)
    }

    /// Opens an attestor's account.
    pub fn register_attestor(&mut self, payer: Wallet, authority: Wallet, key: AttestorKey) -> Outcome {
        self.check_open()?;
        self.lamports.open(Account::Attestor(key), payer)?;
        let attestor = Attestor {
            authority,
            rent_payer: payer,
            bond: 0,
            unbonding_from: 0,
            set_version: 0,
            slashed_statements: 0,
        };
        self.attestors.insert(key, attestor);
        Ok(())
    }

    /// Adds to a bond.
    pub fn post_bond(&mut self, by: Wallet, from: Purse, key: AttestorKey, amount: u64) -> Outcome {
        let leaves = self.attestor(key)?.unbonding_from != 0;
        ensure(amount > 0, ZeroAmount)?;
        self.check_open()?;
        ensure(!leaves, AttestorLeaving)?;
        self.collect(by, from, Holder::StakeVault, amount)?;
        self.attestor_mut(key)?.bond += amount;
        Ok(())
    }

    /// Asks for a bond back. The newest sealed set and its draft are handed in.
    pub fn unbond_attestor(
        &mut self,
        by: Wallet,
        key: AttestorKey,
        sealed: Option<u64>,
        draft: Option<u64>,
    ) -> Outcome {
        let attestor = self.attestor(key)?.clone();
        self.set_if_given(sealed)?;
        self.set_if_given(draft)?;
        let retired = self.is_retired();
        ensure(retired || by == attestor.authority, WrongAuthority)?;
        ensure(attestor.unbonding_from == 0, AttestorLeaving)?;
        let mut from = i128::from(self.now);
        if self.set_version > 0 && !retired {
            self.check_not_live(sealed, self.set_version, key)?;
            if attestor.set_version > 0 {
                from = from.max(time::start(&self.parameters, self.sets[&self.set_version].from_epoch));
            }
        }
        if attestor.set_version > self.set_version && !retired {
            self.check_not_live(draft, attestor.set_version, key)?;
        }
        self.attestor_mut(key)?.unbonding_from = time::seconds(from)?;
        Ok(())
    }

    fn check_not_live(&self, given: Option<u64>, version: u64, key: AttestorKey) -> Outcome {
        ensure(given == Some(version), SetNotInForce)?;
        ensure(!self.set(version)?.is_live(key), AttestorInForce)
    }

    /// Pays a bond back and closes the account.
    pub fn withdraw_bond(&mut self, key: AttestorKey, to: Purse, rent_payer: Wallet) -> Outcome {
        let attestor = self.attestor(key)?.clone();
        ensure(rent_payer == attestor.rent_payer, WrongRentPayer)?;
        ensure(attestor.unbonding_from != 0, BondNotUnbonding)?;
        let from = i128::from(attestor.unbonding_from) + i128::from(self.parameters.bond_unbonding);
        time::not_before(self.now, from)?;
        ensure(self.open_cases(Offender::Attestor(key)) == 0, CaseOpen)?;
        self.attestors.remove(&key);
        self.pay_collateral(attestor.bond, attestor.authority, to)?;
        self.lamports.close(Account::Attestor(key), rent_payer);
        Ok(())
    }
}
