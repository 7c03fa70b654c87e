//! What anybody may do, done by somebody who has nothing to do with the network.

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use girder_sdk::{
    Result,
    audit::{Check, audit},
    due::{Crank, CrankReport, Outcome, Step, Taken, Task},
    instructions,
    intercept::Intercept,
    ledger::state::{AccountSpace, Epoch},
    proof::EquivocationReport,
    signer::DeviceSigner,
    transport::{Receipt, Transport},
};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

use girder_tests::world::{EPOCH, SOL, World, devices, key};

/// A network whose device proved something in epoch 1, when that is over.
fn proven() -> World {
    let world = World::new().unwrap();
    let (device, _) = devices();
    world.register(&device).unwrap();
    world.ledger.warp_to(world.start(1));
    world.submit(&world.prove(&device, 1, 1, 400_000).unwrap(), 0).unwrap();
    world.ledger.warp_to(world.start(2));
    world
}

/// The same when the harvest of epoch 1 has come.
fn earned() -> World {
    let world = proven();
    world.ledger.warp_to(world.start(2) + 1_200);
    world
}

fn stranger(world: &World) -> Keypair {
    let stranger = key(200);
    world.ledger.airdrop(stranger.pubkey(), 10 * SOL).unwrap();
    stranger
}

fn crank<'a>(transport: &'a dyn Transport, world: &World, signer: &'a Keypair) -> Crank<'a> {
    Crank { transport, network: world.network.network, signer, tasks: Task::ALL.into() }
}

async fn turn(crank: &Crank<'_>) -> (CrankReport, Vec<Taken>) {
    let mut taken = Vec::new();
    let report = crank.turn(&mut |step: &Taken| taken.push(step.clone())).await.unwrap();
    (report, taken)
}

fn tasks(taken: &[Taken]) -> BTreeSet<Task> {
    taken.iter().map(|taken| taken.step.task).collect()
}

#[tokio::test]
async fn a_stranger_settles_harvests_pays_everybody_and_gets_the_tip() {
    let world = earned();
    let stranger = stranger(&world);
    let crank = crank(&world.ledger, &world, &stranger);
    let (report, taken) = turn(&crank).await;

    let expected = [Task::Settle, Task::Harvest, Task::Claim, Task::Commission, Task::AttestorPay, Task::Close].into();
    assert_eq!(tasks(&taken), expected, "{taken:#?}");
    assert!(taken.iter().all(|taken| matches!(taken.outcome, Outcome::Done(_))), "{taken:#?}");
    assert_eq!(report.done, taken.len());
    assert!(report.transactions < report.done, "several steps share a transaction");

    let tips = world.ledger.token_balance(world.network.reward.account_of(stranger.pubkey())).unwrap();
    assert_eq!((report.tips, tips), (1_000, 1_000));
    // Epochs 0 and 1 are settled and, having nothing left, closed: what their accounts cost comes back.
    let rent = world.ledger.minimum_balance(Epoch::SPACE).await.unwrap();
    assert_eq!(report.rent, 2 * rent);
    let paid = world.ledger.token_balance(world.wallet).unwrap();
    assert!((378_000..=380_000).contains(&paid), "{paid}");
    assert!(audit(&world.snapshot()).iter().all(Check::holds));
    assert!(crank.due().await.unwrap().is_empty());
}

#[tokio::test]
async fn only_the_tasks_that_were_asked_for_are_done() {
    let world = earned();
    let stranger = stranger(&world);
    let crank = Crank { tasks: [Task::Settle, Task::Harvest].into(), ..crank(&world.ledger, &world, &stranger) };
    let (_, taken) = turn(&crank).await;
    assert_eq!(tasks(&taken), [Task::Settle, Task::Harvest].into());
    assert_eq!(world.ledger.token_balance(world.wallet).unwrap(), 0);
}

#[tokio::test]
async fn nothing_is_due_a_second_too_early() {
    let world = World::new().unwrap();
    let stranger = stranger(&world);
    let crank = crank(&world.ledger, &world, &stranger);
    world.ledger.warp_to(world.start(1) + 600 - 1);
    assert!(crank.due().await.unwrap().is_empty());
    assert!(world.settle(0).is_err(), "the program agrees");
    world.ledger.warp_by(1);
    let due: Vec<Task> = crank.due().await.unwrap().iter().map(|step| step.task).collect();
    assert_eq!(due, [Task::Settle]);
}

#[tokio::test]
async fn a_slash_is_executed_when_its_appeal_is_over_and_its_case_closed() {
    let world = proven();
    let (device, _) = devices();
    let stranger = stranger(&world);
    let [first, second] = [1, 2].map(|units| world.prove(&device, 1, 9, units).unwrap());
    let report = EquivocationReport::new(&first, &second).unwrap();
    let evidence = report.instructions(&world.network, world.payer.pubkey(), 0).unwrap();
    world.ledger.execute(&evidence, &world.payer, &[]).unwrap();

    let crank = crank(&world.ledger, &world, &stranger);
    let (_, before) = turn(&crank).await;
    assert!(!tasks(&before).contains(&Task::Slash), "{before:#?}");
    world.ledger.warp_by(EPOCH + 1_200);
    let (_, after) = turn(&crank).await;
    assert!(tasks(&after).is_superset(&[Task::Slash, Task::Close].into()), "{after:#?}");
    let snapshot = world.snapshot();
    assert!(snapshot.cases.is_empty() && snapshot.devices.iter().all(|(_, found)| found.key != device.key().padded()));
    assert!(audit(&snapshot).iter().all(Check::holds));
}

#[tokio::test]
async fn a_payment_without_a_token_account_waits_and_stops_nothing() {
    let world = earned();
    let stranger = stranger(&world);
    let nobody = Address::new_from_array([77; 32]);
    let wallet = instructions::set_payout_wallet(world.operator, world.identity.pubkey(), nobody);
    world.ledger.execute(&[wallet], &world.payer, &[&world.identity]).unwrap();
    let (report, taken) = turn(&crank(&world.ledger, &world, &stranger)).await;
    let waiting: Vec<&Taken> = taken.iter().filter(|taken| !matches!(taken.outcome, Outcome::Done(_))).collect();
    let account = world.network.reward.account_of(nobody);
    assert!(
        matches!(waiting.as_slice(), [Taken { step: Step { task: Task::Commission, .. }, outcome: Outcome::NoAccount(missing) }] if *missing == account),
        "{waiting:#?}"
    );
    assert_eq!((report.without_account, report.failed), (1, 0));
}

/// A ledger on which somebody else settles in the moment in which a transaction is sent.
struct Rival<'a> {
    world: &'a World,
    is_due: AtomicBool,
}

#[async_trait]
impl Intercept for Rival<'_> {
    fn inner(&self) -> &dyn Transport {
        &self.world.ledger
    }

    async fn intercept(&self, transaction: VersionedTransaction) -> Result<Receipt> {
        if self.is_due.swap(false, Ordering::Relaxed) {
            self.world.settle(0)?;
            self.world.settle(1)?;
        }
        // Its blockhash is old, so it fails: as it would on a cluster, by what the rival did.
        self.world.ledger.submit(transaction).await
    }
}

#[tokio::test]
async fn what_somebody_else_did_first_is_no_failure() {
    let world = earned();
    let stranger = stranger(&world);
    let rival = Rival { world: &world, is_due: AtomicBool::new(true) };
    let (report, taken) = turn(&crank(&rival, &world, &stranger)).await;
    assert_eq!(report.failed, 0, "{taken:#?}");
    assert!(report.by_others >= 2, "{taken:#?}");
    assert_eq!(report.tips, 0);
    assert!(world.ledger.token_balance(world.wallet).unwrap() > 0);
}

#[tokio::test]
async fn a_retired_network_is_wound_down_to_nothing() {
    let world = earned();
    let stranger = stranger(&world);
    let us = world.payer.pubkey();
    world.ledger.execute(&[instructions::retire_network(&world.network, us, 6)], &world.payer, &[]).unwrap();
    let crank = crank(&world.ledger, &world, &stranger);
    let mut done = BTreeSet::new();
    for epoch in 6..16 {
        world.ledger.warp_to(world.start(epoch) + 1_200);
        let (report, taken) = turn(&crank).await;
        assert_eq!((report.failed, report.without_account), (0, 0), "{taken:#?}");
        done.extend(tasks(&taken));
        if world.ledger.find_all(&[]).is_empty() {
            assert!(done.contains(&Task::WindDown) && done.contains(&Task::Withdraw));
            return;
        }
    }
    let left: Vec<_> = world.ledger.find_all(&[]).iter().map(|(address, _)| *address).collect();
    panic!("these accounts are left: {left:?}");
}
