//! A founder, a guardian and an attestor at work, with the commands' own steps on the real program.

use std::{fs, sync::Arc};

use girder_sdk::{
    embedded::EmbeddedLedger,
    instructions::{self, Seal},
    ledger::{
        NewClass,
        state::{Attestor, AttestorSet, Books, Classes, Network, ParameterChange, network_role, pause_subject},
    },
    pda, transport,
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::{change, show};
use crate::{
    attestor::{bond, set},
    class,
    cluster::Session,
    demo::{keys::Secrets, setup},
    network_file::NetworkFile,
};

/// The demo's network before anybody has joined it, and its founder's session.
async fn scene() -> (Arc<EmbeddedLedger>, Address, Session) {
    let stage = setup::create_network(&NetworkFile::load(None).unwrap(), Secrets::new(1), 1).await.unwrap();
    let (ledger, network) = (Arc::new(stage.ledger), stage.network.network);
    let session = session(&ledger, &stage.founder);
    (ledger, network, session)
}

fn session(ledger: &Arc<EmbeddedLedger>, key: &Keypair) -> Session {
    ledger.airdrop(key.pubkey(), 10_000_000_000).unwrap();
    Session::signed(ledger.clone(), vec![key.insecure_clone()], false, true)
}

#[tokio::test]
async fn a_network_is_listed_shown_and_funded_in_whole_tokens() {
    let (ledger, network, founder) = scene().await;
    change::fund(&founder, network, "2.5").await.unwrap();
    let books: Books = ledger.read(pda::books(network)).unwrap();
    assert_eq!(books.reserve, 2_500_000);
    let refused = change::fund(&founder, network, "1.0000001").await.unwrap_err();
    assert!(refused.to_string().contains("1.0000001"), "{refused}");
    let found = transport::networks(founder.ledger()).await.unwrap();
    assert_eq!(found.iter().map(|(address, _)| *address).collect::<Vec<_>>(), [network]);
    for json in [false, true] {
        show::list(founder.ledger(), json).await.unwrap();
        show::show(founder.ledger(), network, json).await.unwrap();
    }
    show::show(founder.ledger(), pda::books(network), false).await.unwrap_err();
}

#[tokio::test]
async fn a_guardian_that_accepted_its_role_pauses_and_nobody_else() {
    let (ledger, network, founder) = scene().await;
    let key = Keypair::new();
    let guardian = session(&ledger, &key);
    change::accept_role(&guardian, network, network_role::GUARDIAN).await.unwrap_err();
    change::offer_role(&founder, network, network_role::GUARDIAN, Some(key.pubkey())).await.unwrap();
    change::accept_role(&guardian, network, network_role::GUARDIAN).await.unwrap();
    change::pause(&founder, network, pause_subject::INTAKE, 60).await.unwrap_err();
    change::pause(&guardian, network, pause_subject::INTAKE, 60).await.unwrap();
    let account: Network = ledger.read(network).unwrap();
    assert_eq!((account.guardian, account.pauses[0].until), (key.pubkey(), ledger.now().unix_timestamp + 60));
}

#[tokio::test]
async fn an_attestor_registers_bonds_and_is_sealed_into_a_set() {
    let ((ledger, network, founder), folder) = (scene().await, tempfile::tempdir().unwrap());
    let (key, file) = (Keypair::new(), folder.path().join("attestor.json"));
    fs::write(&file, serde_json::to_string(&key.to_bytes()[..]).unwrap()).unwrap();
    bond::register(&founder, network, Some(&file)).await.unwrap();
    bond::post(&founder, network, key.pubkey(), "100000").await.unwrap();
    let attestor: Attestor = ledger.read(pda::attestor(network, key.pubkey())).unwrap();
    assert_eq!((attestor.authority, attestor.bond), (founder.address().unwrap(), 100_000_000_000));

    set::create(&founder, network).await.unwrap();
    set::add(&founder, network, key.pubkey(), 3).await.unwrap();
    let seal = |proof_threshold| Seal { from_epoch: 1, proof_threshold, verdict_threshold: 2 };
    set::seal(&founder, network, seal(1)).await.unwrap_err();
    set::seal(&founder, network, seal(2)).await.unwrap();
    let sealed: AttestorSet = ledger.read(pda::attestor_set(network, 1)).unwrap();
    assert_eq!((sealed.sealed, sealed.total_weight, sealed.from_epoch), (1, 3, 1));

    bond::unbond(&founder, network, key.pubkey()).await.unwrap_err();
    set::strike(&founder, network, key.pubkey(), None).await.unwrap();
    bond::unbond(&founder, network, key.pubkey()).await.unwrap();
    bond::withdraw(&founder, network, key.pubkey()).await.unwrap_err();
    ledger.warp_by(60 * 86_400);
    bond::withdraw(&founder, network, key.pubkey()).await.unwrap();
    assert!(ledger.find(&pda::attestor(network, key.pubkey())).is_none());
}

#[tokio::test]
async fn proposed_parameters_are_put_in_force_after_their_timelock_or_withdrawn() {
    let (ledger, network, founder) = scene().await;
    change::execute_parameters(&founder, network).await.unwrap_err();
    let propose = async || {
        let (addresses, mut account) = transport::network(founder.ledger(), network).await.unwrap();
        account.parameters.settle_tip += 1;
        let (us, version) = (founder.address().unwrap(), account.parameters_version);
        let propose = instructions::propose_parameters(&addresses, us, us, version, account.parameters);
        founder.send(&[propose], &[]).await.unwrap();
        (account.parameters.settle_tip, version)
    };
    let (_, version) = propose().await;
    change::close_parameter_change(&founder, network, None).await.unwrap();
    assert!(ledger.find(&pda::parameter_change(network, version)).is_none());

    let (tip, version) = propose().await;
    change::execute_parameters(&founder, network).await.unwrap_err();
    let waiting: ParameterChange = ledger.read(pda::parameter_change(network, version)).unwrap();
    ledger.warp_to(waiting.executable_from);
    change::execute_parameters(&founder, network).await.unwrap();
    let account: Network = ledger.read(network).unwrap();
    assert_eq!((account.parameters.settle_tip, account.parameters_version), (tip, version + 1));
}

#[tokio::test]
async fn the_authority_changes_classes_and_announces_the_end_and_takes_it_back() {
    let (ledger, network, founder) = scene().await;
    let stranger = session(&ledger, &Keypair::new());
    let new = NewClass { weight: 7, limit: 100, floor: 0, key_kinds: 1, verifier: Address::default() };
    class::add(&stranger, network, new).await.unwrap_err();
    class::add(&founder, network, new).await.unwrap();
    let classes = || -> Classes { ledger.read(pda::classes(network)).unwrap() };
    let number = classes().count - 1;
    let reweight = |network: &_, us| instructions::reweight_class(network, us, number, 9, 50);
    class::change(&stranger, network, reweight).await.unwrap_err();
    class::change(&founder, network, reweight).await.unwrap();
    let added = classes().classes[usize::from(number)];
    assert_eq!((added.weight, added.next_weight, added.next_from), (7, 9, 50));

    change::retire(&stranger, network, 5_000).await.unwrap_err();
    for from_epoch in [5_000, u64::MAX] {
        change::retire(&founder, network, from_epoch).await.unwrap();
        assert_eq!(ledger.read::<Network>(network).unwrap().retired_from, from_epoch);
    }
    change::close(&founder, network).await.unwrap_err();
}
