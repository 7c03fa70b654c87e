//! The ledger over RPC does what the embedded ledger does.

use std::{sync::OnceLock, time::Duration};

use futures::StreamExt;
use girder_sdk::{
    NetworkAddresses, Result, SdkError, Token,
    embedded::EmbeddedLedger,
    instructions::{self, NewNetwork},
    ledger::{
        NewClass,
        state::{Network, Parameters, Shard},
    },
    lookup,
    network::encode_name,
    tokens::NewMint,
    transport::{self, Transport},
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;
use solana_system_interface::instruction::transfer;

use crate::harness::{Node, SmallNetwork};

const SOL: u64 = 1_000_000_000;

/// A node for all tests: none of them moves its clock.
pub fn node() -> &'static Node {
    static NODE: OnceLock<Node> = OnceLock::new();
    NODE.get_or_init(Node::with_programs)
}

/// What became of a step, in words that are the same on every ledger.
async fn step(
    ledger: &dyn Transport,
    instructions: &[Instruction],
    payer: &Keypair,
    signers: &[transport::TransactionSigner<'_>],
) -> String {
    match ledger.send(instructions, payer, signers).await {
        Ok(receipt) => {
            let events: Vec<_> = receipt.events.iter().map(|event| event.name()).collect();
            let inner: Vec<_> =
                receipt.inner.iter().map(|(program, data)| format!("{program} {}", data.len())).collect();
            format!("{events:?} {inner:?}")
        }
        Err(SdkError::Refused(refusal)) => {
            format!("{} {} {:?} {}", refusal.instruction, refusal.program, refusal.ledger_error(), refusal.message)
        }
        Err(other) => other.to_string(),
    }
}

struct Founder {
    payer: Keypair,
    mint: Keypair,
    parameters: Parameters,
}

impl Founder {
    async fn new() -> Self {
        let parameters = SmallNetwork::found(node()).await.parameters;
        Self { payer: node().funded(100).await, mint: Keypair::new(), parameters }
    }

    fn token(&self) -> Token {
        Token::spl(self.mint.pubkey())
    }

    async fn mint(&self, ledger: &dyn Transport) -> Result<Vec<Instruction>> {
        let new = NewMint::plain(self.token(), self.payer.pubkey(), 6);
        new.instructions(self.payer.pubkey(), ledger.minimum_balance(new.space()?).await?)
    }

    async fn network(&self, ledger: &dyn Transport) -> Result<(NetworkAddresses, Instruction)> {
        let us = self.payer.pubkey();
        let new = NewNetwork {
            payer: us,
            creator: us,
            name: encode_name("rpc")?,
            reward: self.token(),
            collateral: self.token(),
            treasury: None,
            parameters: Parameters { genesis: ledger.clock().await?.unix_timestamp + 600, ..self.parameters },
            mint_risks: 0,
        };
        Ok((new.addresses(), instructions::create_network(&new)))
    }

    /// Founds a network step by step, with steps that are refused among them.
    async fn found(&self, ledger: &dyn Transport) -> Result<(NetworkAddresses, Vec<String>)> {
        let (payer, us) = (&self.payer, self.payer.pubkey());
        let (network, create) = self.network(ledger).await?;
        let shards = [0, 1].map(|number| instructions::create_shard(&network, us, number));
        let class = NewClass { weight: 1, limit: 1_000, floor: 0, key_kinds: 3, verifier: Address::default() };
        let stranger = Keypair::new();
        let mut said = vec![
            step(ledger, &self.mint(ledger).await?, payer, &[&self.mint]).await,
            step(ledger, std::slice::from_ref(&create), payer, &[]).await,
            step(ledger, std::slice::from_ref(&create), payer, &[]).await,
            step(ledger, &shards, payer, &[]).await,
            step(ledger, &[instructions::create_shard(&network, us, 9)], payer, &[]).await,
            step(ledger, &[instructions::add_class(&network, us, class, None)], payer, &[]).await,
            step(ledger, &[instructions::create_attestor_set(&network, 1, us, us)], payer, &[]).await,
            step(ledger, &[instructions::add_class(&network, stranger.pubkey(), class, None)], payer, &[&stranger])
                .await,
            step(ledger, &[instructions::settle_epoch(&network, 0, us, None, None)], payer, &[]).await,
        ];
        let account: Network = transport::fetch(ledger, network.network).await?;
        said.push(format!("{:?}", (account.parameters.shards, account.reward_mint == self.mint.pubkey())));
        Ok((network, said))
    }
}

#[tokio::test]
async fn the_same_steps_do_the_same_on_a_cluster_and_in_this_process() -> Result<()> {
    let (founder, cluster) = (Founder::new().await, node().ledger());
    let embedded = EmbeddedLedger::new(1)?;
    embedded.airdrop(founder.payer.pubkey(), 100 * SOL)?;

    let (network, on_cluster) = founder.found(&cluster).await?;
    let (_, in_process) = founder.found(&embedded).await?;
    assert_eq!(on_cluster, in_process);

    let shards: Vec<(Address, Shard)> = transport::fetch_all(&cluster, network.network).await?;
    assert_eq!(shards.len(), 2);
    let all = cluster.program_accounts(&[]).await?;
    assert!(
        all.is_sorted_by_key(|(address, _)| *address) && all.iter().any(|(address, _)| *address == network.network)
    );
    let addresses = vec![network.network; 150];
    assert!(cluster.accounts(&addresses).await?.iter().all(Option::is_some));
    Ok(())
}

#[tokio::test]
async fn a_transaction_that_is_submitted_twice_is_done_once() -> Result<()> {
    let (founder, ledger) = (Founder::new().await, node().ledger());
    ledger.send(&founder.mint(&ledger).await?, &founder.payer, &[&founder.mint]).await?;
    let (_, create) = founder.network(&ledger).await?;
    let signed = transport::sign(&[create], &founder.payer, &[], ledger.latest_blockhash().await?)?;
    let first = ledger.submit(signed.clone()).await?;
    // Sent another time, the transaction is what it is: done.
    let again = ledger.submit(signed).await?;
    assert_eq!((first.signature, first.events.len()), (again.signature, again.events.len()));
    Ok(())
}

#[tokio::test]
async fn changes_and_transactions_are_told_as_they_happen() -> Result<()> {
    let (founder, ledger) = (Founder::new().await, node().ledger());
    let mut changes = ledger.program_changes(girder_sdk::ledger::ID, &[]);
    let mut logs = ledger.program_logs(girder_sdk::ledger::ID);
    tokio::time::sleep(Duration::from_secs(1)).await;
    ledger.send(&founder.mint(&ledger).await?, &founder.payer, &[&founder.mint]).await?;
    let (network, create) = founder.network(&ledger).await?;
    let receipt = ledger.send(&[create], &founder.payer, &[]).await?;

    let told = async {
        while let Some(change) = changes.next().await {
            if change?.0 == network.network {
                break;
            }
        }
        while let Some(notice) = logs.next().await {
            let notice = notice?;
            if notice.signature == receipt.signature {
                return Ok(notice.failed);
            }
        }
        Err(SdkError::Transport("the streams ended".into()))
    };
    let failed = tokio::time::timeout(Duration::from_secs(20), told).await.expect("nothing was told");
    assert!(!failed?);
    Ok(())
}

#[tokio::test]
async fn a_table_makes_room_on_a_cluster() -> Result<()> {
    let node = node();
    let (ledger, payer) = (node.ledger(), node.funded(100).await);
    let wallets: Vec<Address> = (0..30).map(|_| Address::new_unique()).collect();
    let pay = |to: &Address| transfer(&payer.pubkey(), to, SOL);
    let all: Vec<_> = wallets.iter().map(pay).collect();
    assert!(matches!(ledger.send(&all, &payer, &[]).await, Err(SdkError::TooLarge { .. })));

    let table = lookup::create(&ledger, &payer, &wallets).await?;
    let table = lookup::fetch(&ledger, table).await?;
    assert_eq!(table.addresses, wallets);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let ledger = ledger.with_tables(vec![table]);
    let receipt = ledger.send(&all, &payer, &[]).await?;
    assert!(receipt.bytes <= transport::MAX_TRANSACTION_BYTES);
    assert!(ledger.accounts(&wallets).await?.iter().flatten().all(|wallet| wallet.lamports == SOL));
    Ok(())
}
