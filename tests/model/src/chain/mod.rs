//! The real program: the model's steps as transactions, and its accounts beside the model's.

use std::{cell::RefCell, collections::HashMap, rc::Rc, sync::Arc};

use girder_interface::Domain;
use girder_sdk::{
    NetworkAddresses, SdkError, Token,
    embedded::EmbeddedLedger,
    instructions as build,
    ledger::state::Network,
    tokens::{self, NewMint},
    transport::TransactionSigner,
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

mod addresses;
mod beginning;
mod bend;
mod compare;
mod expected;
mod first_layout;
mod instructions;
mod keys;
mod signatures;
mod variant;

pub use addresses::Addresses;
pub use bend::Bend;
use instructions::{Builder, DECIMALS};
pub use keys::Keys;
use signatures::Signing;
pub use variant::{VARIANTS, Variant};

use crate::{
    ledger::{Account, Ledger, Mint, NewNetwork, Outcome, Refusal, Wallet, rent, tokens::Holder},
    step::Step,
};

/// The program that vouches for classes with a verifier.
pub const VERIFIER: Address = Address::new_from_array([0x7e; 32]);

/// Lamports that every wallet begins with.
pub const LAMPORTS: u64 = 1_000_000_000_000;

/// The program with one network, and everybody's keys.
pub struct Chain {
    svm: EmbeddedLedger,
    addresses: Rc<Addresses>,
    instances: RefCell<HashMap<u8, [u8; 32]>>,
}

impl Chain {
    /// A chain on which the mints of a variant exist and every wallet has tokens, and nothing else yet.
    fn prepare(variant: &Variant, keys: Arc<Keys>, tokens: &[(Holder, u64)]) -> Self {
        let svm = EmbeddedLedger::new(1).expect("the committed program loads");
        svm.add_program(VERIFIER, include_bytes!("../../../programs/verifier.so")).expect("the verifier loads");
        let authority = keys.wallet(Wallet::AUTHORITY);
        svm.airdrop(keys.fee_payer.pubkey(), u64::MAX / 4).expect("lamports for fees");
        let mint = |number: u8, newer: bool| {
            let key = Keypair::new_from_array([number; 32]);
            let token = if newer { Token::spl_2022(key.pubkey()) } else { Token::spl(key.pubkey()) };
            svm.create_mint(&keys.fee_payer, &key, &NewMint::plain(token, authority, DECIMALS)).expect("a mint")
        };
        let reward = mint(201, variant.reward_2022);
        let collateral = if variant.two_mints { mint(202, variant.collateral_2022) } else { reward };
        let network = NetworkAddresses::derive(
            addresses::first_network(authority),
            reward,
            collateral,
            variant.treasury.then(|| collateral.account_of(keys.wallet(Wallet::TREASURY))),
            variant.parameters.shards as u8,
        );
        let addresses = Rc::new(Addresses::new(keys, network));
        let chain = Self { svm, addresses, instances: RefCell::default() };
        chain.endow(tokens);
        chain
    }

    /// Gives every wallet lamports and these tokens.
    fn endow(&self, balances: &[(Holder, u64)]) {
        let keys = &self.addresses.keys;
        for wallet in Wallet::all() {
            self.svm.airdrop(keys.wallet(wallet), LAMPORTS).expect("lamports");
        }
        for &(holder, amount) in balances {
            let Holder::Purse(purse) = holder else { continue };
            let token = self.addresses.token(purse.mint);
            let authority = keys.wallet(Wallet::AUTHORITY);
            let fee_payer = &keys.fee_payer;
            let create = tokens::create_account(&token, fee_payer.pubkey(), keys.wallet(purse.owner));
            let mint = tokens::mint_to(&token, authority, self.addresses.purse(purse), amount).expect("a mint");
            let signer: TransactionSigner = &keys.wallets[usize::from(Wallet::AUTHORITY.0)];
            self.svm.execute(&[create, mint], fee_payer, &[signer]).expect("tokens");
        }
    }

    /// Creates the network.
    fn found(&self, ledger: &Ledger, payer: Wallet, new: &NewNetwork) {
        let create = build::create_network(&self.builder(ledger).new_network(payer, new));
        self.send(&[create]).expect("a network");
        let domain = Domain { instance: self.instance(0), ..self.addresses.domain.get() };
        self.addresses.domain.set(domain);
    }

    /// The slot of its clock.
    fn slot(&self) -> i64 {
        self.svm.now().slot as i64
    }

    /// A copy that goes its own way.
    pub fn fork(&self) -> Self {
        Self { svm: self.svm.fork(), addresses: self.addresses.clone(), instances: self.instances.clone() }
    }

    /// Takes a step of a ledger, with what is wrong about its transaction. `None` if nothing about it can be wrong in that
    /// way: then it was not taken.
    pub fn take(&self, ledger: &Ledger, step: &Step, bend: Option<Bend>) -> Option<Outcome> {
        if let Step::Wait { until } = step {
            self.svm.warp_to(*until);
            return bend.is_none().then_some(Ok(()));
        }
        let mut instructions = self.builder(ledger).build(step);
        if let Some(bend) = bend {
            bend.apply(&mut instructions, &self.addresses, ledger)?;
        }
        let outcome = match step {
            Step::MigrateAccount { account, old: true, .. } => self.send_about_old(*account, &instructions),
            _ => self.send(&instructions),
        };
        Some(outcome.map_err(|error| refusal(&error)))
    }

    /// Sends what finds an account in its first layout. If it is refused, nothing was.
    fn send_about_old(&self, account: Account, instructions: &[Instruction]) -> Result<(), SdkError> {
        let address = self.addresses.of(account);
        let today = self.svm.find(&address).expect("the model has it");
        let mut old = today.clone();
        old.data = first_layout::first_layout(account, &today.data);
        old.lamports = old.lamports + rent::first_rent(account) - rent::rent(account);
        self.svm.set_account(address, old)?;
        let sent = self.send(instructions);
        if sent.is_err() {
            self.svm.set_account(address, today)?;
        }
        sent
    }

    fn builder<'a>(&'a self, ledger: &'a Ledger) -> Builder<'a> {
        Builder { ledger, signing: Signing { addresses: &self.addresses } }
    }

    /// Signs by everybody who is asked to.
    fn send(&self, instructions: &[Instruction]) -> Result<(), SdkError> {
        let keys = &self.addresses.keys;
        let signers: Vec<TransactionSigner> =
            keys.wallets.iter().chain(&keys.attestors).map(|key| key as TransactionSigner).collect();
        self.svm.execute(instructions, &keys.fee_payer, &signers).map(|_| ())
    }

    /// A network's instance, which is what it was when it is first asked for.
    fn instance(&self, number: u8) -> [u8; 32] {
        let address = self.addresses.of(Account::Network(number));
        let read = || self.svm.read::<Network>(address).map_or([0; 32], |network| network.instance);
        *self.instances.borrow_mut().entry(number).or_insert_with(read)
    }
}

/// Why a transaction failed. What never reached a program is a mistake of this harness.
fn refusal(error: &SdkError) -> Refusal {
    match error {
        SdkError::Refused(refusal) => refusal.ledger_error().map_or(Refusal::Elsewhere, Refusal::Ledger),
        SdkError::Failed { .. } => Refusal::Elsewhere,
        other => panic!("a transaction could not be sent: {other}"),
    }
}

/// What every wallet begins with, in its purse of each mint.
fn endowment(one_mint: bool) -> Vec<(Holder, u64)> {
    let mints: &[Mint] = if one_mint { &[Mint::Reward] } else { &[Mint::Reward, Mint::Collateral] };
    let purses = Wallet::all().flat_map(|owner| mints.iter().map(move |&mint| crate::ledger::Purse { owner, mint }));
    purses.map(|purse| (Holder::Purse(purse), 1_000_000_000)).collect()
}
