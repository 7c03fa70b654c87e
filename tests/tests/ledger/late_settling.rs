//! Settling late: whatever was proven meanwhile, the epochs behind still settle, in order and each once.

use girder_sdk::{ledger::state::Shard, pda, proof::Route};
use girder_tests::Ledger;

#[test]
fn an_idle_network_settles_after_more_epochs_than_a_ring_holds() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000).build();
    let device = ledger.device(&operator);
    // Nobody proved anything and nobody settled; epoch 40 takes the empty slot that epoch 8 would have.
    ledger.enter_epoch(40);
    ledger.prove(&device, 40, 50).unwrap();
    ledger.settle_up_to(8);
    ledger.prove(&device, 40, 55).unwrap();
    ledger.settle_up_to(40);
    assert_eq!(ledger.epoch(8).credit_left, 0);
    assert_eq!(ledger.epoch(40).credit_left, 55);
    ledger.make_harvestable(40);
    ledger.harvest(&operator, 40).unwrap();
}

#[test]
fn settling_late_takes_old_credit_of_one_shard_and_leaves_new_credit_of_another() {
    let ledger = Ledger::new().build();
    let [early, late] = [0, 1].map(|_| ledger.operator().stake(1_000).build());
    let [first, second] = [&early, &late].map(|operator| ledger.device(operator));
    ledger.enter_epoch(1);
    ledger.prove(&first, 1, 100).unwrap();
    ledger.enter_epoch(33);
    let proof = ledger.attested(&second, ledger.statement(&second, 33, 50));
    let route = Route { shard: 1, attestor_set: Some(1), verifier: None, first_index: 0 };
    ledger.send(&proof.instructions(&ledger.network, route).unwrap(), &[]).unwrap();

    ledger.settle(0).unwrap();
    ledger.settle(1).unwrap();
    assert_eq!(ledger.epoch(1).credit_left, 100);
    let shard: Shard = ledger.chain.read(pda::shard(ledger.network.network, 1)).unwrap();
    assert_eq!((shard.ring[1].epoch, shard.ring[1].credit), (33, 50));
    ledger.settle_up_to(33);
    assert_eq!(ledger.epoch(33).credit_left, 50);
}
