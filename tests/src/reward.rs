use girder_sdk::{Result, instructions as build, transport::Receipt};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{Ledger, TestAttestor};

/// The instruction with another account in place of one of its accounts.
pub fn with_account(mut instruction: Instruction, account: Address, other: Address) -> Instruction {
    let mut found = false;
    for meta in instruction.accounts.iter_mut().filter(|meta| meta.pubkey == account) {
        meta.pubkey = other;
        found = true;
    }
    assert!(found, "the instruction has no account {account}");
    instruction
}

impl Ledger {
    /// Settles one epoch now as somebody, who pays its rent; `tip`: where the tip goes.
    pub fn settle_as(&self, settler: &Keypair, epoch: u64, tip: Option<Address>) -> Result<Receipt> {
        self.send(&[self.settlement(settler.pubkey(), epoch, tip)], &[settler])
    }

    /// The instruction that settles an epoch.
    pub fn settlement(&self, settler: Address, epoch: u64, tip: Option<Address>) -> Instruction {
        build::settle_epoch(&self.network, epoch, settler, self.set_at(epoch), tip)
    }

    /// Moves the clock to where an epoch may be harvested, having settled up to it.
    pub fn make_harvestable(&self, epoch: u64) {
        self.settle_up_to(epoch);
        self.chain.warp_to(self.now().max(self.harvest_time(epoch)));
    }

    /// Adds rewards of the stock to the reserve.
    pub fn fund(&self, amount: u64) -> Result<Receipt> {
        let owner = self.authority.pubkey();
        let fund = build::fund(&self.network, owner, self.stock(&self.network.reward), amount);
        self.send(&[fund], &[&self.authority])
    }

    /// Closes an epoch, with its rent for this account.
    pub fn close_epoch(&self, epoch: u64, rent_payer: Address) -> Result<Receipt> {
        self.send(&[build::close_epoch(&self.network, epoch, rent_payer)], &[])
    }

    /// A reward account of a wallet, created if there is none.
    pub fn reward_account(&self, wallet: Address) -> Address {
        self.chain.create_token_account(&self.payer, &self.network.reward, wallet).unwrap()
    }

    /// Pays an attestor what it earned in a set, to its owner's associated account.
    pub fn claim_attestor_pay(&self, attestor: &TestAttestor, set: u64) -> Result<Receipt> {
        let destination = self.reward_account(attestor.owner.pubkey());
        self.send(&[build::claim_attestor_pay(&self.network, set, attestor.key.pubkey(), destination)], &[])
    }
}
