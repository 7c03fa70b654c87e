use girder_sdk::{Result, instructions as build, pda, transport::Receipt};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::Ledger;

/// A registered operator and its keys.
pub struct TestOperator {
    /// Its identity, authority and the owner of its own position.
    pub identity: Keypair,
    /// Who gets its commission.
    pub payout: Keypair,
    /// The Operator account.
    pub address: Address,
}

/// Registers an operator.
pub struct OperatorBuilder<'a> {
    ledger: &'a Ledger,
    stake: u64,
    commission_bps: u64,
}

impl<'a> OperatorBuilder<'a> {
    pub(crate) fn new(ledger: &'a Ledger) -> Self {
        Self { ledger, stake: 0, commission_bps: 0 }
    }

    /// Collateral to deposit, base units; none by default.
    pub fn stake(mut self, amount: u64) -> Self {
        self.stake = amount;
        self
    }

    /// Commission, basis points; none by default.
    pub fn commission(mut self, bps: u64) -> Self {
        self.commission_bps = bps;
        self
    }

    /// Registers it and deposits.
    pub fn build(self) -> TestOperator {
        let Self { ledger, stake, commission_bps } = self;
        let (identity, payout) = (ledger.wallet(), ledger.wallet());
        let address = pda::operator(ledger.network.network, identity.pubkey());
        let payer = ledger.payer.pubkey();
        let register =
            build::register_operator(&ledger.network, payer, identity.pubkey(), commission_bps, payout.pubkey());
        ledger.send(&[register], &[&identity]).unwrap();
        let operator = TestOperator { identity, payout, address };
        if stake > 0 {
            ledger.deposit(&operator, stake).unwrap();
        }
        operator
    }
}

impl Ledger {
    /// Harvests an operator's reward of an epoch.
    pub fn harvest(&self, operator: &TestOperator, epoch: u64) -> Result<Receipt> {
        self.send(&[build::harvest(&self.network, operator.address, epoch)], &[])
    }

    /// Pays an operator's commission to its payout wallet's associated account.
    pub fn claim_commission(&self, operator: &TestOperator) -> Result<Receipt> {
        let payout = operator.payout.pubkey();
        let destination = self.reward_account(payout);
        self.send(&[build::claim_commission(&self.network, operator.address, destination)], &[])
    }

    /// Sets an operator's commission, as its authority.
    pub fn set_commission(&self, operator: &TestOperator, bps: u64) -> Result<Receipt> {
        let authority = operator.identity.pubkey();
        self.send(&[build::set_commission(&self.network, operator.address, authority, bps)], &[&operator.identity])
    }

    /// Declares maintenance, as an operator's authority.
    pub fn declare_maintenance(&self, operator: &TestOperator, from: u64, epochs: u64) -> Result<Receipt> {
        self.declare_maintenance_as(&operator.identity, operator, from, epochs)
    }

    /// Declares maintenance, as anybody.
    pub fn declare_maintenance_as(
        &self,
        by: &Keypair,
        operator: &TestOperator,
        from: u64,
        epochs: u64,
    ) -> Result<Receipt> {
        self.send(&[build::declare_maintenance(&self.network, operator.address, by.pubkey(), from, epochs)], &[by])
    }
}
