use girder_sdk::{
    Token, audit, instructions,
    ledger::state::{AttestorSet, Books, Classes, Network},
    network::encode_name,
    pda, tokens,
    tokens::NewMint,
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::scene::{Scene, network, network_with, steps, with_attestors};

#[tokio::test]
async fn a_network_is_what_its_file_says() {
    let scene = Scene::with_ledger();
    let treasury = Address::new_from_array([9; 32]);
    let text = network_with("shards = 2", &format!("shards = 5\nreserve = \"1_000.5\"\ntreasury = \"{treasury}\""));
    assert!(scene.settle(&text).await.is_empty());

    let address = scene.network("local");
    let account: Network = scene.ledger.read(address).unwrap();
    let mint = tokens::founded_mint(scene.payer.pubkey(), &encode_name("local").unwrap()).unwrap();
    assert_eq!((account.authority, account.reward_mint), (scene.payer.pubkey(), mint));
    assert_eq!((account.treasury, account.parameters.shards), (treasury, 5));
    assert_eq!(account.parameters.min_bond, 5_000_000_000);
    assert!((0..5).all(|number| scene.ledger.find(&pda::shard(address, number)).is_some()));
    let books: Books = scene.ledger.read(pda::books(address)).unwrap();
    assert_eq!((books.reserve, books.initial_supply), (1_000_500_000, 1_000_000_000_000));
    let classes: Classes = scene.ledger.read(pda::classes(address)).unwrap();
    assert_eq!((classes.count, classes.classes[0].limit), (1, 10_000_000));
    let snapshot = scene.ledger.snapshot(address).unwrap();
    assert!(audit::audit(&snapshot).iter().all(|check| check.holds()));
}

#[tokio::test]
async fn attestors_with_keypairs_are_seated_and_others_have_to_come() {
    let scene = Scene::with_ledger();
    let north = scene.key("north.json");
    let stranger = Address::new_from_array([8; 32]);
    let text = with_attestors(&network(), &[("north.json", 1), (&stranger.to_string(), 1)]);
    let waiting = scene.settle(&text).await;
    assert!(waiting[0].what.contains(&format!("{stranger} has to register")), "{waiting:?}");
    let address = scene.network("local");
    assert_eq!(scene.ledger.read::<Network>(address).unwrap().attestor_set_version, 0, "no set without it");

    let text = with_attestors(&network(), &[("north.json", 3)]);
    assert!(scene.settle(&text).await.is_empty());
    let set: AttestorSet = scene.ledger.read(pda::attestor_set(address, 1)).unwrap();
    assert_eq!((set.members()[0].key, set.proof_threshold, set.verdict_threshold), (north, 2, 2));
}

#[tokio::test]
async fn another_list_of_attestors_becomes_another_set() {
    let scene = Scene::with_ledger();
    let (_, east) = (scene.key("north.json"), scene.key("east.json"));
    scene.settle(&with_attestors(&network(), &[("north.json", 1), ("east.json", 1)])).await;
    scene.settle(&with_attestors(&network(), &[("east.json", 4)])).await;
    let address = scene.network("local");
    assert_eq!(scene.ledger.read::<Network>(address).unwrap().attestor_set_version, 2);
    let set: AttestorSet = scene.ledger.read(pda::attestor_set(address, 2)).unwrap();
    assert_eq!((set.members().len(), set.members()[0].key, set.members()[0].weight), (1, east, 4));
}

#[tokio::test]
async fn a_draft_that_somebody_began_is_corrected() {
    let scene = Scene::with_ledger();
    scene.key("north.json");
    scene.key("east.json");
    let both = with_attestors(&network(), &[("north.json", 1), ("east.json", 2)]);
    scene.settle(&both).await;
    let address = scene.network("local");
    let (addresses, account) = girder_sdk::transport::network(&scene.ledger, address).await.unwrap();
    let us = scene.payer.pubkey();
    let seats: AttestorSet = scene.ledger.read(pda::attestor_set(address, 1)).unwrap();
    let draft = account.attestor_set_version + 1;
    let mut begin = vec![instructions::create_attestor_set(&addresses, draft, us, us)];
    begin.extend(seats.members().iter().map(|seat| instructions::add_attestor(&addresses, draft, us, seat.key, 9)));
    scene.ledger.execute(&begin, &scene.payer, &[]).unwrap();
    assert!(
        steps(&scene.plan(&both).await.unwrap()).is_empty(),
        "the sealed set is the file's: a draft changes nothing"
    );

    scene.settle(&with_attestors(&network(), &[("north.json", 9), ("east.json", 7)])).await;
    let set: AttestorSet = scene.ledger.read(pda::attestor_set(address, 2)).unwrap();
    assert_eq!((set.sealed, set.total_weight), (1, 16));
}

#[tokio::test]
async fn classes_are_added_and_reweighted_but_never_otherwise_changed() {
    let scene = Scene::with_ledger();
    scene.settle(&network()).await;
    let more = format!(
        "{}\n[[network.class]]\nname = \"bandwidth\"\nweight = 3\nlimit = 7\nfloor = 1\nkeys = [\"ed25519\"]",
        network_with("weight = 1", "weight = 2")
    );
    scene.settle(&more).await;
    let classes: Classes = scene.ledger.read(pda::classes(scene.network("local"))).unwrap();
    assert_eq!((classes.count, classes.classes[0].next_weight, classes.classes[1].limit), (2, 2, 7));

    let said = scene.refusal(&more.replace("limit = 7", "limit = 8")).await;
    assert!(said.contains("its limit is 7, the file says 8, and nobody can change it"), "{said}");
    let said = scene.refusal(&network()).await;
    assert!(said.contains("it has 2 classes, the file names 1"), "{said}");
}

#[tokio::test]
async fn an_existing_mint_serves_if_the_founder_may_mint() {
    let scene = Scene::with_ledger();
    let (mint, founder) = (Keypair::new(), scene.payer.pubkey());
    let text = network_with("shards = 2", &format!("shards = 2\nmint = \"{}\"", mint.pubkey()));
    let said = scene.refusal(&text).await;
    assert!(said.contains("there is no mint at"), "{said}");

    let token = Token::spl_2022(mint.pubkey());
    scene.ledger.create_mint(&scene.payer, &mint, &NewMint::plain(token, founder, 6)).unwrap();
    let said = scene.refusal(&text.replace("decimals = 6", "decimals = 9")).await;
    assert!(said.contains("has 6 decimals, the file says 9"), "{said}");
    scene.settle(&text).await;
    let (addresses, _) = girder_sdk::transport::network(&scene.ledger, scene.network("local")).await.unwrap();
    assert_eq!(addresses.reward, token);

    let other = text.replace("name = \"local\"", "name = \"other\"");
    let said = scene.refusal(&other).await;
    assert!(said.contains(&format!("the right to mint {} belongs to", mint.pubkey())), "{said}");
}

#[tokio::test]
async fn a_network_of_another_founder_is_another_network() {
    let scene = Scene::with_ledger();
    let founder = scene.key("founder.json");
    scene.settle(&network()).await;
    scene.settle(&network_with("shards = 2", "shards = 2\nfounder = \"founder.json\"")).await;
    let account: Network = scene.ledger.read(pda::network(founder, &encode_name("local").unwrap())).unwrap();
    assert_eq!((account.authority, account.rent_payer), (founder, scene.payer.pubkey()));
}
