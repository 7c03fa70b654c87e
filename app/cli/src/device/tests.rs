//! An operator and a delegator from their registration to the last token, with the commands' own steps on the real program.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use girder_sdk::{
    NetworkAddresses,
    embedded::EmbeddedLedger,
    ledger::state::{Device, Network, Operator, Position},
    pda, tokens,
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::change;
use crate::{
    cluster::Session,
    demo::{keys::Secrets, setup, stage::Stage},
    keys,
    network_file::NetworkFile,
    operator,
    prove::place,
    stake,
};

const LAMPORTS: u64 = 10_000_000_000;
const TOKENS: u64 = 50_000_000_000;

/// The demo's network before anybody has joined it.
struct Scene {
    ledger: Arc<EmbeddedLedger>,
    network: NetworkAddresses,
    founder: Keypair,
    founder_tokens: Address,
    relay: Keypair,
}

impl Scene {
    async fn new() -> Self {
        let file = NetworkFile::load(None).unwrap();
        let stage = setup::create_network(&file, Secrets::new(1), 1).await.unwrap();
        let Stage { ledger, network, founder, founder_tokens, relay, .. } = stage;
        Self { ledger: Arc::new(ledger), network, founder, founder_tokens, relay }
    }

    /// Somebody with a wallet that can pay.
    fn wallet(&self, number: u8) -> Keypair {
        let (key, token) = (Keypair::new_from_array([number; 32]), self.network.collateral);
        self.ledger.airdrop(key.pubkey(), LAMPORTS).unwrap();
        let account = self.ledger.create_token_account(&self.relay, &token, key.pubkey()).unwrap();
        let pay = tokens::transfer(&token, 6, self.founder.pubkey(), self.founder_tokens, account, TOKENS).unwrap();
        self.ledger.execute(&[pay], &self.relay, &[&self.founder]).unwrap();
        key
    }

    fn session(&self, key: &Keypair) -> Session {
        Session::signed(self.ledger.clone(), vec![key.insecure_clone()], false, true)
    }

    fn balance(&self, of: &Keypair) -> u64 {
        self.ledger.token_balance(self.network.collateral.account_of(of.pubkey())).unwrap()
    }

    /// An operator and its session.
    async fn operator(&self, key: &Keypair) -> (Address, Session) {
        let session = self.session(key);
        operator::register::register(&session, self.network.network, 100, None).await.unwrap();
        (pda::operator(self.network.network, key.pubkey()), session)
    }
}

fn device_key(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(name);
    fs::write(&file, serde_json::to_string(&Keypair::new().to_bytes()[..]).unwrap()).unwrap();
    file
}

#[tokio::test]
async fn a_delegator_enters_gives_leaves_and_gets_its_tokens_back() {
    let scene = Scene::new().await;
    let (operator_key, delegator, friend) = (scene.wallet(1), scene.wallet(2), scene.wallet(3));
    let (operator, own) = scene.operator(&operator_key).await;
    stake::change::deposit(&own, operator, "20000").await.unwrap();
    let session = scene.session(&delegator);
    stake::change::deposit(&session, operator, "1500.5").await.unwrap();
    assert_eq!(scene.balance(&delegator), TOKENS - 1_500_500_000);
    let refused = stake::change::deposit(&session, operator, "1.0000001").await.unwrap_err();
    assert!(refused.to_string().contains("1.0000001"), "{refused}");

    stake::change::transfer(&session, operator, friend.pubkey(), 500_000).await.unwrap();
    let given: Position = scene.ledger.read(pda::position(operator, friend.pubkey())).unwrap();
    assert_eq!(given.shares, 500_000);

    stake::change::unstake(&session, operator, None).await.unwrap();
    stake::change::withdraw(&session, operator, 0, None).await.unwrap_err();
    scene.ledger.warp_by(10 * 86_400);
    stake::change::withdraw(&session, operator, 0, None).await.unwrap();
    let left = TOKENS - scene.balance(&delegator);
    assert!((500_000..=500_002).contains(&left), "{left}");
    stake::change::close(&session, operator).await.unwrap();
    assert!(scene.ledger.find(&pda::position(operator, delegator.pubkey())).is_none());
}

#[tokio::test]
async fn an_operators_authority_passes_to_whom_it_was_offered() {
    let scene = Scene::new().await;
    let (first, next) = (scene.wallet(1), scene.wallet(2));
    let (address, session) = scene.operator(&first).await;
    operator::change::payout(&session, address, next.pubkey()).await.unwrap();
    operator::change::offer(&session, address, next.pubkey()).await.unwrap();
    operator::change::accept(&scene.session(&next), address).await.unwrap();
    operator::change::manager(&session, address, None).await.unwrap_err();
    operator::change::manager(&scene.session(&next), address, Some(first.pubkey())).await.unwrap();
    let account: Operator = scene.ledger.read(address).unwrap();
    assert_eq!((account.authority, account.manager), (next.pubkey(), first.pubkey()));
    assert_eq!(account.payout_wallet, next.pubkey());
}

#[tokio::test]
async fn a_device_is_registered_rotated_and_retired_by_its_operator_only() {
    let (scene, folder) = (Scene::new().await, tempfile::tempdir().unwrap());
    let (key, stranger) = (scene.wallet(1), scene.wallet(2));
    let (operator, session) = scene.operator(&key).await;
    stake::change::deposit(&session, operator, "20000").await.unwrap();
    let (first, next) = (device_key(folder.path(), "first.json"), device_key(folder.path(), "next.json"));
    change::register(&scene.session(&stranger), operator, &first, (0, 7)).await.unwrap_err();
    change::register(&session, operator, &first, (0, 7)).await.unwrap();
    let address = |file: &Path| pda::device(scene.network.network, &keys::load(file).unwrap().key());
    change::rotate(&session, address(&first), &next).await.unwrap();
    change::retire(&session, address(&next)).await.unwrap();
    let device: Device = scene.ledger.read(address(&next)).unwrap();
    assert_eq!((device.predecessor, device.region), (address(&first), 7));
    change::retire(&session, address(&next)).await.unwrap_err();
}

#[tokio::test]
async fn a_statement_that_names_only_its_device_is_about_the_operator_class_and_epoch_that_the_ledger_knows() {
    let (scene, folder) = (Scene::new().await, tempfile::tempdir().unwrap());
    let (key, network) = (scene.wallet(1), scene.network.network);
    let (operator, session) = scene.operator(&key).await;
    let file = device_key(folder.path(), "device.json");
    let device = keys::load(&file).unwrap().key();
    let place = async || place::known(scene.ledger.as_ref(), network, &device).await.map_err(|error| error.to_string());
    assert!(place().await.err().unwrap().contains("not registered"));

    change::register(&session, operator, &file, (0, 7)).await.unwrap();
    assert!(place().await.err().unwrap().contains("epoch 0 begins at"));
    let account: Network = scene.ledger.read(network).unwrap();
    scene.ledger.warp_to(account.parameters.genesis + 3 * account.parameters.epoch_length);
    let known = place().await.unwrap();
    assert_eq!((known.operator, known.class, known.epoch), (operator, 0, 3));
    assert_eq!(known.domain, account.domain(&network));
}
