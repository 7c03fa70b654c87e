//! Wallets: what a visitor does on an operator's page.

use girder_sdk::{instructions as build, tokens};
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::{Scene, TOKEN, faults_of};
use crate::harness::{Signing, TestWallet};

#[tokio::test]
async fn a_wallet_delegates_and_unstakes_and_stays_connected() {
    let scene = Scene::new().await;
    let key = scene.wallet(4 * TOKEN).await;
    let address = key.pubkey();
    let tab = scene.tab().await;
    let requests = TestWallet::new(key, Signing::AndSending).install(&tab, &scene.node).await;
    tab.open(&scene.operator_page()).await;
    tab.press("Connect Test Wallet").await;
    tab.wait_for(&address.to_string()).await;

    tab.fill("Tokens to stake", "2.5").await;
    tab.press("Stake").await;
    tab.wait_for("Done: Delegate 2.5 staked tokens").await;
    assert_eq!(scene.position(address).await.shares, 5 * TOKEN / 2);
    // The page was loaded again: what it shows of owners is on it, and the wallet is there without asking anybody.
    tab.wait_for("Disconnect").await;
    let owners = tab.evaluate(&row_of(&address.to_string())).await.unwrap();
    assert_eq!(owners[1], "2.5", "{owners}");
    assert_eq!(faults_of(&tab, "delegated").await, [""; 0]);

    tab.fill("Tokens to unstake", "1").await;
    tab.press("Unstake").await;
    tab.wait_for("Done: Unstake 1 staked token").await;
    assert_eq!(scene.position(address).await.unbonding_shares, TOKEN);
    let owners = tab.evaluate(&row_of(&address.to_string())).await.unwrap();
    assert_eq!(owners[3], "40 %", "{owners}");

    tab.follow("See the transaction").await;
    tab.wait_for("unstaked").await;
    assert!(tab.text().await.contains("succeeded"));
    assert_eq!(requests.all().await, ["connect", "send", "connect", "send", "connect"]);
}

#[tokio::test]
async fn a_wallet_that_only_signs_stakes_its_own_and_claims_its_rewards() {
    let scene = Scene::new().await;
    let (network, worker) = (&scene.network, &scene.worker);
    let owner = worker.identity.pubkey();
    network.ledger.airdrop(&owner, 1_000_000_000).await.unwrap();
    network.give(owner, TOKEN).await;
    let tab = scene.tab().await;
    let wallet = TestWallet::new(worker.identity.insecure_clone(), Signing::Only);
    let requests = wallet.install(&tab, &scene.node).await;
    tab.open(&scene.operator_page()).await;
    tab.press("Connect Test Wallet").await;
    tab.wait_for(&owner.to_string()).await;
    tab.fill("Tokens to stake", "0.75").await;
    tab.press("Stake").await;
    tab.wait_for("Done: Stake 0.75 staked tokens").await;
    assert_eq!(scene.position(owner).await.shares, 43 * TOKEN / 4);

    scene.node.warp_to(network.start_of(0)).await;
    network.prove(worker, 0, 1, 1_000).await;
    scene.node.warp_to(network.settle_time(0)).await;
    let settle = build::settle_epoch(&network.addresses, 0, network.founder.pubkey(), Some(1), None);
    network.send(&[settle], &[]).await;
    scene.node.warp_to(network.harvest_time(0)).await;
    let account = network.addresses.reward.account_of(owner);
    let before = tokens::balance(&network.ledger, account).await.unwrap();
    tab.press("Claim rewards").await;
    tab.wait_for("Done: Claim").await;
    let paid = tokens::balance(&network.ledger, account).await.unwrap() - before;
    // 1 reward a credit, and shares are paid rounded down.
    assert!((999..=1_000).contains(&paid), "{paid}");
    assert_eq!(requests.all().await, ["connect", "sign", "connect", "sign", "connect"]);
}

#[tokio::test]
async fn what_the_ledger_would_refuse_is_said_before_anything_is_signed() {
    let scene = Scene::new().await;
    let key = scene.wallet(4 * TOKEN).await;
    let tab = scene.tab().await;
    let requests = TestWallet::new(key, Signing::AndSending).install(&tab, &scene.node).await;
    tab.open(&scene.operator_page()).await;
    tab.press("Connect Test Wallet").await;
    for (amount, reason) in
        [("0", "it must be more than 0"), ("0.0000001", "0.0000001"), ("4.000001", "holds 4 staked tokens")]
    {
        tab.fill("Tokens to stake", amount).await;
        tab.press("Stake").await;
        tab.wait_for("That did not work:").await;
        tab.wait_for(reason).await;
    }
    tab.press("Disconnect").await;
    tab.wait_for("Connect Test Wallet").await;
    tab.open(&scene.operator_page()).await;
    tab.wait_for("Connect Test Wallet").await;
    assert_eq!(requests.all().await, ["connect", "disconnect"]);
}

#[tokio::test]
async fn a_wallet_of_another_chain_is_refused_and_told_why() {
    let scene = Scene::new().await;
    let elsewhere = vec!["solana:mainnet", "solana:devnet"];
    let other = TestWallet::new(Keypair::new(), Signing::AndSending);
    let other =
        TestWallet { name: "Other Wallet", chains: elsewhere.clone(), account_chains: elsewhere.clone(), ..other };
    let tab = scene.tab().await;
    let requests = other.install(&tab, &scene.node).await;
    tab.open(&scene.operator_page()).await;
    tab.wait_for("Other Wallet does not offer solana:localnet, the chain of this ledger.").await;
    assert_eq!((tab.buttons("Connect").await, requests.all().await.len()), (0, 0));

    // The wallet offers the chain, and its account doesn't.
    let half = TestWallet::new(Keypair::new(), Signing::Only);
    let half = TestWallet { name: "Half Wallet", account_chains: elsewhere, ..half };
    let tab = scene.tab().await;
    half.install(&tab, &scene.node).await;
    tab.open(&scene.operator_page()).await;
    tab.press("Connect Half Wallet").await;
    tab.wait_for("Half Wallet gave no account that signs on solana:localnet").await;
    assert_eq!(tab.buttons("Stake").await, 0);
}

#[tokio::test]
async fn a_page_lets_go_of_a_wallet_that_takes_its_permission_back() {
    let scene = Scene::new().await;
    let tab = scene.tab().await;
    let key = Keypair::new();
    let address = key.pubkey().to_string();
    TestWallet::new(key, Signing::AndSending).install(&tab, &scene.node).await;
    tab.open(&scene.operator_page()).await;
    tab.press("Connect Test Wallet").await;
    tab.wait_for(&address).await;
    tab.evaluate("girderTestWalletLeave()").await;
    tab.wait_for("Connect Test Wallet").await;
    assert!(!tab.text().await.contains(&address));
}

/// The cells of an owner's row in the page's table of owners.
fn row_of(owner: &str) -> String {
    format!("[...document.querySelector('td a[title=\"{owner}\"]').closest('tr').cells].map((cell) => cell.innerText)")
}
