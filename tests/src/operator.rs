use girder_sdk::{
    Result,
    instructions::{self as build, Withdrawal},
    ledger::state::{Operator, Position},
    pda,
    transport::Receipt,
};
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
    /// Gives an operator's identity tokens and deposits them.
    pub fn deposit(&self, operator: &TestOperator, amount: u64) -> Result<Receipt> {
        let owner = operator.identity.pubkey();
        let source = self.give(&self.network.collateral, owner, amount);
        let deposit = build::deposit(&self.network, operator.address, owner, source, amount);
        self.send(&[deposit], &[&operator.identity])
    }

    /// Marks shares of an operator's own position for leaving.
    pub fn unstake(&self, operator: &TestOperator, shares: u64) -> Result<Receipt> {
        let unstake = build::unstake(&self.network, operator.address, operator.identity.pubkey(), shares);
        self.send(&[unstake], &[&operator.identity])
    }

    /// Takes a mark away.
    pub fn cancel_unstake(&self, operator: &TestOperator, ticket: u8) -> Result<Receipt> {
        let cancel = build::cancel_unstake(&self.network, operator.address, operator.identity.pubkey(), ticket);
        self.send(&[cancel], &[&operator.identity])
    }

    /// Withdraws a ticket of an operator's own position, signed by its owner or by nobody.
    pub fn withdraw(&self, operator: &TestOperator, ticket: u8, signed_by_owner: bool) -> Result<Receipt> {
        let owner = operator.identity.pubkey();
        let destination = self.chain.create_token_account(&self.payer, &self.network.collateral, owner)?;
        let withdrawal = Withdrawal { operator: operator.address, owner, destination, ticket, signed_by_owner };
        let signers: &[&Keypair] = if signed_by_owner { &[&operator.identity] } else { &[] };
        self.send(&[build::withdraw(&self.network, &withdrawal)], signers)
    }

    /// Harvests an operator's reward of an epoch.
    pub fn harvest(&self, operator: &TestOperator, epoch: u64) -> Result<Receipt> {
        self.send(&[build::harvest(&self.network, operator.address, epoch)], &[])
    }

    /// Pays an operator's own position its rewards, to its identity's associated account.
    pub fn claim(&self, operator: &TestOperator) -> Result<Receipt> {
        let owner = operator.identity.pubkey();
        let destination = self.chain.create_token_account(&self.payer, &self.network.reward, owner)?;
        self.send(&[build::claim(&self.network, operator.address, owner, destination)], &[])
    }

    /// Pays an operator's commission to its payout wallet's associated account.
    pub fn claim_commission(&self, operator: &TestOperator) -> Result<Receipt> {
        let payout = operator.payout.pubkey();
        let destination = self.chain.create_token_account(&self.payer, &self.network.reward, payout)?;
        self.send(&[build::claim_commission(&self.network, operator.address, destination)], &[])
    }

    /// The Operator account.
    pub fn operator_account(&self, operator: &TestOperator) -> Operator {
        self.chain.read(operator.address).unwrap()
    }

    /// An operator's own position.
    pub fn position(&self, operator: &TestOperator) -> Position {
        self.chain.read(pda::position(operator.address, operator.identity.pubkey())).unwrap()
    }

    /// Rewards that reached an operator's identity, base units, where rewards and collateral are two mints.
    pub fn rewards_of(&self, operator: &TestOperator) -> u64 {
        self.balance(self.network.reward.account_of(operator.identity.pubkey()))
    }
}
