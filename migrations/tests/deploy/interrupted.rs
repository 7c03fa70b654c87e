use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use girder_sdk::{
    Result, SdkError, artifacts,
    embedded::EmbeddedLedger,
    governor::program as governor,
    intercept::Intercept,
    transport::{Receipt, Transport},
};
use solana_transaction::versioned::VersionedTransaction;

use crate::scene::{LOCAL, Scene, network, with_attestors};

/// The ledger, until it took so many transactions: then whoever sends them is gone.
struct Interrupted<'a> {
    ledger: &'a EmbeddedLedger,
    left: AtomicUsize,
}

#[async_trait]
impl Intercept for Interrupted<'_> {
    fn inner(&self) -> &dyn Transport {
        self.ledger
    }

    async fn intercept(&self, transaction: VersionedTransaction) -> Result<Receipt> {
        let left = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        left.map_err(|_| SdkError::Transport("interrupted".to_owned()))?;
        self.ledger.submit(transaction).await
    }
}

impl<'a> Interrupted<'a> {
    fn after(ledger: &'a EmbeddedLedger, transactions: usize) -> Self {
        Self { ledger, left: AtomicUsize::new(transactions) }
    }
}

/// Applies, interrupted again and again after so many transactions, and returns how many it took.
async fn apply(scene: &Scene, text: &str, transactions: usize) -> usize {
    for round in 1.. {
        let transport = Interrupted::after(&scene.ledger, transactions);
        match scene.apply_over(&transport, text).await {
            Ok(_) => return round * transactions - transport.left.into_inner(),
            Err(error) => assert!(format!("{error:#}").contains("interrupted"), "{error:#}"),
        }
        assert!(round < 2_000, "it makes no way");
    }
    unreachable!("rounds go on for ever")
}

fn seated(scene: &Scene) -> String {
    scene.key("north.json");
    scene.key("east.json");
    scene.key("guardian.json");
    let text = network().replacen("shards = 2", "shards = 2\nguardian = \"guardian.json\"\nreserve = 100", 1);
    with_attestors(&text, &[("north.json", 1), ("east.json", 2)])
}

#[tokio::test]
async fn a_network_is_set_up_with_an_interruption_after_every_transaction() {
    let (whole, broken) = (Scene::with_ledger(), Scene::with_ledger());
    let at_once = apply(&whole, &seated(&whole), usize::MAX / 4).await;
    let in_pieces = apply(&broken, &seated(&broken), 1).await;
    assert_eq!(at_once, in_pieces, "no transaction is sent in vain");
    assert!(at_once > 8, "{at_once}");
}

#[tokio::test]
async fn a_program_is_deployed_with_an_interruption_after_every_fifty_transactions() {
    let text = "[[program]]\nname = \"governor\"";
    let (whole, broken) = (Scene::empty(), Scene::empty());
    let at_once = apply(&whole, text, usize::MAX / 4).await;
    assert_eq!(at_once, apply(&broken, text, 50).await, "what was written is not written again");
    assert!(broken.program(governor::ID).await.is(artifacts::GOVERNOR));
}

#[tokio::test]
async fn the_whole_example_survives_interruptions() {
    let scene = Scene::empty();
    apply(&scene, LOCAL, 333).await;
    scene.ledger.snapshot(scene.network("local")).unwrap();
}
