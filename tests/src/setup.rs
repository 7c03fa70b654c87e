use std::sync::Arc;

use girder_interface::{Domain, key::KeyKind};
use girder_sdk::{
    Token,
    embedded::{EmbeddedLedger, START},
    governor,
    instructions::{self as build, NewNetwork, Seal},
    ledger::{
        NewClass,
        state::{Parameters, emission_kind},
    },
    network::encode_name,
    pda,
};
use sha2::{Digest, Sha256};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{Ledger, mint::create_mint};

/// Parameters that satisfy every rule, small enough to calculate with: epochs of 1,000 s, 1 reward and 10 collateral per
/// credit, the whole emission of 1,000,000 paid out by credit, without attestors' part, tip or commission limits near.
pub fn parameters() -> Parameters {
    Parameters {
        genesis: START + 1_000,
        epoch_length: 1_000,
        grace: 500,
        dispute: 500,
        evidence_age: 1_400,
        appeal: 2_000,
        unbonding: 3_000,
        max_pause: 3_000,
        bond_unbonding: 4_000,
        jail_time: 5_000,
        jail_window: 20_000,
        jail_after: 2,
        shards: 2,
        emission_kind: emission_kind::FIXED,
        emission_initial: 1_000_000,
        emission_period: 10,
        emission_ratio: 0,
        supply_cap: 1_000_000_000_000,
        max_reward_per_million_credits: 1_000_000,
        direct_bps: 10_000,
        attestor_bps: 0,
        settle_tip: 0,
        collateral_per_million_credits: 10_000_000,
        reward_price: 1 << 32,
        leverage_bps: 40_000,
        min_deposit: 1,
        min_self_stake: 0,
        max_commission_bps: 2_000,
        min_bond: 0,
        equivocation_slash_bps: 10_000,
        correlation_window: 5_000,
        commission_step_bps: 500,
        correlation_bps: 0,
        max_correlation_bps: 10_000,
        bounty_bps: 1_000,
        downtime_slash_bps: 100,
        downtime_epochs: 10,
        downtime_misses: 3,
        max_maintenance_epochs: 4,
        verdict_case_bps: 5_000,
        verdict_window_bps: 8_000,
        attestor_slash_bps: 5_000,
        breaker_size: u64::MAX,
        breaker_window: 28 * 86_400,
        invited_operators: 0,
    }
}

/// A class of weight 1 for both kinds of keys, attested.
pub fn class(limit: u64) -> NewClass {
    let key_kinds = KeyKind::Ed25519.bit() | KeyKind::Secp256r1.bit();
    NewClass { weight: 1, limit, floor: 0, key_kinds, verifier: Address::default() }
}

/// An attestor's keys.
pub struct TestAttestor {
    /// Signs statements.
    pub key: Keypair,
    /// Owns bond and pay.
    pub owner: Keypair,
    /// Its weight in the first set.
    pub weight: u64,
}

impl TestAttestor {
    /// New keys, not registered.
    pub fn new(weight: u64) -> Self {
        Self { key: Keypair::new(), owner: Keypair::new(), weight }
    }
}

/// Whose token account gets slashed collateral.
#[derive(Clone, Copy)]
enum Treasury {
    Wallet,
    Governor,
}

/// Builds a [`Ledger`].
pub struct Setup {
    parameters: Parameters,
    classes: Vec<NewClass>,
    weights: Vec<u64>,
    thresholds: Option<(u64, u64)>,
    two_mints: bool,
    token_2022: bool,
    mixed_programs: bool,
    treasury: Option<Treasury>,
    initial_supply: u64,
    mint_risks: u8,
    program: Option<Vec<u8>>,
    healthy: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            parameters: parameters(),
            classes: vec![class(10_000)],
            weights: vec![1, 1, 1],
            thresholds: None,
            two_mints: false,
            token_2022: everything_in_token_2022(),
            mixed_programs: false,
            treasury: None,
            initial_supply: 1_000_000_000,
            mint_risks: 0,
            program: None,
            healthy: false,
        }
    }
}

impl Setup {
    /// Changes parameters.
    pub fn parameters(mut self, change: impl FnOnce(&mut Parameters)) -> Self {
        change(&mut self.parameters);
        self
    }

    /// Replaces the classes; by default there is one, [`class`]`(10_000)`.
    pub fn classes(mut self, classes: &[NewClass]) -> Self {
        self.classes = classes.to_vec();
        self
    }

    /// Replaces the attestors by one of each weight, in a set from epoch 0 on; none for no set at all. By default there
    /// are three of weight 1.
    pub fn attestors(mut self, weights: &[u64]) -> Self {
        self.weights = weights.to_vec();
        self
    }

    /// Proof and verdict threshold of the first set; by default all weight for both.
    pub fn thresholds(mut self, proof: u64, verdict: u64) -> Self {
        self.thresholds = Some((proof, verdict));
        self
    }

    /// Collateral in a mint of its own; by default it is the reward mint.
    pub fn two_mints(mut self) -> Self {
        self.two_mints = true;
        self
    }

    /// Mints of Token-2022; by default of SPL Token, but in the suite that runs everything with Token-2022.
    pub fn token_2022(mut self) -> Self {
        self.token_2022 = true;
        self
    }

    /// Mints of SPL Token, in either suite.
    pub fn spl_token(mut self) -> Self {
        self.token_2022 = false;
        self
    }

    /// Rewards are a mint of Token-2022, collateral one of SPL Token.
    pub fn mixed_programs(mut self) -> Self {
        self.two_mints = true;
        self.token_2022 = false;
        self.mixed_programs = true;
        self
    }

    /// Slashed collateral goes to a treasury; by default it is burned.
    pub fn treasury(mut self) -> Self {
        self.treasury = Some(Treasury::Wallet);
        self
    }

    /// Slashed collateral goes to the governor: stake votes spend it.
    pub fn treasury_of_the_vote(mut self) -> Self {
        self.treasury = Some(Treasury::Governor);
        self
    }

    /// Reward tokens that exist before the network; they are the authority's.
    pub fn initial_supply(mut self, amount: u64) -> Self {
        self.initial_supply = amount;
        self
    }

    /// Mints of Token-2022 that can do to holders what these bits of the interface's `mint_risk` name, in the hands of the
    /// network's authority, in a network that takes those risks. Transfers cost 1%.
    pub fn mint_risks(mut self, risks: u8) -> Self {
        self.token_2022 = true;
        self.mint_risks = risks;
        self
    }

    /// Runs these bytes in place of the committed program.
    pub fn program(mut self, bytes: &[u8]) -> Self {
        self.program = Some(bytes.to_vec());
        self
    }

    /// Another operator has a device that works in every epoch, so that none is quiet: see
    /// [`work_until`](Ledger::work_until).
    pub fn healthy(mut self) -> Self {
        self.healthy = true;
        self
    }

    /// The ledger with its mints, before a network is created, and the network that would be.
    pub fn prepare(self) -> (Ledger, NewNetwork) {
        let chain = match &self.program {
            Some(program) => EmbeddedLedger::with_program(1, program),
            None => EmbeddedLedger::new(1),
        }
        .unwrap();
        let (payer, authority) = (keypair(1), keypair(2));
        for wallet in [&payer, &authority] {
            chain.airdrop(wallet.pubkey(), 1_000_000_000_000).unwrap();
        }
        let reward =
            create_mint(&chain, &authority, &keypair(3), self.token_2022 || self.mixed_programs, self.mint_risks);
        let collateral = if self.two_mints {
            create_mint(&chain, &authority, &keypair(4), self.token_2022, self.mint_risks)
        } else {
            reward
        };
        let name = encode_name("test").unwrap();
        let treasury = self.treasury.map(|treasury| {
            let owner = match treasury {
                Treasury::Wallet => keypair(5).pubkey(),
                Treasury::Governor => governor::pda::governor(pda::network(authority.pubkey(), &name)),
            };
            chain.create_token_account(&payer, &collateral, owner).unwrap();
            owner
        });
        let stock = chain.create_token_account(&payer, &collateral, authority.pubkey()).unwrap();
        if self.two_mints {
            // So that deposits of a test never run out; rewards are what is counted.
            chain.mint_to(&authority, &collateral, stock, u64::MAX >> 1).unwrap();
            chain.create_token_account(&payer, &reward, authority.pubkey()).unwrap();
        }
        let account = reward.account_of(authority.pubkey());
        if self.initial_supply > 0 {
            chain.mint_to(&authority, &reward, account, self.initial_supply).unwrap();
        }
        let new = NewNetwork {
            payer: payer.pubkey(),
            creator: authority.pubkey(),
            name,
            reward,
            collateral,
            treasury,
            parameters: self.parameters,
            mint_risks: self.mint_risks,
        };
        let ledger = unfounded(Arc::new(chain), payer, authority, &new, &self.weights);
        (ledger, new)
    }

    /// The ledger with a network, its shards, classes and first attestor set. The clock is before genesis.
    pub fn build(self) -> Ledger {
        let (classes, thresholds, healthy) = (self.classes.clone(), self.thresholds, self.healthy);
        let (ledger, new) = self.prepare();
        let ledger = found(ledger, &new, &classes, thresholds);
        if healthy { ledger.with_rest() } else { ledger }
    }
}

impl Ledger {
    /// Another network on the same chain, with the same mints, payer, authority, times and rules: for accounts that belong
    /// elsewhere. Its rewards come from its reserve, it has one class and three attestors of its own.
    pub fn neighbour(&self) -> Ledger {
        let parameters = Parameters {
            genesis: self.parameters.genesis.max(self.now() + 1),
            emission_kind: emission_kind::VAULT_FUNDED,
            emission_ratio: 0,
            ..self.parameters
        };
        let new = NewNetwork {
            payer: self.payer.pubkey(),
            creator: self.authority.pubkey(),
            name: encode_name("neighbour").unwrap(),
            reward: self.network.reward,
            collateral: self.network.collateral,
            treasury: Some(self.network_account().treasury).filter(|wallet| *wallet != Address::default()),
            parameters,
            mint_risks: self.network_account().mint_risks,
        };
        let (payer, authority) = (self.payer.insecure_clone(), self.authority.insecure_clone());
        found(unfounded(self.chain.clone(), payer, authority, &new, &[1, 1, 1]), &new, &[class(10_000)], None)
    }
}

fn unfounded(
    chain: Arc<EmbeddedLedger>,
    payer: Keypair,
    authority: Keypair,
    new: &NewNetwork,
    weights: &[u64],
) -> Ledger {
    let network = new.addresses();
    let domain = Domain {
        program_id: girder_sdk::ledger::ID.to_bytes(),
        network: network.network.to_bytes(),
        instance: [0; 32],
    };
    let attestor = |(number, &weight): (usize, &u64)| {
        let key = |role| seeded_keypair(role, network.network, number as u64);
        TestAttestor { key: key("attestor"), owner: key("attestor's owner"), weight }
    };
    let attestors = weights.iter().enumerate().map(attestor).collect();
    Ledger::assemble(chain, payer, authority, network, domain, new.parameters, attestors)
}

fn found(mut ledger: Ledger, new: &NewNetwork, classes: &[NewClass], thresholds: Option<(u64, u64)>) -> Ledger {
    ledger.send(&[build::create_network(new)], &[&ledger.authority]).unwrap();
    ledger.domain.instance = ledger.network_account().instance;
    let network = ledger.network;
    for number in 0..network.shards {
        ledger.send(&[build::create_shard(&network, ledger.payer.pubkey(), number)], &[]).unwrap();
    }
    for &class in classes {
        let authority = ledger.authority.pubkey();
        ledger.send(&[build::add_class(&network, authority, class, None)], &[&ledger.authority]).unwrap();
    }
    if !ledger.attestors.is_empty() {
        let total = ledger.attestors.iter().map(|attestor| attestor.weight).sum();
        let (proof_threshold, verdict_threshold) = thresholds.unwrap_or((total, total));
        for attestor in &ledger.attestors {
            ledger.register_attestor(attestor);
        }
        let members: Vec<_> = ledger.attestors.iter().map(|a| (a.key.pubkey(), a.weight)).collect();
        ledger.seal_set(1, &members, Seal { from_epoch: 0, proof_threshold, verdict_threshold }).unwrap();
    }
    ledger
}

/// The keypair of a role in a network and a number, the same in every run.
pub(crate) fn seeded_keypair(role: &str, network: Address, number: u64) -> Keypair {
    let seed = Sha256::new().chain_update(role).chain_update(network).chain_update(number.to_le_bytes()).finalize();
    Keypair::new_from_array(seed.into())
}

/// The test's own keypair of that number.
fn keypair(number: u8) -> Keypair {
    Keypair::new_from_array([number; 32])
}

/// The token program that a mint is not of.
pub fn other_token_program(token: &Token) -> Address {
    if token.program == spl_token_interface::ID { spl_token_2022_interface::ID } else { spl_token_interface::ID }
}

/// Whether this is the suite `ledger_token_2022`: the tests of `ledger` once more (a link to their folder), with mints of
/// Token-2022 wherever a test does not ask for others.
fn everything_in_token_2022() -> bool {
    let test = std::env::current_exe().ok();
    test.and_then(|path| path.file_stem().map(|name| name.to_string_lossy().starts_with("ledger_token_2022")))
        .unwrap_or_default()
}
