use girder_sdk::{
    Result,
    instructions::{self as build, ShareTransfer, Withdrawal},
    ledger::state::{Operator, Position},
    pda,
    transport::Receipt,
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{Ledger, TestDevice, TestOperator};

/// Whoever has a position in an operator's pool: the operator itself, or anybody else.
pub trait Holder {
    /// Owns the position.
    fn owner(&self) -> &Keypair;

    /// The Operator account.
    fn operator(&self) -> Address;

    /// The Position account.
    fn position(&self) -> Address {
        pda::position(self.operator(), self.owner().pubkey())
    }
}

/// Somebody with a position in another's pool.
pub struct TestDelegator {
    /// Owns the position.
    pub owner: Keypair,
    /// The Operator account.
    pub operator: Address,
}

impl Holder for TestDelegator {
    fn owner(&self) -> &Keypair {
        &self.owner
    }

    fn operator(&self) -> Address {
        self.operator
    }
}

impl Holder for TestOperator {
    fn owner(&self) -> &Keypair {
        &self.identity
    }

    fn operator(&self) -> Address {
        self.address
    }
}

impl Ledger {
    /// Somebody new with an empty position in an operator's pool, whose rent the harness's payer paid: who gives it shares
    /// needs its owner's signature.
    pub fn delegator(&self, operator: &TestOperator) -> TestDelegator {
        self.open_position(operator, self.wallet()).unwrap()
    }

    /// Somebody new who deposits collateral in an operator's pool.
    pub fn delegate(&self, operator: &TestOperator, amount: u64) -> TestDelegator {
        let delegator = self.delegator(operator);
        self.deposit(&delegator, amount).unwrap();
        delegator
    }

    /// Opens a position in an operator's pool. The harness's payer pays its rent, whoever owns it.
    pub fn open_position(&self, operator: &TestOperator, owner: Keypair) -> Result<TestDelegator> {
        let open = build::open_position(&self.network, self.payer.pubkey(), operator.address, owner.pubkey());
        self.send(&[open], &[])?;
        Ok(TestDelegator { owner, operator: operator.address })
    }

    /// Somebody new with an empty position in the pool of a holder that paid its rent: it takes that holder's shares
    /// without a signature while it is empty.
    pub fn delegator_of(&self, giver: &dyn Holder) -> TestDelegator {
        let (payer, owner, operator) = (giver.owner(), self.wallet(), giver.operator());
        let open = build::open_position(&self.network, payer.pubkey(), operator, owner.pubkey());
        self.send(&[open], &[payer]).unwrap();
        TestDelegator { owner, operator }
    }

    /// Closes a position, as its owner; its rent returns to who paid it.
    pub fn close_position(&self, holder: &dyn Holder) -> Result<Receipt> {
        let (owner, payer) = (holder.owner().pubkey(), self.position(holder).rent_payer);
        let close = build::close_position(&self.network, holder.operator(), owner, owner, payer);
        self.send(&[close], &[holder.owner()])
    }

    /// Gives an owner tokens and deposits them.
    pub fn deposit(&self, holder: &dyn Holder, amount: u64) -> Result<Receipt> {
        let owner = holder.owner().pubkey();
        let source = self.give(&self.network.collateral, owner, amount);
        let deposit = build::deposit(&self.network, holder.operator(), owner, source, amount);
        self.send(&[deposit], &[holder.owner()])
    }

    /// Marks shares of a position for leaving.
    pub fn unstake(&self, holder: &dyn Holder, shares: u64) -> Result<Receipt> {
        let unstake = build::unstake(&self.network, holder.operator(), holder.owner().pubkey(), shares);
        self.send(&[unstake], &[holder.owner()])
    }

    /// Locks a position's shares, as its owner.
    pub fn lock_shares(&self, holder: &dyn Holder, until: i64) -> Result<Receipt> {
        let lock = build::lock_shares(holder.operator(), holder.owner().pubkey(), until);
        self.send(&[lock], &[holder.owner()])
    }

    /// Takes a mark away.
    pub fn cancel_unstake(&self, holder: &dyn Holder, ticket: u8) -> Result<Receipt> {
        let cancel = build::cancel_unstake(&self.network, holder.operator(), holder.owner().pubkey(), ticket);
        self.send(&[cancel], &[holder.owner()])
    }

    /// Withdraws a ticket of a position, signed by its owner or by nobody.
    pub fn withdraw(&self, holder: &dyn Holder, ticket: u8, signed_by_owner: bool) -> Result<Receipt> {
        let owner = holder.owner().pubkey();
        let destination = self.chain.create_token_account(&self.payer, &self.network.collateral, owner)?;
        let withdrawal = Withdrawal { operator: holder.operator(), owner, destination, ticket, signed_by_owner };
        let signers: &[&Keypair] = if signed_by_owner { &[holder.owner()] } else { &[] };
        self.send(&[build::withdraw(&self.network, &withdrawal)], signers)
    }

    /// Moves shares to another position of the pool, signed by the giver alone.
    pub fn give_shares(&self, from: &dyn Holder, to: &dyn Holder, shares: u64) -> Result<Receipt> {
        self.send(&[self.share_transfer(from, to, shares, false)], &[from.owner()])
    }

    /// Moves shares to another position of the pool, signed by both owners.
    pub fn transfer_shares(&self, from: &dyn Holder, to: &dyn Holder, shares: u64) -> Result<Receipt> {
        self.send(&[self.share_transfer(from, to, shares, true)], &[from.owner(), to.owner()])
    }

    fn share_transfer(
        &self,
        from: &dyn Holder,
        to: &dyn Holder,
        shares: u64,
        signed_by_recipient: bool,
    ) -> solana_instruction::Instruction {
        let operator = from.operator();
        let (from, to) = (from.owner().pubkey(), to.owner().pubkey());
        build::transfer_shares(&self.network, &ShareTransfer { operator, from, to, shares, signed_by_recipient })
    }

    /// Pays a position its rewards, to its owner's associated account.
    pub fn claim(&self, holder: &dyn Holder) -> Result<Receipt> {
        let owner = holder.owner().pubkey();
        let destination = self.reward_account(owner);
        self.send(&[build::claim(&self.network, holder.operator(), owner, destination)], &[])
    }

    /// Lets a device earn this much in the next epoch and harvests it.
    pub fn earn(&self, operator: &TestOperator, device: &TestDevice, units: u64) {
        let epoch = self.current_epoch() + 1;
        self.enter_epoch(epoch);
        self.prove(device, epoch, units).unwrap();
        self.make_harvestable(epoch);
        self.harvest(operator, epoch).unwrap();
    }

    /// The Operator account: of an operator, or of whose pool somebody has a position in.
    pub fn operator_account(&self, holder: &dyn Holder) -> Operator {
        self.chain.read(holder.operator()).unwrap()
    }

    /// Stake of an operator that covers credit now, base units.
    pub fn covered(&self, holder: &dyn Holder) -> u64 {
        self.operator_account(holder).covered(&self.network_account().parameters)
    }

    /// The Position account.
    pub fn position(&self, holder: &dyn Holder) -> Position {
        self.chain.read(holder.position()).unwrap()
    }

    /// What a position's shares are worth, unbonding included: base units of collateral.
    pub fn worth(&self, holder: &dyn Holder) -> u64 {
        self.operator_account(holder).stake_for(self.accrued(holder).shares).unwrap()
    }

    /// What a position earned in its lifetime, claimed or not: base units of the reward mint.
    pub fn earned(&self, holder: &dyn Holder) -> u64 {
        let position = self.accrued(holder);
        position.owed + position.paid
    }

    /// Rewards that reached an owner's associated account, base units, where rewards and collateral are two mints.
    pub fn rewards_of(&self, holder: &dyn Holder) -> u64 {
        self.balance(self.reward_account(holder.owner().pubkey()))
    }

    /// Collateral in an owner's associated account, base units.
    pub fn collateral_of(&self, holder: &dyn Holder) -> u64 {
        self.balance(self.network.collateral.account_of(holder.owner().pubkey()))
    }

    fn accrued(&self, holder: &dyn Holder) -> Position {
        let mut position = self.position(holder);
        position.accrue(&self.operator_account(holder)).unwrap();
        position
    }
}
