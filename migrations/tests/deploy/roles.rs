use girder_sdk::{
    instructions,
    ledger::state::{Network, network_role},
};
use solana_address::Address;
use solana_keypair::read_keypair_file;
use solana_signer::Signer;

use crate::scene::{Scene, network, network_with};

fn text(authority: &str, guardian: &str) -> String {
    network_with("shards = 2", &format!("shards = 2\nauthority = \"{authority}\"\nguardian = \"{guardian}\""))
}

fn account(scene: &Scene) -> Network {
    scene.ledger.read(scene.network("local")).unwrap()
}

#[tokio::test]
async fn roles_are_handed_to_keypairs_at_once() {
    let scene = Scene::with_ledger();
    let (authority, guardian) = (scene.key("authority.json"), scene.key("guardian.json"));
    assert!(scene.settle(&text("authority.json", "guardian.json")).await.is_empty());
    assert_eq!((account(&scene).authority, account(&scene).guardian), (authority, guardian));

    // It is the authority that goes on from here, not the founder.
    let more = text("authority.json", "guardian.json").replace("weight = 1", "weight = 2");
    assert!(scene.settle(&more).await.is_empty());
    let said = scene.refusal(&network()).await;
    assert!(said.contains(&format!("{authority} runs it, not its founder {}", scene.payer.pubkey())), "{said}");
}

#[tokio::test]
async fn roles_are_offered_to_addresses_which_have_to_accept() {
    let scene = Scene::with_ledger();
    let (authority, guardian) = (scene.key("later.json"), Address::new_from_array([6; 32]));
    let text = text(&authority.to_string(), &guardian.to_string());
    let waiting = scene.settle(&text).await;
    assert_eq!(waiting.len(), 2, "{waiting:?}");
    assert_eq!((account(&scene).pending_authority, account(&scene).pending_guardian), (authority, guardian));

    let key = read_keypair_file(scene.directory.path().join("later.json")).unwrap();
    let accept = instructions::accept_network_role(scene.network("local"), network_role::AUTHORITY, authority);
    scene.ledger.execute(&[accept], &scene.payer, &[&key]).unwrap();
    // What is left needs the new authority, whose keypair the file does not name.
    let said = scene.refusal(&text).await;
    assert!(said.contains(&format!("{authority} must sign, and the file names no keypair of it")), "{said}");
}
