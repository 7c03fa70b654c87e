//! A network from scratch to a claimed reward, with nothing but the SDK's calls, against the compiled program.

use girder_sdk::{
    NetworkAddresses, Result, Token,
    embedded::EmbeddedLedger,
    events::LedgerEvent,
    instructions::{self, NewDevice, NewNetwork, Seal},
    interface::{Domain, key::KeyKind},
    ledger::{
        NewClass, Statement,
        error::LedgerError,
        state::{Books, Network, Parameters, emission_kind},
    },
    network::encode_name,
    pda,
    proof::{EquivocationReport, Proof, ProofBuilder, RegistrationBuilder, Route},
    signer::{DeviceSigner, Ed25519Signer, Secp256r1Signer},
    tokens::NewMint,
    transport,
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

const SOL: u64 = 1_000_000_000;
const EPOCH: i64 = 3_600;
const STAKE: u64 = 50_000_000;
const LIMIT: u64 = 1_000_000;

fn key(number: u8) -> Keypair {
    Keypair::new_from_array([number; 32])
}

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
    }
}

/// A network with one class, three attestors in force from epoch 1 on, and one staked operator.
struct World {
    ledger: EmbeddedLedger,
    network: NetworkAddresses,
    domain: Domain,
    genesis: i64,
    payer: Keypair,
    attestors: Vec<Keypair>,
    identity: Keypair,
    operator: Address,
    wallet: Address,
}

impl World {
    fn new(token_2022: bool) -> Result<Self> {
        let ledger = EmbeddedLedger::new(7)?;
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
        let new = NewNetwork {
            payer: payer.pubkey(),
            creator: payer.pubkey(),
            name: encode_name("smoke")?,
            reward: token,
            collateral: token,
            treasury: None,
            parameters: parameters(genesis),
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
        let class = NewClass { weight: 1, limit: LIMIT, key_kinds: 3, verifier: Address::default() };
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

    fn register(&self, device: &dyn DeviceSigner) -> Result<()> {
        let new = NewDevice { operator: self.operator, key: device.key(), class: 0, region: 49 };
        let (us, signer) = (self.payer.pubkey(), self.identity.pubkey());
        let registration = RegistrationBuilder::new(&self.domain, new).sign(device)?;
        let instructions = registration.register(&self.network, us, signer, 0)?;
        self.ledger.execute(&instructions, &self.payer, &[&self.identity])?;
        Ok(())
    }

    fn prove(&self, device: &dyn DeviceSigner, epoch: u64, sequence: u64, units: u64) -> Result<Proof> {
        let statement = Statement { epoch, sequence, class: 0, units, evidence_hash: [9; 32] };
        self.attestors
            .iter()
            .try_fold(
                ProofBuilder::new(&self.domain, self.operator, device.key(), statement).sign(device)?,
                |builder, attestor| builder.attest(attestor),
            )?
            .build()
    }

    fn submit(&self, proof: &Proof, shard: u8) -> Result<transport::Receipt> {
        let route = Route { shard, attestor_set: Some(1), ..Route::default() };
        self.ledger.execute(&proof.instructions(&self.network, route)?, &self.payer, &[])
    }

    fn settle(&self, epoch: u64) -> Result<transport::Receipt> {
        let set = (epoch > 0).then_some(1);
        let settle = instructions::settle_epoch(&self.network, epoch, self.payer.pubkey(), set, None);
        self.ledger.execute(&[settle], &self.payer, &[])
    }

    fn start(&self, epoch: u64) -> i64 {
        self.genesis + EPOCH * epoch as i64
    }
}

fn devices() -> (Ed25519Signer, Secp256r1Signer) {
    (Ed25519Signer::from_seed(&[20; 32].into()), Secp256r1Signer::from_scalar(&[21; 32].into()).unwrap())
}

fn a_life(token_2022: bool) {
    let world = World::new(token_2022).unwrap();
    let (ledger, network) = (&world.ledger, &world.network);
    let (plain, hardware) = devices();
    assert_eq!(hardware.key().kind(), KeyKind::Secp256r1);
    world.register(&plain).unwrap();
    world.register(&hardware).unwrap();

    ledger.warp_to(world.start(1));
    let receipt = world.submit(&world.prove(&plain, 1, 1, 400_000).unwrap(), 0).unwrap();
    assert!(
        matches!(receipt.events.as_slice(), [LedgerEvent::ContributionCounted(event)] if event.credit_after == 400_000)
    );
    world.submit(&world.prove(&hardware, 1, 1, 200_000).unwrap(), 1).unwrap();

    ledger.warp_to(world.start(2) + 600);
    world.settle(0).unwrap();
    world.settle(1).unwrap();
    ledger.warp_to(world.start(2) + 1_200);
    let crank = [
        instructions::harvest(network, world.operator, 1),
        instructions::claim(network, world.operator, world.identity.pubkey(), world.wallet),
        instructions::claim_commission(network, world.operator, world.wallet),
        instructions::close_epoch(network, 1, world.payer.pubkey()),
    ];
    ledger.execute(&crank, &world.payer, &[]).unwrap();

    // 600,000 credits earn 600,000 base units; 5% are the attestors', whose set distributes them.
    let paid = ledger.token_balance(world.wallet).unwrap();
    assert!((569_998..=570_000).contains(&paid), "{paid}");
    let books: Books = ledger.read(network.books).unwrap();
    assert_eq!(books.minted, 600_000);
    assert_eq!(books.staked, STAKE);
}

#[test]
fn an_operator_is_paid_for_what_its_devices_prove() {
    a_life(false);
}

#[test]
fn an_operator_is_paid_in_a_token_of_token_2022() {
    a_life(true);
}

#[test]
fn a_refusal_says_which_rule_and_which_numbers() {
    let world = World::new(false).unwrap();
    let (device, _) = devices();
    world.register(&device).unwrap();
    world.ledger.warp_to(world.start(1));
    world.submit(&world.prove(&device, 1, 5, 1).unwrap(), 0).unwrap();

    let error = world.submit(&world.prove(&device, 1, 5, 2).unwrap(), 0).unwrap_err();
    let refusal = error.refusal().unwrap();
    assert_eq!(refusal.ledger_error(), Some(LedgerError::OldSequence));
    assert_eq!(refusal.instruction, 1);
    assert_eq!(refusal.values, Some(("5".to_owned(), "5".to_owned())));
}

#[test]
fn a_key_that_signs_twice_is_slashed() {
    let world = World::new(false).unwrap();
    let (ledger, network) = (&world.ledger, &world.network);
    let (plain, hardware) = devices();
    for device in [&plain as &dyn DeviceSigner, &hardware] {
        world.register(device).unwrap();
        let address = pda::device(network.network, &device.key());
        ledger.warp_to(world.start(1));
        let proofs = [1, 2].map(|units| world.prove(device, 1, 5, units).unwrap());
        let report = EquivocationReport::new(&proofs[0], &proofs[1]).unwrap();
        let us = world.payer.pubkey();
        ledger.execute(&report.instructions(network, us, 0).unwrap(), &world.payer, &[]).unwrap();
        let overturn = instructions::overturn_slash(network, us, world.operator, address);
        ledger.execute(&[overturn], &world.payer, &[]).unwrap();
    }
    assert_eq!(ledger.read::<Books>(network.books).unwrap().staked, STAKE);
}

#[test]
fn the_same_seed_gives_the_same_ledger() {
    let content = || World::new(false).unwrap().ledger.find_all(&[]);
    assert_eq!(content(), content());
}

#[tokio::test]
async fn the_transport_reads_what_the_ledger_wrote() {
    let world = World::new(true).unwrap();
    let (addresses, network) = transport::network(&world.ledger, world.network.network).await.unwrap();
    assert_eq!(addresses, world.network);
    assert_eq!(network.domain(&addresses.network), world.domain);
    let shards = transport::fetch_all::<girder_sdk::ledger::state::Shard>(&world.ledger, addresses.network).await;
    assert_eq!(shards.unwrap().len(), 2);
}
