//! What a proof writes and how large it is: the hot path runs in parallel and fits a plain transaction.

use std::collections::{BTreeSet, HashSet};

use girder_sdk::{
    SdkError, pda,
    proof::{Proof, Route},
    transport::{MAX_TRANSACTION_BYTES, Receipt},
};
use girder_tests::{Ledger, TestDevice};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_message::Message;
use solana_signer::Signer;

use crate::scene::Scene;

fn submission(ledger: &Ledger, proof: &Proof, shard: u8) -> Vec<Instruction> {
    let route = Route { shard, attestor_set: Some(1), verifier: None, first_index: 0 };
    proof.instructions(&ledger.network, route).unwrap()
}

fn is_writable(message: &Message, index: usize) -> bool {
    message.is_maybe_writable_with_reserved_addresses(index, None::<&HashSet<Address>>)
}

/// All accounts that a transaction locks for writing.
fn writable(instructions: &[Instruction], payer: Address) -> BTreeSet<Address> {
    let message = Message::new(instructions, Some(&payer));
    let keys = message.account_keys.iter().enumerate();
    keys.filter(|(index, _)| is_writable(&message, *index)).map(|(_, key)| *key).collect()
}

#[test]
fn a_proof_writes_its_payer_its_operator_its_device_and_one_shard() {
    let scene = Scene::new();
    let proof = scene.ledger.attested(&scene.device, scene.statement());
    let payer = Address::new_unique();
    for number in 0..scene.ledger.network.shards {
        let shard = pda::shard(scene.ledger.network.network, number);
        let expected = BTreeSet::from([payer, scene.operator.address, scene.device.address, shard]);
        assert_eq!(writable(&submission(&scene.ledger, &proof, number), payer), expected);
    }
}

#[test]
fn proofs_of_two_operators_with_other_payers_and_shards_share_nothing_writable() {
    let scene = Scene::new();
    let other = scene.ledger.operator().stake(1_000).build();
    let device = scene.ledger.device(&other);
    scene.ledger.enter_epoch(2);
    let sent = [(&scene.device, 0), (&device, 1)].map(|(device, shard)| {
        let proof = scene.ledger.attested(device, scene.ledger.statement(device, 2, 10));
        let payer = scene.ledger.wallet();
        let instructions = submission(&scene.ledger, &proof, shard);
        scene.ledger.chain.execute(&instructions, &payer, &[]).unwrap();
        writable(&instructions, payer.pubkey())
    });
    assert!(sent[0].is_disjoint(&sent[1]), "{sent:?}");
}

#[test]
fn a_proof_is_counted_by_whichever_shard_its_sender_picks() {
    let scene = Scene::new();
    for (shard, units) in [(0, 10), (1, 30), (0, 60)] {
        let proof = scene.ledger.attested(&scene.device, scene.ledger.statement(&scene.device, 1, units));
        scene.ledger.send(&submission(&scene.ledger, &proof, shard), &[]).unwrap();
    }
    let credit = |number| {
        let address = pda::shard(scene.ledger.network.network, number);
        let shard: girder_sdk::ledger::state::Shard = scene.ledger.chain.read(address).unwrap();
        shard.ring[1].credit
    };
    assert_eq!((credit(0), credit(1)), (40, 20));
    scene.ledger.settle_up_to(1);
    assert_eq!(scene.ledger.epoch(1).credit_left, 60);
}

/// What most senders put first: a limit and a price for compute units.
fn compute_budget() -> [Instruction; 2] {
    let instruction = |data| Instruction { program_id: solana_sdk_ids::compute_budget::ID, accounts: Vec::new(), data };
    let limit = [[2].as_slice(), &60_000u32.to_le_bytes()].concat();
    let price = [[3].as_slice(), &1_000u64.to_le_bytes()].concat();
    [instruction(limit), instruction(price)]
}

/// Submits a proof by the device and all attestors behind a compute budget.
fn submit_with_budget(scene: &Scene) -> Result<Receipt, SdkError> {
    let proof = scene.ledger.attested(&scene.device, scene.statement());
    let route = Route { shard: 0, attestor_set: Some(1), verifier: None, first_index: 2 };
    let submission = proof.instructions(&scene.ledger.network, route).unwrap();
    scene.ledger.send(&[compute_budget().as_slice(), &submission].concat(), &[])
}

#[test]
fn an_ed25519_device_with_four_attestors_fits_a_plain_transaction() {
    let scene = Scene::with_weights(&[1; 4], 3);
    let bytes = submit_with_budget(&scene).unwrap().bytes;
    assert!(bytes <= MAX_TRANSACTION_BYTES, "{bytes}");
}

#[test]
fn a_secp256r1_device_with_three_attestors_fits_a_plain_transaction() {
    let scene = Scene::with_key(Ledger::new().build(), TestDevice::secp256r1());
    let bytes = submit_with_budget(&scene).unwrap().bytes;
    assert!(bytes <= MAX_TRANSACTION_BYTES, "{bytes}");
}

#[test]
fn with_one_attestor_more_either_does_not_fit() {
    let too_large = |result| matches!(result, Err(SdkError::TooLarge { .. }));
    assert!(too_large(submit_with_budget(&Scene::with_weights(&[1; 5], 3))));
    let ledger = Ledger::new().attestors(&[1; 4]).thresholds(3, 4).build();
    assert!(too_large(submit_with_budget(&Scene::with_key(ledger, TestDevice::secp256r1()))));
}
