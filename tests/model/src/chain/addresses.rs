//! Where the model's accounts are.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use girder_interface::{Domain, Hash, contribution::Contribution, offence, report, seeds, verdict::Verdict};
use girder_sdk::{NetworkAddresses, Token, network::encode_name, pda};
use solana_address::Address;

use super::Keys;
use crate::ledger::{
    Account, AttestorKey, Commitment, Condemnation, DeviceKey, Mint, Offence, Offender, Purse, Signed, Statement,
    Subject, Wallet, tokens::Holder,
};

/// Where everything is. Addresses are found once.
pub struct Addresses {
    /// Everybody's keys.
    pub keys: std::sync::Arc<Keys>,
    /// The network in which things happen.
    pub network: NetworkAddresses,
    /// Where signatures for it are valid; its instance is known once it was created.
    pub domain: Cell<Domain>,
    found: RefCell<HashMap<Account, (Address, u8)>>,
    purses: HashMap<Purse, Address>,
}

impl Addresses {
    /// The addresses of a network with these mints.
    pub fn new(keys: std::sync::Arc<Keys>, network: NetworkAddresses) -> Self {
        let mut purses = HashMap::new();
        for owner in Wallet::all() {
            let account = |token: Token| token.account_of(keys.wallet(owner));
            purses.insert(Purse { owner, mint: Mint::Reward }, account(network.reward));
            purses.insert(Purse { owner, mint: Mint::Collateral }, account(network.collateral));
        }
        let domain = Domain {
            program_id: girder_sdk::ledger::ID.to_bytes(),
            network: network.network.to_bytes(),
            instance: [0; 32],
        };
        Self { keys, network, domain: Cell::new(domain), found: RefCell::default(), purses }
    }

    /// The address of an account.
    pub fn of(&self, account: Account) -> Address {
        self.with_bump(account).0
    }

    /// The bump of an account's address.
    pub fn bump(&self, account: Account) -> u8 {
        self.with_bump(account).1
    }

    /// A wallet's token account.
    pub fn purse(&self, purse: Purse) -> Address {
        self.purses[&purse]
    }

    /// A token account.
    pub fn holder(&self, holder: Holder) -> Address {
        match holder {
            Holder::Purse(purse) => self.purse(purse),
            Holder::RewardVault => self.network.reward_vault,
            Holder::StakeVault => self.network.stake_vault,
        }
    }

    /// A mint and its program.
    pub fn token(&self, mint: Mint) -> Token {
        match mint {
            Mint::Reward => self.network.reward,
            Mint::Collateral => self.network.collateral,
        }
    }

    /// An operator's account.
    pub fn operator(&self, identity: Wallet) -> Address {
        self.of(Account::Operator(identity))
    }

    /// An attestor's key.
    pub fn attestor_key(&self, key: AttestorKey) -> Address {
        solana_signer::Signer::pubkey(self.keys.attestor(key))
    }

    /// Whose collateral a case takes.
    pub fn offender(&self, offender: Offender) -> Address {
        match offender {
            Offender::Operator(identity) => self.operator(identity),
            Offender::Attestor(key) => self.of(Account::Attestor(key)),
        }
    }

    /// The identifier of an offence.
    pub fn offence_id(&self, offence: Offence) -> Hash {
        let address = |account| self.of(account).to_bytes();
        match offence {
            Offence::Equivocation(device) => {
                offence::Offence::Equivocation { device: &address(Account::Device(device)) }.id()
            }
            Offence::DoubleStatement(key, subject) => {
                let (attestor, subject) = (address(Account::Attestor(key)), self.subject(subject));
                offence::Offence::DoubleStatement { attestor: &attestor, subject: &subject }.id()
            }
            Offence::Downtime(identity, last_epoch) => {
                offence::Offence::Downtime { operator: &address(Account::Operator(identity)), last_epoch }.id()
            }
            Offence::Verdict(identity, evidence) => {
                let operator = address(Account::Operator(identity));
                offence::Offence::Verdict { operator: &operator, evidence_hash: &[evidence; 32] }.id()
            }
        }
    }

    /// The hash of a subject.
    pub fn subject(&self, subject: Subject) -> Hash {
        match subject {
            Subject::Contribution(device, epoch, sequence) => {
                let statement = Statement { epoch, sequence, class: 0, units: 0, evidence: 0 };
                self.contribution(Wallet(0), device, &statement).subject()
            }
            Subject::Verdict(operator, evidence) => {
                self.condemnation(&Condemnation { operator, epoch: 0, evidence, fraction_bps: 0 }).subject()
            }
        }
    }

    /// What is signed.
    pub fn digest(&self, domain: &Domain, signed: &Signed) -> Hash {
        match signed {
            Signed::Contribution(operator, device, statement) => {
                self.contribution(*operator, *device, statement).digest(domain)
            }
            Signed::Verdict(said) => self.condemnation(said).digest(domain),
        }
    }

    /// A contribution as the interface knows it.
    fn contribution(&self, operator: Wallet, device: DeviceKey, said: &Statement) -> Contribution {
        Contribution {
            operator: self.operator(operator).to_bytes(),
            device: self.of(Account::Device(device)).to_bytes(),
            epoch: said.epoch,
            sequence: said.sequence,
            class: said.class,
            units: said.units,
            evidence_hash: [said.evidence; 32],
        }
    }

    /// A verdict as the interface knows it.
    fn condemnation(&self, said: &Condemnation) -> Verdict {
        Verdict {
            operator: self.operator(said.operator).to_bytes(),
            epoch: said.epoch,
            evidence_hash: [said.evidence; 32],
            fraction_bps: said.fraction_bps,
        }
    }

    /// The hash of a reporter's commitment.
    pub fn commitment(&self, commitment: &Commitment) -> Hash {
        let digests = commitment.statements.map(|signed| self.digest(&self.domain.get(), &signed));
        let reporter = self.keys.optional(commitment.reporter).to_bytes();
        report::commitment(&self.offence_id(commitment.offence), &digests, &reporter, &[commitment.salt; 32])
    }

    fn with_bump(&self, account: Account) -> (Address, u8) {
        if let Some(found) = self.found.borrow().get(&account) {
            return *found;
        }
        let found = self.find(account);
        self.found.borrow_mut().insert(account, found);
        found
    }

    fn find(&self, account: Account) -> (Address, u8) {
        let network = self.network.network;
        let within = |number: u8| if number == 0 { network } else { self.of(Account::Network(number)) };
        match account {
            Account::Network(number) => {
                find(&[seeds::NETWORK, self.keys.wallet(Wallet::AUTHORITY).as_ref(), &name(number)])
            }
            Account::Books(number) => find(&[seeds::BOOKS, within(number).as_ref()]),
            Account::Classes(number) => find(&[seeds::CLASSES, within(number).as_ref()]),
            Account::RewardVault(number) => find(&[seeds::REWARD_VAULT, within(number).as_ref()]),
            Account::StakeVault(number) => find(&[seeds::STAKE_VAULT, within(number).as_ref()]),
            Account::Shard(number) => find(&[seeds::SHARD, network.as_ref(), &[number]]),
            Account::Set(version) => find(&[seeds::ATTESTOR_SET, network.as_ref(), &version.to_le_bytes()]),
            Account::Attestor(key) => find(&[seeds::ATTESTOR, network.as_ref(), self.attestor_key(key).as_ref()]),
            Account::Operator(identity) => {
                find(&[seeds::OPERATOR, network.as_ref(), self.keys.wallet(identity).as_ref()])
            }
            Account::Position(operator, owner) => {
                find(&[seeds::POSITION, self.operator(operator).as_ref(), self.keys.wallet(owner).as_ref()])
            }
            Account::Device(key) => find(&[seeds::DEVICE, network.as_ref(), &self.keys.device_key(key).hash()]),
            Account::Epoch(index) => find(&[seeds::EPOCH, network.as_ref(), &index.to_le_bytes()]),
            Account::Case(offence) => find(&[seeds::SLASH, network.as_ref(), &self.offence_id(offence)]),
            Account::Ticket(commitment) => find(&[seeds::REPORT, network.as_ref(), &self.commitment(&commitment)]),
            Account::Verdict(said) => {
                let digest = self.digest(&self.domain.get(), &Signed::Verdict(said));
                find(&[seeds::VERDICT, network.as_ref(), &digest])
            }
            Account::ParameterChange(version) => find(&[seeds::PARAMETERS, network.as_ref(), &version.to_le_bytes()]),
        }
    }
}

/// The name of the network of that number.
pub fn name(number: u8) -> [u8; 32] {
    encode_name(&format!("network {number}")).expect("a short name")
}

/// The address of the first network.
pub fn first_network(creator: Address) -> Address {
    pda::network(creator, &name(0))
}

fn find(seeds: &[&[u8]]) -> (Address, u8) {
    Address::find_program_address(seeds, &girder_sdk::ledger::ID)
}
