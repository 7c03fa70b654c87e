//! What the commands' own tests act on: the demo's network on a ledger in this process.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use girder_interface::Domain;
use girder_sdk::{
    NetworkAddresses,
    embedded::EmbeddedLedger,
    instructions,
    ledger::{
        Statement,
        state::{Books, Parameters},
    },
    pda,
    proof::{Proof, ProofBuilder, Route},
    tokens,
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;
use tempfile::TempDir;

use crate::{
    attest,
    cluster::{Session, load_keypair},
    demo::{
        keys::Secrets,
        setup::{self, ATTESTOR_SET},
        stage::Stage,
    },
    device, keys,
    network_file::NetworkFile,
    operator, stake,
    statement::SignedStatement,
};

/// What a wallet has: base units of the network's token.
pub const TOKENS: u64 = 50_000_000_000;
const LAMPORTS: u64 = 10_000_000_000;

/// The demo's network and its attestors, before an operator has joined it.
pub struct Scene {
    pub ledger: Arc<EmbeddedLedger>,
    pub network: NetworkAddresses,
    pub domain: Domain,
    pub parameters: Parameters,
    pub founder: Keypair,
    pub attestors: Vec<Keypair>,
    founder_tokens: Address,
    relay: Keypair,
    folder: TempDir,
}

impl Scene {
    pub async fn new() -> Self {
        let (file, secrets) = (NetworkFile::load(None).unwrap(), Secrets::new(1));
        let mut stage = setup::create_network(&file, secrets, 1).await.unwrap();
        let attestors = setup::seat_attestors(&mut stage, &file, secrets).await.unwrap();
        let Stage { ledger, network, domain, parameters, founder, founder_tokens, relay, .. } = stage;
        ledger.airdrop(founder.pubkey(), LAMPORTS).unwrap();
        Self {
            ledger: Arc::new(ledger),
            network,
            domain,
            parameters,
            founder,
            attestors: attestors.into_iter().map(|attestor| attestor.key).collect(),
            founder_tokens,
            relay,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Somebody with a wallet that can pay.
    pub fn wallet(&self, number: u8) -> Keypair {
        let (key, token) = (Keypair::new_from_array([number; 32]), self.network.collateral);
        self.ledger.airdrop(key.pubkey(), LAMPORTS).unwrap();
        let account = self.ledger.create_token_account(&self.relay, &token, key.pubkey()).unwrap();
        let pay = tokens::transfer(&token, 6, self.founder.pubkey(), self.founder_tokens, account, TOKENS).unwrap();
        self.ledger.execute(&[pay], &self.relay, &[&self.founder]).unwrap();
        key
    }

    /// Whoever has this key, at work.
    pub fn session(&self, key: &Keypair) -> Session {
        Session::signed(self.ledger.clone(), vec![key.insecure_clone()], false, true)
    }

    pub fn balance(&self, of: &Keypair) -> u64 {
        self.ledger.token_balance(self.network.collateral.account_of(of.pubkey())).unwrap()
    }

    /// An operator and its session.
    pub async fn operator(&self, key: &Keypair) -> (Address, Session) {
        let session = self.session(key);
        operator::register::register(&session, self.network.network, 100, None).await.unwrap();
        (pda::operator(self.network.network, key.pubkey()), session)
    }

    /// An operator with 20,000 tokens at stake, its session, and the key file of its device.
    pub async fn worker(&self, number: u8) -> (Address, Session, PathBuf) {
        let (operator, session) = self.operator(&self.wallet(number)).await;
        stake::change::deposit(&session, operator, "20000").await.unwrap();
        let key = self.new_key(&format!("device{number}.json"));
        device::change::register(&session, operator, &key, (0, 0)).await.unwrap();
        (operator, session, key)
    }

    /// A path in a folder of this scene.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    /// Writes a new key.
    pub fn new_key(&self, name: &str) -> PathBuf {
        self.write_key(name, &Keypair::new())
    }

    pub fn write_key(&self, name: &str, key: &Keypair) -> PathBuf {
        self.write(name, &serde_json::to_string(&key.to_bytes()[..]).unwrap())
    }

    pub fn key_in(&self, file: &Path) -> Keypair {
        load_keypair(file).unwrap()
    }

    /// Where the device with the key in this file is.
    pub fn device_of(&self, key: &Path) -> Address {
        pda::device(self.network.network, &keys::load(key).unwrap().key())
    }

    pub fn start_of(&self, epoch: u64) -> i64 {
        self.parameters.schedule().start(epoch).unwrap()
    }

    /// What a device says about an epoch, with sequence 1.
    fn proof(&self, operator: Address, key: &Path, epoch: u64, units: u64) -> ProofBuilder {
        let statement = Statement { epoch, sequence: 1, class: 0, units, evidence_hash: [7; 32] };
        let signer = keys::load(key).unwrap();
        ProofBuilder::new(&self.domain, operator, signer.key(), statement).sign(signer.as_ref()).unwrap()
    }

    /// That in a file, as `girder prove` writes it.
    pub fn statement(&self, name: &str, operator: Address, key: &Path, units: u64) -> (PathBuf, Proof) {
        let proof = self.proof(operator, key, 0, units).build().unwrap();
        let text = serde_json::to_string(&SignedStatement::new(&self.domain, &proof)).unwrap();
        (self.write(name, &text), proof)
    }

    /// An attestor's signature in a file, as `girder attest` writes it.
    pub fn attestation(&self, name: &str, attestor: &Keypair, digest: &[u8; 32]) -> PathBuf {
        let key = self.write_key("attestor.json", attestor);
        let signed = attest::sign(&key, digest).unwrap();
        self.write(name, &attest::text(&signed, digest).unwrap())
    }

    /// Submits what a device says about an epoch, signed by two attestors.
    pub fn submit(&self, operator: Address, key: &Path, epoch: u64, units: u64) {
        let mut proof = self.proof(operator, key, epoch, units);
        for attestor in self.attestors.iter().take(2) {
            proof = proof.attest(attestor).unwrap();
        }
        let route = Route { attestor_set: Some(ATTESTOR_SET), ..Route::default() };
        let submit = proof.build().unwrap().instructions(&self.network, route).unwrap();
        self.ledger.execute(&submit, &self.relay, &[]).unwrap();
    }

    /// Settles the epoch that is next, at the time from which that is possible.
    pub fn settle(&self) {
        let epoch = self.ledger.read::<Books>(self.network.books).unwrap().next_epoch;
        self.ledger.warp_to(self.parameters.settle_time(epoch).unwrap().max(self.ledger.now().unix_timestamp));
        let settle = instructions::settle_epoch(&self.network, epoch, self.relay.pubkey(), Some(ATTESTOR_SET), None);
        self.ledger.execute(&[settle], &self.relay, &[]).unwrap();
    }
}
