//! A network with a life: contributions, a settled and harvested epoch, a claim, a slash, a failed transaction; made with
//! the SDK's calls on a recorded ledger.

use girder_sdk::{
    NetworkAddresses, Result, Token,
    embedded::EmbeddedLedger,
    instructions::{self, NewDevice, NewNetwork, Seal},
    interface::Domain,
    ledger::{
        NewClass, Statement,
        state::{Network, Parameters, emission_kind},
    },
    network::encode_name,
    pda,
    proof::{EquivocationReport, Proof, ProofBuilder, RegistrationBuilder, Route},
    recorder::Recorder,
    signer::{DeviceSigner, Ed25519Signer, Secp256r1Signer},
    tokens::NewMint,
    transport::Receipt,
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signature::Signature;
use solana_signer::Signer;

pub const SOL: u64 = 1_000_000_000;
pub const EPOCH: i64 = 3_600;
pub const STAKE: u64 = 50_000_000;
pub const NAME: &str = "<b>smoke & mirrors</b>";

pub fn key(number: u8) -> Keypair {
    Keypair::new_from_array([number; 32])
}

pub struct World {
    pub ledger: Recorder,
    pub network: NetworkAddresses,
    pub domain: Domain,
    pub genesis: i64,
    pub payer: Keypair,
    pub attestors: Vec<Keypair>,
    pub identity: Keypair,
    pub operator: Address,
    pub wallet: Address,
}

/// What the life of a network left behind.
pub struct Life {
    pub world: World,
    pub device: Address,
    pub case: Address,
    pub counted: [Signature; 2],
    pub failed: Signature,
}

impl World {
    pub fn new() -> Result<Self> {
        let ledger = Recorder::new(EmbeddedLedger::new(7)?);
        let (payer, mint, identity) = (key(1), key(2), key(3));
        let attestors: Vec<Keypair> = (10..13).map(key).collect();
        let embedded = ledger.ledger();
        embedded.airdrop(payer.pubkey(), 1_000 * SOL)?;
        let token = Token::spl(mint.pubkey());
        embedded.create_mint(&payer, &mint, &NewMint::plain(token, payer.pubkey(), 6))?;
        let wallet = embedded.create_token_account(&payer, &token, identity.pubkey())?;
        let funds = embedded.create_token_account(&payer, &token, payer.pubkey())?;
        embedded.mint_to(&payer, &token, wallet, STAKE)?;
        embedded.mint_to(&payer, &token, funds, 10_000)?;
        let genesis = embedded.now().unix_timestamp;
        let new = NewNetwork {
            payer: payer.pubkey(),
            creator: payer.pubkey(),
            name: encode_name(NAME)?,
            reward: token,
            collateral: token,
            treasury: None,
            parameters: parameters(genesis),
            mint_risks: 0,
        };
        ledger.execute(&[instructions::create_network(&new)], &payer, &[])?;
        let network = new.addresses();
        let domain = ledger.ledger().read::<Network>(network.network)?.domain(&network.network);
        let operator = pda::operator(network.network, identity.pubkey());
        let world = Self { ledger, network, domain, genesis, payer, attestors, identity, operator, wallet };
        world.set_up(funds)?;
        Ok(world)
    }

    /// The same network on the other side of a cluster's fork.
    pub fn fork(&self) -> Self {
        Self {
            ledger: self.ledger.fork(),
            network: self.network,
            domain: self.domain,
            genesis: self.genesis,
            payer: self.payer.insecure_clone(),
            attestors: self.attestors.iter().map(Keypair::insecure_clone).collect(),
            identity: self.identity.insecure_clone(),
            operator: self.operator,
            wallet: self.wallet,
        }
    }

    fn set_up(&self, funds: Address) -> Result<()> {
        let (network, us) = (&self.network, self.payer.pubkey());
        self.pay(&[0, 1].map(|number| instructions::create_shard(network, us, number)))?;
        let class = NewClass { weight: 1, limit: 1_000_000, floor: 0, key_kinds: 3, verifier: Address::default() };
        let class = instructions::add_class(network, us, class, None);
        self.pay(&[class, instructions::create_attestor_set(network, 1, us, us)])?;
        for attestor in &self.attestors {
            let join = [
                instructions::register_attestor(network, us, us, attestor.pubkey()),
                instructions::post_bond(network, attestor.pubkey(), us, funds, 1_000),
                instructions::add_attestor(network, 1, us, attestor.pubkey(), 1),
            ];
            self.ledger.execute(&join, &self.payer, &[attestor])?;
        }
        let seal = Seal { from_epoch: 1, proof_threshold: 2, verdict_threshold: 2 };
        self.pay(&[instructions::seal_attestor_set(network, 1, us, seal)])?;
        let identity = self.identity.pubkey();
        self.pay(&[
            instructions::register_operator(network, us, identity, 1_000, identity),
            instructions::deposit(network, self.operator, identity, self.wallet, STAKE),
        ])?;
        Ok(())
    }

    /// Executes what the payer and the operator sign.
    pub fn pay(&self, instructions: &[Instruction]) -> Result<Receipt> {
        self.ledger.execute(instructions, &self.payer, &[&self.identity])
    }

    pub fn register(&self, device: &dyn DeviceSigner) -> Result<Address> {
        let new = NewDevice { operator: self.operator, key: device.key(), class: 0, region: 49 };
        let registration = RegistrationBuilder::new(&self.domain, new).sign(device)?;
        self.pay(&registration.register(&self.network, self.payer.pubkey(), self.identity.pubkey(), 0)?)?;
        Ok(pda::device(self.network.network, &device.key()))
    }

    pub fn prove(&self, device: &dyn DeviceSigner, sequence: u64, units: u64) -> Result<Proof> {
        let statement = Statement { epoch: 1, sequence, class: 0, units, evidence_hash: [9; 32] };
        let signed = ProofBuilder::new(&self.domain, self.operator, device.key(), statement).sign(device)?;
        self.attestors.iter().try_fold(signed, |builder, attestor| builder.attest(attestor))?.build()
    }

    pub fn submit(&self, proof: &Proof) -> Result<Receipt> {
        let route = Route { shard: 0, attestor_set: Some(1), ..Route::default() };
        self.pay(&proof.instructions(&self.network, route)?)
    }

    pub fn settle(&self, epoch: u64) -> Result<Receipt> {
        let set = (epoch > 0).then_some(1);
        self.pay(&[instructions::settle_epoch(&self.network, epoch, self.payer.pubkey(), set, None)])
    }

    pub fn warp_into(&self, epoch: i64, seconds: i64) {
        self.ledger.ledger().warp_to(self.genesis + EPOCH * epoch + seconds);
    }

    /// Two devices prove, the epoch is settled, harvested and claimed; then one of them turns out to have said two things.
    pub fn live(self) -> Result<Life> {
        let (plain, hardware) = devices();
        let device = self.register(&plain)?;
        self.register(&hardware)?;
        self.warp_into(1, 0);
        let proofs = [1, 2].map(|units| self.prove(&plain, 5, units * 1_000));
        let [first, second] = [proofs[0].as_ref().unwrap(), proofs[1].as_ref().unwrap()];
        let counted = [self.submit(first)?.signature, self.submit(&self.prove(&hardware, 5, 7_000)?)?.signature];
        let again = self.submit(second);
        assert!(again.is_err(), "a sequence counts once");
        let failed = self.newest();
        self.warp_into(2, 601);
        self.settle(0)?;
        self.settle(1)?;
        self.warp_into(2, 1_201);
        self.pay(&[instructions::harvest(&self.network, self.operator, 1)])?;
        let identity = self.identity.pubkey();
        self.pay(&[instructions::claim(&self.network, self.operator, identity, self.wallet)])?;
        let report = EquivocationReport::new(first, second)?;
        self.pay(&report.instructions(&self.network, self.payer.pubkey(), 0)?)?;
        let case = pda::equivocation_case(self.network.network, device);
        Ok(Life { world: self, device, case, counted, failed })
    }

    /// The newest transaction's signature.
    pub fn newest(&self) -> Signature {
        self.ledger.newest().unwrap().signature
    }
}

pub fn devices() -> (Ed25519Signer, Secp256r1Signer) {
    (Ed25519Signer::from_seed(&[20; 32].into()), Secp256r1Signer::from_scalar(&[21; 32].into()).unwrap())
}

fn parameters(genesis: i64) -> Parameters {
    Parameters {
        genesis,
        epoch_length: EPOCH,
        grace: 600,
        dispute: 600,
        evidence_age: 1_200,
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
