//! A network with one class, three attestors and one operator, made with nothing but the SDK's calls.

use girder_sdk::{
    NetworkAddresses, Result, Token,
    audit::Snapshot,
    embedded::EmbeddedLedger,
    instructions::{self, NewDevice, NewNetwork, Seal},
    interface::Domain,
    ledger::{
        NewClass, Statement,
        state::{Network, Parameters, emission_kind},
    },
    network::encode_name,
    pda,
    proof::{Proof, ProofBuilder, RegistrationBuilder, Route},
    signer::{DeviceSigner, Ed25519Signer, Secp256r1Signer},
    tokens::NewMint,
    transport,
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

pub const SOL: u64 = 1_000_000_000;
pub const EPOCH: i64 = 3_600;
pub const STAKE: u64 = 50_000_000;
pub const LIMIT: u64 = 1_000_000;

pub fn key(number: u8) -> Keypair {
    Keypair::new_from_array([number; 32])
}

pub fn parameters(genesis: i64) -> Parameters {
    Parameters {
        genesis,
        epoch_length: EPOCH,
        grace: 600,
        dispute: 600,
        evidence_age: 600,
        appeal: 3_600,
        unbonding: 10_000,
        max_pause: 3_600,
        bond_unbonding: 10_000,
        jail_time: 3_600,
        jail_window: 86_400,
        jail_after: 2,
        shards: 2,
        emission_kind: emission_kind::FIXED,
        emission_initial: 10_000_000,
        emission_period: 1,
        emission_ratio: 0,
        supply_cap: 1 << 50,
        max_reward_per_million_credits: 1_000_000,
        direct_bps: 10_000,
        attestor_bps: 500,
        settle_tip: 1_000,
        collateral_per_million_credits: 10_000_000,
        reward_price: 1 << 32,
        leverage_bps: 50_000,
        min_deposit: 1,
        min_self_stake: 1,
        max_commission_bps: 2_000,
        min_bond: 1_000,
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
        breaker_size: 20_000_000,
        breaker_window: EPOCH,
        invited_operators: 0,
    }
}

/// A network with one class, three attestors in force from epoch 1 on, and one staked operator.
pub struct World {
    pub ledger: EmbeddedLedger,
    pub network: NetworkAddresses,
    pub domain: Domain,
    pub genesis: i64,
    pub payer: Keypair,
    pub attestors: Vec<Keypair>,
    pub identity: Keypair,
    pub operator: Address,
    pub wallet: Address,
}

impl World {
    pub fn new(token_2022: bool) -> Result<Self> {
        Self::with_parameters(EmbeddedLedger::new(7)?, token_2022, |_| {})
    }

    pub fn with_parameters(ledger: EmbeddedLedger, token_2022: bool, change: fn(&mut Parameters)) -> Result<Self> {
        let (payer, mint, identity) = (key(1), key(2), key(3));
        let attestors: Vec<Keypair> = (10..13).map(key).collect();
        ledger.airdrop(payer.pubkey(), 1_000 * SOL)?;

        let token = if token_2022 { Token::spl_2022(mint.pubkey()) } else { Token::spl(mint.pubkey()) };
        ledger.create_mint(&payer, &mint, &NewMint::plain(token, payer.pubkey(), 6))?;
        let wallet = ledger.create_token_account(&payer, &token, identity.pubkey())?;
        let funds = ledger.create_token_account(&payer, &token, payer.pubkey())?;
        ledger.mint_to(&payer, &token, wallet, STAKE)?;
        ledger.mint_to(&payer, &token, funds, 10_000)?;

        let genesis = ledger.now().unix_timestamp;
        let mut parameters = parameters(genesis);
        change(&mut parameters);
        let new = NewNetwork {
            payer: payer.pubkey(),
            creator: payer.pubkey(),
            name: encode_name("smoke")?,
            reward: token,
            collateral: token,
            treasury: None,
            parameters,
            mint_risks: 0,
        };
        ledger.execute(&[instructions::create_network(&new)], &payer, &[])?;
        let network = new.addresses();
        let domain = ledger.read::<Network>(network.network)?.domain(&network.network);
        let world = Self {
            ledger,
            network,
            domain,
            genesis,
            operator: pda::operator(network.network, identity.pubkey()),
            payer,
            attestors,
            identity,
            wallet,
        };
        world.set_up(funds)?;
        Ok(world)
    }

    fn set_up(&self, funds: Address) -> Result<()> {
        let (ledger, network, payer) = (&self.ledger, &self.network, &self.payer);
        let us = payer.pubkey();
        let shards = [0, 1].map(|number| instructions::create_shard(network, us, number));
        ledger.execute(&shards, payer, &[])?;
        let class = NewClass { weight: 1, limit: LIMIT, floor: 0, key_kinds: 3, verifier: Address::default() };
        let set =
            [instructions::add_class(network, us, class, None), instructions::create_attestor_set(network, 1, us, us)];
        ledger.execute(&set, payer, &[])?;
        for attestor in &self.attestors {
            let join = [
                instructions::register_attestor(network, us, us, attestor.pubkey()),
                instructions::post_bond(network, attestor.pubkey(), us, funds, 1_000),
                instructions::add_attestor(network, 1, us, attestor.pubkey(), 1),
            ];
            ledger.execute(&join, payer, &[attestor])?;
        }
        let seal = Seal { from_epoch: 1, proof_threshold: 2, verdict_threshold: 2 };
        ledger.execute(&[instructions::seal_attestor_set(network, 1, us, seal)], payer, &[])?;

        let identity = self.identity.pubkey();
        let join = [
            instructions::register_operator(network, us, identity, 1_000, identity),
            instructions::deposit(network, self.operator, identity, self.wallet, STAKE),
        ];
        ledger.execute(&join, payer, &[&self.identity])?;
        Ok(())
    }

    pub fn register(&self, device: &dyn DeviceSigner) -> Result<()> {
        let new = NewDevice { operator: self.operator, key: device.key(), class: 0, region: 49 };
        let (us, signer) = (self.payer.pubkey(), self.identity.pubkey());
        let registration = RegistrationBuilder::new(&self.domain, new).sign(device)?;
        let instructions = registration.register(&self.network, us, signer, 0)?;
        self.ledger.execute(&instructions, &self.payer, &[&self.identity])?;
        Ok(())
    }

    pub fn prove(&self, device: &dyn DeviceSigner, epoch: u64, sequence: u64, units: u64) -> Result<Proof> {
        let statement = Statement { epoch, sequence, class: 0, units, evidence_hash: [9; 32] };
        self.attestors
            .iter()
            .try_fold(
                ProofBuilder::new(&self.domain, self.operator, device.key(), statement).sign(device)?,
                |builder, attestor| builder.attest(attestor),
            )?
            .build()
    }

    pub fn submit(&self, proof: &Proof, shard: u8) -> Result<transport::Receipt> {
        let route = Route { shard, attestor_set: Some(1), ..Route::default() };
        self.ledger.execute(&proof.instructions(&self.network, route)?, &self.payer, &[])
    }

    pub fn settle(&self, epoch: u64) -> Result<transport::Receipt> {
        let set = (epoch > 0).then_some(1);
        let settle = instructions::settle_epoch(&self.network, epoch, self.payer.pubkey(), set, None);
        self.ledger.execute(&[settle], &self.payer, &[])
    }

    pub fn snapshot(&self) -> Snapshot {
        self.ledger.snapshot(self.network.network).unwrap()
    }

    pub fn start(&self, epoch: u64) -> i64 {
        self.genesis + EPOCH * epoch as i64
    }
}

pub fn devices() -> (Ed25519Signer, Secp256r1Signer) {
    (Ed25519Signer::from_seed(&[20; 32].into()), Secp256r1Signer::from_scalar(&[21; 32].into()).unwrap())
}
