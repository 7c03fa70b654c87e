//! A bad connection to a good node: what is sent over it is done, and done once.

use girder_sdk::{
    Result, SdkError,
    rpc::{Cluster, CommitmentConfig, RpcLedger},
    transport::{self, Receipt, Transport},
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;
use solana_system_interface::instruction::transfer;

use crate::{
    proxy::{Fault, Proxy},
    rpc::node,
};

const SOL: u64 = 1_000_000_000;

fn connect(url: &str) -> RpcLedger {
    let cluster: Cluster = url.parse().unwrap();
    RpcLedger::new(&cluster, CommitmentConfig::confirmed()).unwrap()
}

/// Gives a new account a SOL, which shows how often it was done.
async fn pay_once(ledger: &RpcLedger, payer: &Keypair) -> Result<(Address, Receipt)> {
    let to = Address::new_unique();
    let pay = transfer(&payer.pubkey(), &to, SOL);
    Ok((to, ledger.send(&[pay], payer, &[]).await?))
}

#[tokio::test]
async fn a_busy_node_is_asked_again() -> Result<()> {
    let node = node();
    let payer = node.funded(100).await;
    let methods =
        ["simulateTransaction", "getLatestBlockhash", "sendTransaction", "getSignatureStatuses", "getTransaction"];
    let faults = methods.iter().flat_map(|method| [(*method, Fault::TooManyRequests); 2]).collect();
    let proxy = Proxy::start(node.url(), faults).await;
    let (to, _) = pay_once(&connect(proxy.url()), &payer).await?;
    assert_eq!(proxy.faults_left(), 0);
    assert_eq!(proxy.passed("sendTransaction").len(), 1);
    assert_eq!(node.ledger().account(&to).await?.unwrap().lamports, SOL);
    Ok(())
}

#[tokio::test]
async fn a_transaction_whose_answer_was_lost_is_done_once() -> Result<()> {
    let node = node();
    let payer = node.funded(100).await;
    let proxy = Proxy::start(node.url(), vec![("sendTransaction", Fault::AnswerLost); 3]).await;
    let (to, receipt) = pay_once(&connect(proxy.url()), &payer).await?;
    assert_eq!(proxy.faults_left(), 0);
    let mut copies = proxy.passed("sendTransaction");
    assert!(copies.len() >= 4);
    copies.dedup();
    assert_eq!(copies.len(), 1, "the copies are of one transaction");
    let direct = node.ledger();
    assert_eq!(direct.account(&to).await?.unwrap().lamports, SOL);
    let left = direct.account(&payer.pubkey()).await?.unwrap().lamports;
    assert_eq!(left, 99 * SOL - receipt.fee);
    Ok(())
}

#[tokio::test]
async fn a_transaction_that_nobody_took_expires() -> Result<()> {
    let node = node();
    let payer = node.funded(100).await;
    let proxy = Proxy::start(node.url(), vec![("sendTransaction", Fault::RequestLost)]).await;
    let ledger = connect(proxy.url());
    let to = Address::new_unique();
    let pay = transfer(&payer.pubkey(), &to, SOL);
    let lost = transport::sign(&[pay], &payer, &[], ledger.latest_blockhash().await?)?;
    let signature = lost.signatures[0];
    let outcome = ledger.submit(lost).await;
    assert!(matches!(outcome, Err(SdkError::Expired { signature: expired }) if expired == signature), "{outcome:?}");
    assert!(proxy.passed("sendTransaction").len() > 2, "it was broadcast again");
    assert!(node.ledger().account(&to).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn what_expired_is_signed_anew_and_done_once() -> Result<()> {
    let node = node();
    let payer = node.funded(100).await;
    let proxy = Proxy::start(node.url(), vec![("sendTransaction", Fault::RequestLost)]).await;
    let (to, receipt) = pay_once(&connect(proxy.url()), &payer).await?;
    let mut sent = proxy.passed("sendTransaction");
    sent.dedup();
    assert_eq!(sent.len(), 2, "one expired, one was taken");
    let direct = node.ledger();
    assert_eq!(direct.account(&to).await?.unwrap().lamports, SOL);
    assert_eq!(direct.account(&payer.pubkey()).await?.unwrap().lamports, 99 * SOL - receipt.fee);
    Ok(())
}
