//! A small network on a node: one mint for rewards and collateral, one class, three attestors, short epochs.

use girder_sdk::{
    NetworkAddresses, Token, instructions as build,
    instructions::{NewDevice, NewNetwork, Seal},
    interface::{Domain, key::KeyKind},
    ledger::{
        NewClass, Statement,
        state::{Network, Parameters},
    },
    network::encode_name,
    pda,
    proof::{Proof, ProofBuilder, RegistrationBuilder, Route},
    rpc::RpcLedger,
    signer::{DeviceSigner, Ed25519Signer},
    tokens::{self, NewMint},
    transport::{self, Receipt, TransactionSigner, Transport},
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::Node;

/// Decimals of the mint.
const DECIMALS: u8 = 6;
/// The class: any device, up to so many units an epoch.
const CLASS: NewClass = NewClass {
    weight: 1,
    limit: 10_000,
    floor: 0,
    key_kinds: KeyKind::Ed25519.bit(),
    verifier: Address::new_from_array([0; 32]),
};

/// A network and the keys of those who run it.
pub struct SmallNetwork {
    /// The ledger that it is on.
    pub ledger: RpcLedger,
    /// The network's authority and its mint's first; owns the stock of tokens, and pays.
    pub founder: Keypair,
    /// The attestors' keys, which own their bonds too.
    pub attestors: Vec<Keypair>,
    /// Where its accounts are.
    pub addresses: NetworkAddresses,
    /// What it was created with.
    pub parameters: Parameters,
    /// Where signatures are valid.
    pub domain: Domain,
}

/// An operator and its device.
pub struct Worker {
    /// The operator's identity: its authority and the owner of its own position.
    pub identity: Keypair,
    /// The Operator account.
    pub operator: Address,
    /// Signs as its device.
    pub device: Ed25519Signer,
}

impl SmallNetwork {
    /// Founds a network whose epoch 0 begins in a minute. The founder holds a million tokens.
    pub async fn found(node: &Node) -> Self {
        let (ledger, founder) = (node.ledger(), node.funded(100).await);
        let token = create_mint(&ledger, &founder).await;
        let genesis = node.time().await + 60;
        let parameters = Parameters { genesis, supply_cap: 2_000_000_000_000, ..girder_tests::parameters() };
        let new = NewNetwork {
            payer: founder.pubkey(),
            creator: founder.pubkey(),
            name: encode_name("small").unwrap(),
            reward: token,
            collateral: token,
            treasury: None,
            parameters,
            mint_risks: 0,
        };
        let addresses = new.addresses();
        ledger.send(&[build::create_network(&new)], &founder, &[]).await.unwrap();
        let account: Network = transport::fetch(&ledger, addresses.network).await.unwrap();
        let domain = Domain {
            program_id: girder_sdk::ledger::ID.to_bytes(),
            network: addresses.network.to_bytes(),
            instance: account.instance,
        };
        let attestors = (0..3).map(|_| Keypair::new()).collect();
        let network = Self { ledger, founder, attestors, addresses, parameters, domain };
        network.furnish().await;
        network
    }

    async fn furnish(&self) {
        let (addresses, founder) = (&self.addresses, self.founder.pubkey());
        let shards = (0..addresses.shards).map(|number| build::create_shard(addresses, founder, number));
        let class = build::add_class(addresses, founder, CLASS, None);
        self.send(&shards.chain([class]).collect::<Vec<_>>(), &[]).await;
        for attestor in &self.attestors {
            let key = attestor.pubkey();
            self.send(&[build::register_attestor(addresses, founder, key, key)], &[attestor]).await;
        }
        let create = build::create_attestor_set(addresses, 1, founder, founder);
        let members = self.attestors.iter().map(|key| build::add_attestor(addresses, 1, founder, key.pubkey(), 1));
        let seal = build::seal_attestor_set(
            addresses,
            1,
            founder,
            Seal { from_epoch: 0, proof_threshold: 2, verdict_threshold: 2 },
        );
        self.send(&[create].into_iter().chain(members).chain([seal]).collect::<Vec<_>>(), &[]).await;
    }

    /// Sends instructions that the founder pays for; they must succeed.
    pub async fn send(&self, instructions: &[Instruction], signers: &[TransactionSigner<'_>]) -> Receipt {
        self.ledger.send(instructions, &self.founder, signers).await.unwrap()
    }

    /// Gives tokens out of the founder's stock; returns the wallet's account.
    pub async fn give(&self, wallet: Address, amount: u64) -> Address {
        let (token, founder) = (&self.addresses.collateral, self.founder.pubkey());
        let (from, to) = (token.account_of(founder), token.account_of(wallet));
        let create = tokens::create_account(token, founder, wallet);
        let transfer = tokens::transfer(token, DECIMALS, founder, from, to, amount).unwrap();
        self.send(&[create, transfer], &[]).await;
        to
    }

    /// Registers an operator with this stake (base units) and one device.
    pub async fn worker(&self, stake: u64) -> Worker {
        let (addresses, founder) = (&self.addresses, self.founder.pubkey());
        let (identity, device) = (Keypair::new(), Ed25519Signer::new(Keypair::new()));
        let own = identity.pubkey();
        let operator = pda::operator(addresses.network, own);
        let source = self.give(own, stake).await;
        let register = build::register_operator(addresses, founder, own, 0, own);
        let deposit = build::deposit(addresses, operator, own, source, stake);
        self.send(&[register, deposit], &[&identity]).await;
        let new = NewDevice { operator, key: device.key(), class: 0, region: 0 };
        let consent = RegistrationBuilder::new(&self.domain, new).sign(&device).unwrap();
        self.send(&consent.register(addresses, founder, own, 0).unwrap(), &[&identity]).await;
        Worker { identity, operator, device }
    }

    /// Submits what a device contributed in an epoch, signed by it and by two attestors.
    pub async fn prove(&self, worker: &Worker, epoch: u64, sequence: u64, units: u64) -> Receipt {
        let route = Route { attestor_set: Some(1), ..Route::default() };
        let proof = self.proof(worker, epoch, sequence, units);
        self.send(&proof.instructions(&self.addresses, route).unwrap(), &[]).await
    }

    /// What a device contributed in an epoch, signed by it and by two attestors.
    pub fn proof(&self, worker: &Worker, epoch: u64, sequence: u64, units: u64) -> Proof {
        let statement = Statement { epoch, sequence, class: 0, units, evidence_hash: [7; 32] };
        let mut proof = ProofBuilder::new(&self.domain, worker.operator, worker.device.key(), statement);
        proof = proof.sign(&worker.device).unwrap();
        for attestor in self.attestors.iter().take(2) {
            proof = proof.attest(attestor).unwrap();
        }
        proof.build().unwrap()
    }

    /// When an epoch begins.
    pub fn start_of(&self, epoch: u64) -> i64 {
        self.parameters.genesis + i64::try_from(epoch).unwrap() * self.parameters.epoch_length
    }

    /// From when on an epoch may be settled.
    pub fn settle_time(&self, epoch: u64) -> i64 {
        self.start_of(epoch + 1) + self.parameters.grace
    }

    /// From when on a settled epoch may be harvested.
    pub fn harvest_time(&self, epoch: u64) -> i64 {
        self.settle_time(epoch) + self.parameters.dispute
    }
}

async fn create_mint(ledger: &RpcLedger, founder: &Keypair) -> Token {
    let (mint, owner) = (Keypair::new(), founder.pubkey());
    let new = NewMint::plain(Token::spl(mint.pubkey()), owner, DECIMALS);
    let lamports = ledger.minimum_balance(new.space().unwrap()).await.unwrap();
    let mut instructions = new.instructions(owner, lamports).unwrap();
    instructions.push(tokens::create_account(&new.token, owner, owner));
    instructions.push(tokens::mint_to(&new.token, owner, new.token.account_of(owner), 1_000_000_000_000).unwrap());
    ledger.send(&instructions, founder, &[&mint]).await.unwrap();
    new.token
}
