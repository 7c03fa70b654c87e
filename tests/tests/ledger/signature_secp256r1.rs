//! A secp256r1 device signs by its own precompile, beside the attestors' Ed25519: both parts are needed, each for itself.

use girder_sdk::{
    instructions::{self as build, Submission},
    pda,
    proof::Proof,
};
use girder_tests::{
    Ledger, RawSignatures, TestDevice, assert_failed, assert_refused,
    program::{SignatureIndices, error::LedgerError},
};
use solana_instruction::Instruction;

use crate::scene::Scene;

fn scene() -> Scene {
    Scene::with_key(Ledger::new().attestors(&[1]).build(), TestDevice::secp256r1())
}

/// The device's instruction, the attestor's, and the call with these indices.
fn parts(scene: &Scene, proof: &Proof, ed25519: u8, secp256r1: u8) -> [Instruction; 3] {
    let [device, attestor, _] = scene.ledger.submission(proof).try_into().unwrap();
    let submission = Submission {
        operator: proof.operator,
        device: proof.device,
        shard: 0,
        attestor_set: Some(1),
        verifier: None,
        statement: proof.statement,
        indices: SignatureIndices { ed25519, secp256r1 },
    };
    [device, attestor, build::submit_contribution(&scene.ledger.network, &submission)]
}

#[test]
fn device_and_attestors_sign_each_by_their_own_precompile() {
    let scene = scene();
    let proof = scene.ledger.attested(&scene.device, scene.statement());
    let [device, attestor, call] = parts(&scene, &proof, 0, 2);
    scene.ledger.send(&[attestor, call, device], &[]).unwrap();
}

#[test]
fn neither_part_stands_in_for_the_other() {
    let scene = scene();
    let proof = scene.ledger.attested(&scene.device, scene.statement());
    for (ed25519, secp256r1) in [(1, 1), (0, 0), (0, 1)] {
        let result = scene.ledger.send(&parts(&scene, &proof, ed25519, secp256r1), &[]);
        assert_refused!(result, LedgerError::NotPrecompile);
    }
}

#[test]
fn either_part_may_not_be_missing() {
    let scene = scene();
    let proof = scene.ledger.attested(&scene.device, scene.statement());
    let [device, attestor, call] = parts(&scene, &proof, 0, 0);
    for present in [device, attestor] {
        assert_refused!(scene.ledger.send(&[present, call.clone()], &[]), LedgerError::NotPrecompile);
    }
}

#[test]
fn another_key_of_the_kind_is_not_the_device() {
    let scene = scene();
    let mut proof = scene.ledger.attested(&scene.device, scene.statement());
    let thief = TestDevice::secp256r1();
    proof.key = thief.key();
    proof.device_signature = thief.sign(&proof.digest).unwrap();
    assert_refused!(scene.ledger.submit(&proof), LedgerError::WrongDeviceKey);
}

#[test]
fn a_second_signature_beside_the_devices_is_refused() {
    let scene = scene();
    let proof = scene.ledger.attested(&scene.device, scene.statement());
    let [_, attestor, call] = parts(&scene, &proof, 1, 0);
    let twice = [(proof.key, proof.device_signature); 2];
    let twice = RawSignatures::new(&proof.digest, &twice).instruction();
    assert_refused!(scene.ledger.send(&[twice, attestor, call], &[]), LedgerError::MalformedSignatures);
}

#[test]
fn attestors_must_have_signed_the_same_digest() {
    let scene = scene();
    let mut proof = scene.ledger.attested(&scene.device, scene.statement());
    let [device, _, call] = parts(&scene, &proof, 1, 0);
    let other = scene.ledger.attested(&scene.device, scene.statement());
    let [_, attestor, _] = parts(&scene, &other, 1, 0);
    assert_refused!(scene.ledger.send(&[device, attestor, call], &[]), LedgerError::WrongMessage);
    proof.attestations = other.attestations;
    assert_failed!(scene.ledger.submit(&proof), "Ed25519SigVerify");
}

#[test]
fn an_ed25519_device_is_not_proven_by_a_secp256r1_key() {
    let scene = Scene::on(Ledger::new().attestors(&[1]).build());
    let key = TestDevice::secp256r1();
    let mut proof = scene.ledger.attested(&scene.device, scene.statement());
    proof.device_signature = key.sign(&proof.digest).unwrap();
    proof.key = key.key();
    assert_refused!(scene.ledger.submit(&proof), LedgerError::WrongDeviceKey);
    assert_ne!(pda::device(scene.ledger.network.network, &key.key()), scene.device.address);
}
