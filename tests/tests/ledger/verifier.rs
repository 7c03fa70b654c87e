//! A class with a verifier program takes credit only through it: programs/verifier, compiled, is one.

use girder_sdk::{
    Result, pda,
    proof::{Proof, Route},
    transport::Receipt,
};
use girder_tests::{
    Ledger, TestDevice, assert_failed, assert_refused, class,
    program::{NewClass, Statement, error::LedgerError},
    with_account,
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;

use crate::scene::Scene;

const VERIFIER: Address = Address::new_from_array([0x7e; 32]);

/// A network whose class takes credit through the verifier program alone, and one device of it.
fn verified(key: Box<dyn girder_sdk::signer::DeviceSigner>) -> Scene {
    let ledger = Ledger::new().classes(&[NewClass { verifier: VERIFIER, ..class(10_000) }]).build();
    ledger.chain.add_program(VERIFIER, include_bytes!("../../programs/verifier.so")).unwrap();
    Scene::with_key(ledger, key)
}

/// The signatures of a proof, and a call of the ledger that names this verifier.
fn direct(scene: &Scene, proof: &Proof, verifier: Option<Address>) -> Vec<Instruction> {
    let route = Route { shard: 0, attestor_set: Some(1), verifier, first_index: 0 };
    proof.instructions(&scene.ledger.network, route).unwrap()
}

/// The same through a verifier program, whose authority signs inside it.
fn through(scene: &Scene, proof: &Proof, program: Address) -> Vec<Instruction> {
    let authority = pda::verifier(scene.ledger.network.network, program);
    let mut instructions = direct(scene, proof, Some(authority));
    let call = instructions.last_mut().unwrap();
    call.program_id = program;
    call.accounts.iter_mut().for_each(|meta| meta.is_signer = false);
    instructions
}

fn unattested(scene: &Scene) -> Proof {
    scene.ledger.signed(&scene.device, scene.statement()).build().unwrap()
}

fn submit(scene: &Scene, proof: &Proof) -> Result<Receipt> {
    scene.ledger.send(&through(scene, proof, VERIFIER), &[])
}

#[test]
fn the_verifier_program_vouches_in_place_of_the_attestors() {
    for key in [TestDevice::ed25519(), TestDevice::secp256r1()] {
        let scene = verified(key);
        submit(&scene, &unattested(&scene)).unwrap();
        assert_eq!(scene.ledger.operator_account(&scene.operator).ring[1].credit, 100);
    }
}

#[test]
fn what_the_verifier_refuses_earns_nothing() {
    let scene = verified(TestDevice::ed25519());
    let nothing_to_see = Statement { evidence_hash: [0; 32], ..scene.statement() };
    let proof = scene.ledger.signed(&scene.device, nothing_to_see).build().unwrap();
    assert_failed!(submit(&scene, &proof), "invalid instruction data");
}

#[test]
fn the_device_must_have_signed_whatever_the_verifier_says() {
    let scene = verified(TestDevice::ed25519());
    let honest = unattested(&scene);
    let thief = TestDevice::ed25519();
    let stolen = Proof { key: thief.key(), device_signature: thief.sign(&honest.digest).unwrap(), ..honest.clone() };
    assert_failed!(submit(&scene, &stolen), "WrongDeviceKey");
    let forged = Proof { statement: Statement { units: 10_000, ..honest.statement }, ..honest.clone() };
    assert_failed!(submit(&scene, &forged), "WrongMessage");
    assert_eq!(scene.ledger.operator_account(&scene.operator).ring[1].credit, 0);
    submit(&scene, &honest).unwrap();
}

#[test]
fn without_the_verifier_neither_device_nor_attestors_earn() {
    for key in [TestDevice::ed25519(), TestDevice::secp256r1()] {
        let scene = verified(key);
        let alone = unattested(&scene);
        assert_refused!(scene.ledger.send(&direct(&scene, &alone, None), &[]), LedgerError::VerifierNeeded);
        let attested = scene.ledger.attested(&scene.device, scene.statement());
        assert!(scene.ledger.send(&direct(&scene, &attested, None), &[]).is_err());
        assert_eq!(scene.ledger.operator_account(&scene.operator).ring[1].credit, 0);
    }
}

#[test]
fn another_signer_is_not_the_verifier() {
    let scene = verified(TestDevice::ed25519());
    let proof = unattested(&scene);
    let stranger = scene.ledger.wallet();
    for signer in [&stranger, &scene.operator.identity, &scene.ledger.authority] {
        let call = direct(&scene, &proof, Some(signer.pubkey()));
        assert_refused!(scene.ledger.send(&call, &[signer]), LedgerError::VerifierNeeded);
    }
}

#[test]
fn the_verifiers_authority_counts_only_if_it_signs() {
    let scene = verified(TestDevice::ed25519());
    let authority = pda::verifier(scene.ledger.network.network, VERIFIER);
    let mut call = direct(&scene, &unattested(&scene), Some(authority));
    call[1].accounts.iter_mut().for_each(|meta| meta.is_signer = false);
    assert_failed!(scene.ledger.send(&call, &[]), "AccountNotSigner");
}

#[test]
fn the_same_code_under_another_address_is_not_the_verifier() {
    let scene = verified(TestDevice::ed25519());
    let imposter = Address::new_from_array([0x7f; 32]);
    scene.ledger.chain.add_program(imposter, include_bytes!("../../programs/verifier.so")).unwrap();
    let result = scene.ledger.send(&through(&scene, &unattested(&scene), imposter), &[]);
    assert_failed!(result, "VerifierNeeded");
}

#[test]
fn a_verifier_does_not_vouch_for_a_class_without_one() {
    let scene = Scene::new();
    scene.ledger.chain.add_program(VERIFIER, include_bytes!("../../programs/verifier.so")).unwrap();
    assert_failed!(submit(&scene, &unattested(&scene)), "BelowThreshold");
}

#[test]
fn the_authority_of_one_network_does_not_vouch_in_another() {
    let classes = [NewClass { verifier: VERIFIER, ..class(10_000) }];
    let ledger = Ledger::new().classes(&classes).build();
    ledger.chain.add_program(VERIFIER, include_bytes!("../../programs/verifier.so")).unwrap();
    let neighbour = ledger.neighbour();
    let scene = Scene::on(ledger);
    let ours = pda::verifier(scene.ledger.network.network, VERIFIER);
    let theirs = pda::verifier(neighbour.network.network, VERIFIER);
    let mut call = through(&scene, &unattested(&scene), VERIFIER);
    call[1] = with_account(call[1].clone(), ours, theirs);
    assert_failed!(scene.ledger.send(&call, &[]), "AccountNotSigner");
}
