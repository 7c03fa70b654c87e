//! Rings of 32 epochs: a slot that still holds what somebody earned is never overwritten.

use girder_sdk::{Result, ledger::state::Shard, pda, proof::Route, transport::Receipt};
use girder_tests::{Ledger, TestDevice, TestOperator, assert_refused, program::error::LedgerError};

/// Where epoch 1 is in a ring, and epoch 33.
const SLOT: usize = 1;

struct Scene {
    ledger: Ledger,
    operator: TestOperator,
    device: TestDevice,
}

impl Scene {
    /// An operator with credit of 100 in epoch 1, counted by shard 0.
    fn new() -> Self {
        let ledger = Ledger::new().build();
        let operator = ledger.operator().stake(1_000_000).build();
        let device = ledger.device(&operator);
        ledger.enter_epoch(1);
        ledger.prove(&device, 1, 100).unwrap();
        Self { ledger, operator, device }
    }

    fn prove(&self, device: &TestDevice, shard: u8, epoch: u64) -> Result<Receipt> {
        let proof = self.ledger.attested(device, self.ledger.statement(device, epoch, 50));
        let route = Route { shard, attestor_set: Some(1), verifier: None, first_index: 0 };
        self.ledger.send(&proof.instructions(&self.ledger.network, route)?, &[])
    }

    /// Epoch, credit, and whether it was harvested.
    fn slot(&self) -> (u64, u64, u32) {
        let slot = self.ledger.operator_account(&self.operator).ring[SLOT];
        (slot.epoch, slot.credit, slot.harvested)
    }

    fn shard_slot(&self) -> (u64, u64) {
        let shard: Shard = self.ledger.chain.read(pda::shard(self.ledger.network.network, 0)).unwrap();
        (shard.ring[SLOT].epoch, shard.ring[SLOT].credit)
    }
}

#[test]
fn an_unharvested_slot_is_not_overwritten_32_epochs_later_and_free_after_harvest() {
    let scene = Scene::new();
    let ledger = &scene.ledger;
    ledger.settle_up_to(31);
    ledger.chain.warp_to(ledger.start(33));
    assert_refused!(scene.prove(&scene.device, 0, 33), LedgerError::HarvestFirst);
    assert_eq!(scene.slot(), (1, 100, 0), "still what epoch 1 earned");

    ledger.harvest(&scene.operator, 1).unwrap();
    assert_eq!(scene.slot(), (1, 100, 1), "kept, since downtime looks back on it");
    scene.prove(&scene.device, 0, 33).unwrap();
    assert_eq!(scene.slot(), (33, 50, 0));
    ledger.claim(&scene.operator).unwrap();
    assert_eq!(ledger.epoch(1).credit_left, 0);
}

#[test]
fn a_full_slot_blocks_no_other_epoch() {
    let scene = Scene::new();
    scene.ledger.settle_up_to(30);
    for epoch in [32, 34] {
        scene.ledger.enter_epoch(epoch);
        scene.prove(&scene.device, 0, epoch).unwrap();
    }
    assert_eq!(scene.slot(), (1, 100, 0));
}

#[test]
fn a_full_slot_of_one_operator_blocks_no_other_operator() {
    let scene = Scene::new();
    let other = scene.ledger.operator().stake(1_000).build();
    let device = scene.ledger.device(&other);
    scene.ledger.settle_up_to(31);
    scene.ledger.chain.warp_to(scene.ledger.start(33));
    scene.prove(&device, 0, 33).unwrap();
    assert_refused!(scene.prove(&scene.device, 0, 33), LedgerError::HarvestFirst);
}

#[test]
fn an_unsettled_slot_of_a_shard_is_not_overwritten_and_free_after_settling() {
    let scene = Scene::new();
    let ledger = &scene.ledger;
    let other = ledger.operator().stake(1_000).build();
    let device = ledger.device(&other);
    ledger.enter_epoch(33);
    assert_refused!(scene.prove(&device, 0, 33), LedgerError::SettleFirst);
    assert_eq!(scene.shard_slot(), (1, 100));

    ledger.settle(0).unwrap();
    ledger.settle(1).unwrap();
    assert_eq!(ledger.epoch(1).credit_left, 100);
    scene.prove(&device, 0, 33).unwrap();
    assert_eq!(scene.shard_slot(), (33, 50));
}

#[test]
fn the_operators_slot_is_looked_at_before_the_shards() {
    let scene = Scene::new();
    scene.ledger.enter_epoch(33);
    assert_refused!(scene.prove(&scene.device, 0, 33), LedgerError::HarvestFirst);
    assert_refused!(scene.prove(&scene.device, 1, 33), LedgerError::HarvestFirst);
}

#[test]
fn a_slot_in_which_nothing_was_counted_is_free() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 100).unwrap();
    ledger.deposit(&operator, 1_000).unwrap();
    let scene = Scene { ledger, operator, device };
    assert_eq!(scene.slot(), (1, 0, 0), "no stake covered it");
    scene.ledger.enter_epoch(33);
    scene.prove(&scene.device, 0, 33).unwrap();
    assert_eq!(scene.slot(), (33, 50, 0));
}

#[test]
fn a_hundred_epochs_go_round_the_rings_while_the_cranks_keep_up() {
    let scene = Scene::new();
    let ledger = &scene.ledger;
    for epoch in 2..=100 {
        ledger.enter_epoch(epoch);
        scene.prove(&scene.device, (epoch % 2) as u8, epoch).unwrap();
        if epoch > 3 {
            ledger.settle_up_to(epoch - 3);
            ledger.harvest(&scene.operator, epoch - 3).unwrap();
        }
    }
    ledger.make_harvestable(100);
    for epoch in 98..=100 {
        ledger.harvest(&scene.operator, epoch).unwrap();
    }
    let slots = ledger.operator_account(&scene.operator).ring;
    assert!(slots.iter().all(|slot| slot.credit == 50 && !slot.is_due()), "what each epoch earned was taken out");
    assert_eq!(ledger.books().next_epoch, 101);
}
