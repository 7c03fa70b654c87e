use std::{cell::Cell, sync::Arc};

use anchor_lang::ZeroCopy;
use girder_interface::Domain;
use girder_sdk::{
    NetworkAddresses, Result, Token,
    embedded::EmbeddedLedger,
    instructions::{self as build, Seal},
    ledger::state::{Books, Epoch, Network, Parameters},
    pda, tokens,
    transport::{Receipt, TransactionSigner},
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{OperatorBuilder, Setup, TestAttestor, downtime::Rest, setup::seeded_keypair};

/// A ledger in this process, with one network and those who run it.
pub struct Ledger {
    /// The chain underneath, which networks may share.
    pub chain: Arc<EmbeddedLedger>,
    /// Pays every transaction of the harness.
    pub payer: Keypair,
    /// The network's authority; also owns the stock of tokens.
    pub authority: Keypair,
    /// Where the network's accounts are.
    pub network: NetworkAddresses,
    /// Where signatures are valid.
    pub domain: Domain,
    /// What the network was created with.
    pub parameters: Parameters,
    /// The members of the first attestor set.
    pub attestors: Vec<TestAttestor>,
    /// The rest of the network: works in every epoch.
    pub(crate) rest: Option<Rest>,
    sequence: Cell<u64>,
    keys: Cell<u64>,
}

impl Ledger {
    /// A ledger to be set up.
    #[allow(clippy::new_ret_no_self)]
    pub fn new() -> Setup {
        Setup::default()
    }

    pub(crate) fn assemble(
        chain: Arc<EmbeddedLedger>,
        payer: Keypair,
        authority: Keypair,
        network: NetworkAddresses,
        domain: Domain,
        parameters: Parameters,
        attestors: Vec<TestAttestor>,
    ) -> Self {
        Self {
            chain,
            payer,
            authority,
            network,
            domain,
            parameters,
            attestors,
            rest: None,
            sequence: Cell::new(1),
            keys: Cell::new(0),
        }
    }

    /// Sends instructions as one transaction, paid by the harness.
    pub fn send(&self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<Receipt> {
        let signers: Vec<TransactionSigner> = signers.iter().map(|&signer| signer as TransactionSigner).collect();
        self.chain.execute(instructions, &self.payer, &signers)
    }

    /// A number above all that it returned before: for sequences.
    pub fn next_sequence(&self) -> u64 {
        let next = self.sequence.get() + 1;
        self.sequence.set(next);
        next
    }

    /// An operator to be registered.
    pub fn operator(&self) -> OperatorBuilder<'_> {
        OperatorBuilder::new(self)
    }

    /// A new keypair: the same one at the same call of every run, so that addresses and what finding them costs repeat.
    pub fn keypair(&self) -> Keypair {
        let number = self.keys.get();
        self.keys.set(number + 1);
        seeded_keypair("wallet", self.network.network, number)
    }

    /// A new wallet with lamports.
    pub fn wallet(&self) -> Keypair {
        let wallet = self.keypair();
        self.chain.airdrop(wallet.pubkey(), 10_000_000_000).unwrap();
        wallet
    }

    /// Gives a wallet tokens from the stock; returns its associated account.
    pub fn give(&self, token: &Token, wallet: Address, amount: u64) -> Address {
        let account = self.chain.create_token_account(&self.payer, token, wallet).unwrap();
        let owner = self.authority.pubkey();
        let transfer = tokens::transfer(token, 6, owner, self.stock(token), account, amount).unwrap();
        self.send(&[transfer], &[&self.authority]).unwrap();
        account
    }

    /// The authority's token account, out of which the harness gives.
    pub fn stock(&self, token: &Token) -> Address {
        token.account_of(self.authority.pubkey())
    }

    /// Time now (Unix seconds).
    pub fn now(&self) -> i64 {
        self.chain.now().unix_timestamp
    }

    /// First second of an epoch.
    pub fn start(&self, epoch: u64) -> i64 {
        self.parameters.genesis + epoch as i64 * self.parameters.epoch_length
    }

    /// First second after an epoch.
    pub fn end(&self, epoch: u64) -> i64 {
        self.start(epoch + 1)
    }

    /// From when on an epoch may be settled.
    pub fn settle_time(&self, epoch: u64) -> i64 {
        self.end(epoch) + self.parameters.grace
    }

    /// From when on a settled epoch may be harvested.
    pub fn harvest_time(&self, epoch: u64) -> i64 {
        self.settle_time(epoch) + self.parameters.dispute
    }

    /// Moves the clock to the first second of an epoch.
    pub fn enter_epoch(&self, epoch: u64) {
        self.work_until(self.start(epoch));
        self.chain.warp_to(self.start(epoch));
    }

    /// Settles one epoch now, as the harness's payer and without tip.
    pub fn settle(&self, epoch: u64) -> Result<Receipt> {
        let set = self.set_at(epoch);
        let settle = build::settle_epoch(&self.network, epoch, self.payer.pubkey(), set, None);
        self.send(&[settle], &[])
    }

    /// Settles every epoch that is not, up to this one, moving the clock on if it is too early.
    pub fn settle_up_to(&self, epoch: u64) {
        for next in self.books().next_epoch..=epoch {
            self.work_until(self.settle_time(next));
            self.chain.warp_to(self.now().max(self.settle_time(next)));
            self.settle(next).unwrap();
        }
    }

    /// Registers an attestor with the least bond.
    pub fn register_attestor(&self, attestor: &TestAttestor) {
        let (owner, key) = (attestor.owner.pubkey(), attestor.key.pubkey());
        let register = build::register_attestor(&self.network, self.payer.pubkey(), owner, key);
        self.send(&[register], &[&attestor.owner, &attestor.key]).unwrap();
        if self.parameters.min_bond > 0 {
            self.post_bond(attestor, self.parameters.min_bond).unwrap();
        }
    }

    /// Adds to an attestor's bond out of the authority's stock.
    pub fn post_bond(&self, attestor: &TestAttestor, amount: u64) -> Result<Receipt> {
        let (key, source) = (attestor.key.pubkey(), self.stock(&self.network.collateral));
        let post = build::post_bond(&self.network, key, self.authority.pubkey(), source, amount);
        self.send(&[post], &[&self.authority])
    }

    /// Creates, fills and seals an attestor set.
    pub fn seal_set(&self, version: u64, members: &[(Address, u64)], seal: Seal) -> Result<Receipt> {
        let authority = self.authority.pubkey();
        let create = build::create_attestor_set(&self.network, version, self.payer.pubkey(), authority);
        self.send(&[create], &[&self.authority])?;
        for &(key, weight) in members {
            let add = build::add_attestor(&self.network, version, authority, key, weight);
            self.send(&[add], &[&self.authority])?;
        }
        self.send(&[build::seal_attestor_set(&self.network, version, authority, seal)], &[&self.authority])
    }

    /// The version of the attestor set in force in an epoch.
    pub fn set_at(&self, epoch: u64) -> Option<u64> {
        use girder_sdk::ledger::state::AttestorSet;
        let newest = self.network_account().attestor_set_version;
        (1..=newest).rev().find(|&version| {
            let set: AttestorSet = self.chain.read(pda::attestor_set(self.network.network, version)).unwrap();
            set.from_epoch <= epoch
        })
    }

    /// The Network account.
    pub fn network_account(&self) -> Network {
        self.chain.read(self.network.network).unwrap()
    }

    /// Changes an account of the program, as no transaction could.
    pub fn edit<T: ZeroCopy>(&self, address: Address, change: impl FnOnce(&mut T)) {
        let mut content: T = self.chain.read(address).unwrap();
        change(&mut content);
        let mut account = self.chain.find(&address).unwrap();
        account.data[T::DISCRIMINATOR.len()..].copy_from_slice(bytemuck::bytes_of(&content));
        self.chain.set_account(address, account).unwrap();
    }

    /// The network's totals.
    pub fn books(&self) -> Books {
        self.chain.read(self.network.books).unwrap()
    }

    /// A settled epoch.
    pub fn epoch(&self, index: u64) -> Epoch {
        self.chain.read(pda::epoch(self.network.network, index)).unwrap()
    }

    /// Balance of a token account, base units.
    pub fn balance(&self, account: Address) -> u64 {
        self.chain.token_balance(account).unwrap()
    }

    /// Supply of the reward mint, base units.
    pub fn reward_supply(&self) -> u64 {
        self.chain.mint_state(self.network.reward.mint).unwrap().supply
    }
}
