//! The index is the ledger's history: complete, the same again from nothing, and right after a fork.

use async_trait::async_trait;
use girder_explorer::index::{Follower, IndexError, Progress};
use girder_sdk::{
    Result, SdkError,
    history::{Entry, History, Range, Record},
    instructions,
    recorder::Recorder,
};
use girder_tests::world::devices;
use solana_address::Address;
use solana_signature::Signature;
use solana_signer::Signer;

use crate::{
    database::{Database, Postgres},
    world,
};

/// A history in pages of three, which fails after so many answers.
struct Slow<'a> {
    recorder: &'a Recorder,
    answers: std::sync::atomic::AtomicI64,
}

impl<'a> Slow<'a> {
    fn new(recorder: &'a Recorder, answers: i64) -> Self {
        Self { recorder, answers: answers.into() }
    }

    fn answer(&self) -> Result<()> {
        let left = self.answers.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
        if left > 0 { Ok(()) } else { Err(SdkError::Transport("gone".into())) }
    }
}

#[async_trait]
impl History for Slow<'_> {
    async fn signatures(&self, address: &Address, range: Range) -> Result<Vec<Entry>> {
        self.answer()?;
        let mut page = self.recorder.signatures(address, range).await?;
        page.truncate(3);
        Ok(page)
    }

    async fn transaction(&self, signature: &Signature) -> Result<Option<Record>> {
        self.answer()?;
        self.recorder.transaction(signature).await
    }

    async fn finalized_slot(&self) -> Result<u64> {
        self.recorder.finalized_slot().await
    }
}

/// A history whose newest blocks have no time yet.
struct Timeless<'a>(&'a Recorder);

#[async_trait]
impl History for Timeless<'_> {
    async fn signatures(&self, address: &Address, range: Range) -> Result<Vec<Entry>> {
        self.0.signatures(address, range).await
    }

    async fn transaction(&self, signature: &Signature) -> Result<Option<Record>> {
        let record = self.0.transaction(signature).await?;
        Ok(record.map(|record| Record { time: None, ..record }))
    }

    async fn finalized_slot(&self) -> Result<u64> {
        self.0.finalized_slot().await
    }
}

async fn followed(database: &Database, history: &dyn History) -> Progress {
    Follower::new(&database.index().await, history).round().await.unwrap()
}

async fn indexing_again_from_nothing_gives_the_same_rows(databases: [Database; 2]) {
    let life = world::lived().unwrap();
    let recorder = &life.world.ledger;
    let [one, other] = &databases;
    // One is interrupted again and again, and grows in between; the other reads everything at once.
    let index = one.index().await;
    let mut interrupted = 0;
    for answers in 1.. {
        match Follower::new(&index, &Slow::new(recorder, answers)).round().await {
            Ok(_) => break,
            Err(IndexError::Ledger(SdkError::Transport(_))) => interrupted += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert!(interrupted > 3, "{interrupted}");
    recorder.finalize();
    followed(one, recorder).await;
    assert!(followed(other, recorder).await.added > 15);
    let dump = one.dump().await;
    assert_eq!(dump, other.dump().await);
    for kind in
        ["NetworkCreated", "Deposited", "ContributionCounted", "EpochSettled", "Harvested", "Claimed", "CaseOpened"]
    {
        assert!(dump.iter().any(|line| line.starts_with("event ") && line.contains(&format!(" {kind} "))), "{kind}");
    }
    assert_eq!(followed(one, recorder).await, Progress::default());
    assert_eq!(one.dump().await, dump);
}

async fn what_a_fork_takes_back_is_removed(database: Database, fresh: Database) {
    let world = world::founded();
    let (plain, _) = devices();
    world.register(&plain).unwrap();
    world.ledger.finalize();
    let other_side = world.moved_to(world.ledger.fork());
    // On this side something is unstaked; on the other side a commission is changed, and the cluster chooses that one.
    let unstake = |amount| instructions::unstake(&world.network, world.operator, world.identity.pubkey(), amount);
    world.pay(&[unstake(1_000)]).unwrap();
    world.pay(&[unstake(2_000)]).unwrap();
    followed(&database, &world.ledger).await;
    let before = database.dump().await;
    assert_eq!(before.iter().filter(|line| line.contains(" Unstaked ")).count(), 2);

    let commission = instructions::set_commission(&world.network, world.operator, world.identity.pubkey(), 900);
    other_side.pay(&[commission]).unwrap();
    assert_eq!(followed(&database, &other_side.ledger).await, Progress { added: 1, removed: 2 });
    followed(&fresh, &other_side.ledger).await;
    let after = database.dump().await;
    assert_eq!(after, fresh.dump().await);
    assert!(!after.iter().any(|line| line.contains("Unstaked")), "{after:?}");
    assert!(after.iter().any(|line| line.contains("CommissionSet")));
}

#[tokio::test]
async fn indexing_again_from_nothing_gives_the_same_rows_in_sqlite() {
    indexing_again_from_nothing_gives_the_same_rows([Database::sqlite(), Database::sqlite()]).await;
}

#[tokio::test]
async fn what_a_fork_takes_back_is_removed_from_sqlite() {
    what_a_fork_takes_back_is_removed(Database::sqlite(), Database::sqlite()).await;
}

#[tokio::test]
async fn a_transaction_is_indexed_once_its_time_is_known_or_it_is_final() {
    let (database, life) = (Database::sqlite(), world::lived().unwrap());
    let recorder = &life.world.ledger;
    assert_eq!(followed(&database, &Timeless(recorder)).await, Progress::default());
    let known = followed(&database, recorder).await;
    assert!(known.added > 0);
    assert_eq!(followed(&database, recorder).await, Progress::default());

    recorder.finalize();
    assert_eq!(followed(&Database::sqlite(), &Timeless(recorder)).await, known);
}

#[tokio::test]
async fn postgresql_holds_the_same_rows_as_sqlite() {
    let Some(server) = Postgres::start() else {
        eprintln!("SKIPPED: no PostgreSQL can be started here, and GIRDER_TEST_POSTGRES names none");
        return;
    };
    indexing_again_from_nothing_gives_the_same_rows([server.database().await, Database::sqlite()]).await;
    what_a_fork_takes_back_is_removed(server.database().await, server.database().await).await;
}
