//! A network with one class, three attestors and one operator, made with nothing but the SDK's calls: for tests of what is
//! built on the SDK. Tests of the program have [`Ledger`](crate::Ledger).

use girder_sdk::{
    NetworkAddresses, Result, Token,
    audit::Snapshot,
    embedded::EmbeddedLedger,
    instructions::{self, NewDevice, NewNetwork, Seal},
    interface::Domain,
    ledger::{
        NewClass, Statement,
        state::{Network, Parameters},
    },
    network::encode_name,
    pda,
    proof::{Proof, ProofBuilder, RegistrationBuilder, Route},
    recorder::Recorder,
    signer::{DeviceSigner, Ed25519Signer, Secp256r1Signer},
    tokens::NewMint,
    transport::{self, Receipt, TransactionSigner},
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

/// Lamports.
pub const SOL: u64 = 1_000_000_000;
/// Seconds of an epoch.
pub const EPOCH: i64 = 3_600;
/// What the operator has at stake, base units.
pub const STAKE: u64 = 50_000_000;
/// Units a device of the class may prove in an epoch.
const LIMIT: u64 = 1_000_000;

/// The keypair of a number.
pub fn key(number: u8) -> Keypair {
    Keypair::new_from_array([number; 32])
}

/// What a [`World`] is on: a ledger in this process.
pub trait Chain {
    /// The ledger itself, for reading and for what is no transaction.
    fn embedded(&self) -> &EmbeddedLedger;

    /// Executes a signed transaction.
    fn execute_transaction(&self, transaction: VersionedTransaction) -> Result<Receipt>;
}

impl Chain for EmbeddedLedger {
    fn embedded(&self) -> &EmbeddedLedger {
        self
    }

    fn execute_transaction(&self, transaction: VersionedTransaction) -> Result<Receipt> {
        EmbeddedLedger::execute_transaction(self, transaction)
    }
}

impl Chain for Recorder {
    fn embedded(&self) -> &EmbeddedLedger {
        self.ledger()
    }

    fn execute_transaction(&self, transaction: VersionedTransaction) -> Result<Receipt> {
        Recorder::execute_transaction(self, transaction)
    }
}

/// A network with one class, three attestors in force from epoch 1 on, and one staked operator.
pub struct World<C = EmbeddedLedger> {
    /// What it is on.
    pub ledger: C,
    /// Where the network's accounts are.
    pub network: NetworkAddresses,
    /// Where signatures are valid.
    pub domain: Domain,
    /// When epoch 0 began (Unix seconds).
    pub genesis: i64,
    /// The network's authority; pays.
    pub payer: Keypair,
    /// The attestors' keys; the payer owns them.
    pub attestors: Vec<Keypair>,
    /// The operator's identity.
    pub identity: Keypair,
    /// The Operator account.
    pub operator: Address,
    /// The operator's token account.
    pub wallet: Address,
}

/// How a [`World`] differs from the usual one.
pub struct Plan {
    /// The network's name.
    pub name: &'static str,
    /// Mints of Token-2022, not of SPL Token.
    pub token_2022: bool,
    /// Changes the parameters.
    pub change: fn(&mut Parameters),
}

impl Default for Plan {
    fn default() -> Self {
        Self { name: "smoke", token_2022: false, change: |_| {} }
    }
}

impl World {
    /// The usual network on a new ledger.
    pub fn new() -> Result<Self> {
        Self::on(EmbeddedLedger::new(7)?, &Plan::default())
    }
}

impl<C: Chain> World<C> {
    /// A network on a ledger. Fails where the ledger refuses it.
    pub fn on(ledger: C, plan: &Plan) -> Result<Self> {
        let (payer, mint, identity) = (key(1), key(2), key(3));
        let attestors: Vec<Keypair> = (10..13).map(key).collect();
        let embedded = ledger.embedded();
        embedded.airdrop(payer.pubkey(), 1_000 * SOL)?;
        let token = if plan.token_2022 { Token::spl_2022(mint.pubkey()) } else { Token::spl(mint.pubkey()) };
        embedded.create_mint(&payer, &mint, &NewMint::plain(token, payer.pubkey(), 6))?;
        let wallet = embedded.create_token_account(&payer, &token, identity.pubkey())?;
        let funds = embedded.create_token_account(&payer, &token, payer.pubkey())?;
        embedded.mint_to(&payer, &token, wallet, STAKE)?;
        embedded.mint_to(&payer, &token, funds, 10_000)?;

        let genesis = embedded.now().unix_timestamp;
        let mut parameters = parameters(genesis);
        (plan.change)(&mut parameters);
        let new = NewNetwork {
            payer: payer.pubkey(),
            creator: payer.pubkey(),
            name: encode_name(plan.name)?,
            reward: token,
            collateral: token,
            treasury: None,
            parameters,
            mint_risks: 0,
        };
        let create = [instructions::create_network(&new)];
        ledger.execute_transaction(transport::sign(&create, &payer, &[], embedded.blockhash())?)?;
        let network = new.addresses();
        let domain = ledger.embedded().read::<Network>(network.network)?.domain(&network.network);
        let operator = pda::operator(network.network, identity.pubkey());
        let world = Self { ledger, network, domain, genesis, payer, attestors, identity, operator, wallet };
        world.set_up(funds)?;
        Ok(world)
    }

    /// The same network on another ledger that has it too.
    pub fn moved_to<D>(&self, ledger: D) -> World<D> {
        World {
            ledger,
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
        let class = NewClass { weight: 1, limit: LIMIT, floor: 0, key_kinds: 3, verifier: Address::default() };
        let class = instructions::add_class(network, us, class, None);
        self.pay(&[class, instructions::create_attestor_set(network, 1, us, us)])?;
        for attestor in &self.attestors {
            let join = [
                instructions::register_attestor(network, us, us, attestor.pubkey()),
                instructions::post_bond(network, attestor.pubkey(), us, funds, 1_000),
                instructions::add_attestor(network, 1, us, attestor.pubkey(), 1),
            ];
            self.execute(&join, attestor)?;
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
        self.execute(instructions, &self.identity)
    }

    fn execute(&self, instructions: &[Instruction], signer: TransactionSigner) -> Result<Receipt> {
        let blockhash = self.ledger.embedded().blockhash();
        self.ledger.execute_transaction(transport::sign(instructions, &self.payer, &[signer], blockhash)?)
    }

    /// Registers a device; returns its account.
    pub fn register(&self, device: &dyn DeviceSigner) -> Result<Address> {
        let new = NewDevice { operator: self.operator, key: device.key(), class: 0, region: 49 };
        let registration = RegistrationBuilder::new(&self.domain, new).sign(device)?;
        self.pay(&registration.register(&self.network, self.payer.pubkey(), self.identity.pubkey(), 0)?)?;
        Ok(pda::device(self.network.network, &device.key()))
    }

    /// What a device contributed, signed by it and by all attestors.
    pub fn prove(&self, device: &dyn DeviceSigner, epoch: u64, sequence: u64, units: u64) -> Result<Proof> {
        let statement = Statement { epoch, sequence, class: 0, units, evidence_hash: [9; 32] };
        let signed = ProofBuilder::new(&self.domain, self.operator, device.key(), statement).sign(device)?;
        self.attestors.iter().try_fold(signed, |builder, attestor| builder.attest(attestor))?.build()
    }

    /// Submits a proof by a shard.
    pub fn submit(&self, proof: &Proof, shard: u8) -> Result<Receipt> {
        let route = Route { shard, attestor_set: Some(1), ..Route::default() };
        self.pay(&proof.instructions(&self.network, route)?)
    }

    /// Settles an epoch, for the payer's tip.
    pub fn settle(&self, epoch: u64) -> Result<Receipt> {
        let set = (epoch > 0).then_some(1);
        self.pay(&[instructions::settle_epoch(&self.network, epoch, self.payer.pubkey(), set, None)])
    }

    /// The network as an audit wants it.
    pub fn snapshot(&self) -> Snapshot {
        self.ledger.embedded().snapshot(self.network.network).unwrap()
    }

    /// First second of an epoch.
    pub fn start(&self, epoch: u64) -> i64 {
        self.genesis + EPOCH * epoch as i64
    }
}

/// A device with a key of Solana's kind, and one with a key of security chips.
pub fn devices() -> (Ed25519Signer, Secp256r1Signer) {
    (Ed25519Signer::from_seed(&[20; 32].into()), Secp256r1Signer::from_scalar(&[21; 32].into()).unwrap())
}

/// Epochs of an hour; 1 reward and 10 collateral a credit; what may be paid out is small enough to meet it.
fn parameters(genesis: i64) -> Parameters {
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
        emission_initial: 10_000_000,
        emission_period: 1,
        supply_cap: 1 << 50,
        attestor_bps: 500,
        settle_tip: 1_000,
        leverage_bps: 50_000,
        min_self_stake: 1,
        min_bond: 1_000,
        breaker_size: 20_000_000,
        breaker_window: EPOCH,
        ..crate::parameters()
    }
}
