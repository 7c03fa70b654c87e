//! Who may not do what: every instruction, in a valid use, with each of its accounts swapped for each of many wrong ones.

use girder_sdk::governor::{
    instructions::{self as build, RealmMint},
    pda,
};
use girder_tests::{Holder, Ledger, SETTINGS, TestOperator};
use serde_json::Value;
use solana_account::Account;
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::realms;

/// Swaps that are right: instruction (`*` any), account, and why.
const FREE: &[(&str, &str, &str)] = &[
    ("*", "program", "the framework's: the program calls itself by its own address"),
    ("*", "payer", "anybody may pay"),
    ("close_proposal", "signer", "it is over: anybody may close it"),
    ("close_vote", "vote_record", "the neighbour's vote is over as well: anybody may close any such record"),
    ("register_realm", "network", "the realm's authority says which network counts"),
];

/// Tries what must not work.
struct Intruder<'a> {
    ledger: &'a Ledger,
    interface: Value,
    stranger: Keypair,
    /// Real accounts to put in others' places.
    accounts: Vec<Address>,
    complaints: Vec<String>,
    attempts: usize,
}

impl<'a> Intruder<'a> {
    fn new(ledger: &'a Ledger, accounts: Vec<Address>) -> Self {
        let interface = serde_json::from_str(include_str!("../../../sbf/artifacts/governor.json")).unwrap();
        let stranger = ledger.wallet();
        Self { ledger, interface, stranger, accounts, complaints: Vec::new(), attempts: 0 }
    }

    /// The name of an instruction and of its accounts.
    fn names(&self, data: &[u8]) -> (String, Vec<String>) {
        let bytes = |value: &Value| value.as_array().unwrap().iter().map(|byte| byte.as_u64().unwrap() as u8).collect();
        let all = self.interface["instructions"].as_array().unwrap();
        let is_it = |one: &&Value| {
            let discriminator: Vec<u8> = bytes(&one["discriminator"]);
            data.starts_with(&discriminator)
        };
        let text = |value: &Value| value["name"].as_str().unwrap().to_owned();
        let found = all.iter().find(is_it).unwrap();
        (text(found), found["accounts"].as_array().unwrap().iter().map(text).collect())
    }

    /// Tries all that is wrong, then does what is right.
    fn step(&mut self, instruction: Instruction, signers: &[&Keypair]) {
        let (name, accounts) = self.names(&instruction.data);
        for (index, account) in accounts.iter().enumerate() {
            if !FREE.iter().any(|(of, free, _)| ["*", &name].contains(of) && free == account) {
                self.swap(&format!("{name}: {account}"), &instruction, index, signers);
            }
        }
        self.ledger.send(&[instruction], signers).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    }

    fn swap(&mut self, what: &str, instruction: &Instruction, index: usize, signers: &[&Keypair]) {
        let original = &instruction.accounts[index];
        let mut others = vec![self.stranger.pubkey()];
        if original.is_signer {
            let mut unsigned = instruction.clone();
            unsigned.accounts[index].is_signer = false;
            if original.pubkey != self.ledger.payer.pubkey() {
                self.attempt(&format!("{what} unsigned"), unsigned, signers);
            }
        } else {
            others.extend(self.accounts.iter().copied());
        }
        for other in others.into_iter().filter(|other| *other != original.pubkey) {
            let mut swapped = instruction.clone();
            swapped.accounts[index].pubkey = other;
            self.attempt(&format!("{what} swapped for {other}"), swapped, signers);
        }
    }

    fn attempt(&mut self, what: &str, instruction: Instruction, signers: &[&Keypair]) {
        let needed = |signer: &&&Keypair| {
            instruction.accounts.iter().any(|meta| meta.is_signer && meta.pubkey == signer.pubkey())
        };
        let all: Vec<_> = signers.iter().copied().chain([&self.stranger]).collect();
        let signers: Vec<_> = all.iter().filter(needed).copied().collect();
        self.attempts += 1;
        if self.ledger.send(&[instruction], &signers).is_ok() {
            self.complaints.push(what.to_owned());
        }
    }
}

/// The accounts of a voting network and some of its people.
fn accounts(ledger: &Ledger, operators: &[&TestOperator]) -> Vec<Address> {
    let network = &ledger.network;
    let own = [network.network, network.books, network.classes, network.stake_vault, ledger.governor()];
    let people =
        operators.iter().flat_map(|operator| [operator.address, operator.position(), operator.owner().pubkey()]);
    own.into_iter().chain([pda::governance(network.network)]).chain(people).collect()
}

#[test]
fn no_account_or_signer_of_any_instruction_can_be_swapped_for_a_wrong_one() {
    let ledger = Ledger::new().two_mints().build();
    ledger.chain.add_governor().unwrap();
    let neighbour = ledger.neighbour();
    neighbour.create_governance(SETTINGS).unwrap();
    let [operator, other] = [2_000, 3_000].map(|stake| ledger.operator().stake(stake).build());
    let foreign = neighbour.operator().stake(4_000).build();
    ledger.chain.warp_by(1);
    let elsewhere = neighbour.propose(&foreign, &[]);
    neighbour.vote(&elsewhere, &foreign, true).unwrap();
    let mut all = accounts(&ledger, &[&operator, &other]);
    all.extend(accounts(&neighbour, &[&foreign]));
    all.extend([elsewhere.address, neighbour.vote_address(&elsewhere, &foreign), solana_sdk_ids::system_program::ID]);
    let mut intruder = Intruder::new(&ledger, all);

    let (network, payer, authority) = (ledger.network.network, &ledger.payer, &ledger.authority);
    intruder.step(build::create_governance(network, payer.pubkey(), authority.pubkey(), SETTINGS), &[authority]);
    let rival = ledger.draft(&other, &[]);
    intruder.accounts.push(rival.address);
    let (proposer, nonce) = (&operator.identity, 1);
    let proposal = pda::proposal(network, proposer.pubkey(), nonce);
    intruder.step(build::draft_proposal(network, proposer.pubkey(), nonce, [0; 32]), &[proposer]);
    let decided = build::set_governance(network, SETTINGS);
    intruder.step(build::add_instruction(proposal, proposer.pubkey(), &decided), &[proposer]);
    intruder.step(build::open_vote(network, proposal, proposer.pubkey(), operator.address), &[proposer]);
    ledger.chain.warp_by(1);
    ledger.open_vote(&rival, other.address).unwrap();

    let test = girder_tests::TestProposal {
        address: proposal,
        proposer: proposer.insecure_clone(),
        instructions: vec![decided.clone()],
    };
    intruder.step(ledger.ballot(&test, &operator, true), &[proposer]);
    ledger.vote(&rival, &other, true).unwrap();
    intruder.accounts.push(ledger.vote_address(&rival, &other));
    ledger.end_vote(&test);
    // The rival vote began a second later, so it is not over.
    intruder.step(build::execute_proposal(network, proposal, &decided), &[]);
    intruder.step(build::close_vote(ledger.vote_address(&test, &operator), payer.pubkey()), &[]);
    intruder.step(build::close_proposal(network, proposal, proposer.pubkey(), payer.pubkey()), &[]);

    let realm_authority = ledger.wallet();
    let of =
        RealmMint { realm: Address::new_from_array([0x4e; 32]), governing_token_mint: ledger.network.collateral.mint };
    realms::put(&ledger, of, 2, Some(realm_authority.pubkey()));
    let register = build::register_realm(network, payer.pubkey(), of, realm_authority.pubkey(), 1);
    intruder.step(register, &[&realm_authority]);
    let owner = operator.identity.pubkey();
    intruder.step(build::create_voter_weight(payer.pubkey(), of, owner), &[]);
    intruder.accounts.push(pda::registered_realm(of.realm, of.governing_token_mint));
    intruder.step(build::update_voter_weight(of, owner, &[operator.address]), &[]);
    intruder.step(build::close_voter_weight(of, owner, owner, payer.pubkey()), &[proposer]);
    intruder.step(build::unregister_realm(of, realm_authority.pubkey(), payer.pubkey()), &[&realm_authority]);

    ledger.end_vote(&rival);
    ledger.close_proposal(&rival, &other.identity).unwrap();
    ledger.chain.set_account(network, Account::default()).unwrap();
    intruder.step(build::close_governance(network, payer.pubkey()), &[]);
    assert!(intruder.attempts > 500, "{} attempts", intruder.attempts);
    assert!(intruder.complaints.is_empty(), "accepted:\n{}", intruder.complaints.join("\n"));
}
