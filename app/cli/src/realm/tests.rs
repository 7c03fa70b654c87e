//! A realm's stake with the commands' own instructions on the real program.

use clap::Parser;
use girder_sdk::governor::{instructions::RealmMint, read};
use solana_account::Account;
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::Realm;
use crate::{cluster::Session, tests::scene::Scene};

/// Where SPL Governance is deployed on mainnet.
const SPL_GOVERNANCE: Address = Address::from_str_const("GovER5Lthms3bLBqWub97yVrMmEogzX7xNjdXpPPCVZw");

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    realm: Realm,
}

/// Does what `girder realm` does with these words.
async fn realm(session: &Session, words: &str) -> anyhow::Result<()> {
    let line = Line::try_parse_from(["realm"].into_iter().chain(words.split_whitespace())).unwrap();
    session.send(&[line.realm.step.instruction(session).await?], &[]).await
}

/// A realm of the first version, without a council.
fn put_realm(scene: &Scene, address: Address, authority: &Keypair) {
    let authority = authority.pubkey();
    let numbers = [0; 2 + 6 + 8 + 1 + 8];
    let mint = scene.network.collateral.mint;
    let data = [&[1][..], mint.as_ref(), &numbers, &[0], &[0; 6 + 2], &[1], authority.as_ref()].concat();
    let account = Account { lamports: 10_000_000, data, owner: SPL_GOVERNANCE, ..Account::default() };
    scene.ledger.set_account(address, account).unwrap();
}

#[tokio::test]
async fn stake_counts_in_a_realm_from_its_registration_to_its_end() {
    let scene = Scene::new().await;
    scene.ledger.add_governor().unwrap();
    let (_, owner, _) = scene.worker(1).await;
    let authority = scene.wallet(2);
    let (session, address) = (scene.session(&authority), Address::new_from_array([0x4e; 32]));
    put_realm(&scene, address, &authority);
    let mint = scene.network.collateral.mint;
    let register = format!("register {address} {mint} {} --days 3", scene.network.network);
    realm(&owner, &register).await.unwrap_err();
    realm(&session, &register).await.unwrap();

    let of = RealmMint { realm: address, governing_token_mint: mint };
    let weight = async || {
        let record = read::voter_weight(owner.ledger(), of, owner.address().unwrap()).await;
        record.unwrap().voter_weight
    };
    let words = |step: &str| format!("{step} {address} {mint}");
    realm(&owner, &words("create-weight")).await.unwrap();
    realm(&owner, &words("update-weight")).await.unwrap();
    assert_eq!(weight().await, 0, "it was not held for long enough");
    scene.ledger.warp_by(3 * 86_400 + 1);
    realm(&session, &format!("{} --owner {}", words("update-weight"), owner.address().unwrap())).await.unwrap();
    assert_eq!(weight().await, 20_000_000_000);
    let nobody = realm(&session, &words("update-weight")).await.unwrap_err();
    assert!(nobody.to_string().contains("has no stake"), "{nobody}");

    realm(&owner, &words("close-weight")).await.unwrap();
    realm(&owner, &words("unregister")).await.unwrap_err();
    realm(&session, &words("unregister")).await.unwrap();
    read::registered_realm(session.ledger(), of).await.unwrap_err();
}
