//! Who must have signed what: a proof counts for the statement, device and attestors that were signed for, and for nothing
//! else.

use girder_interface::{Domain, contribution::Contribution, key::DeviceKey, registration::Registration};
use girder_sdk::{
    instructions::{self as build, NewDevice, Seal},
    proof::{Proof, ProofBuilder, RegistrationBuilder, Route},
    signer::Ed25519Signer,
    transport,
};
use girder_tests::{
    Ledger, RawSignatures, TestDevice, assert_failed, assert_refused,
    program::{Statement, error::LedgerError},
};
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_message::{Message, VersionedMessage};
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

use crate::scene::{Scene, attest};

/// Changes one field of what is signed, or where it is valid.
type Change<T> = fn(&mut T, &mut Domain);

impl Scene {
    /// All that is signed for statement, and where it is valid.
    fn signed_for(&self, statement: &Statement) -> (Contribution, Domain) {
        (statement.contribution(&self.device.operator, &self.device.address), self.ledger.domain)
    }

    /// A proof of a statement whose signatures, by all who must sign, are over another digest.
    fn signed_over(&self, digest: [u8; 32], statement: Statement) -> Proof {
        let keys: Vec<_> = self.ledger.attestors.iter().map(|attestor| &attestor.key).collect();
        let honest = self.ledger.signed(&self.device, statement).build().unwrap();
        let device_signature = self.device.signer.sign(&digest).unwrap();
        Proof { digest, device_signature, attestations: attest(&keys, &digest), ..honest }
    }
}

/// The Ed25519 instruction of a proof with its signers in another order, and its call.
fn reordered(scene: &Scene, proof: &Proof, order: &[usize]) -> Vec<Instruction> {
    let attestors = proof.attestations.iter().map(|by| (DeviceKey::Ed25519(by.attestor.to_bytes()), by.signature));
    let signers: Vec<_> = std::iter::once((proof.key, proof.device_signature)).chain(attestors).collect();
    let signers: Vec<_> = order.iter().map(|&index| signers[index]).collect();
    let unattested = Proof { attestations: Vec::new(), ..proof.clone() };
    let call = scene.ledger.submission(&unattested).pop().unwrap();
    vec![RawSignatures::new(&proof.digest, &signers).instruction(), call]
}

#[test]
fn a_change_of_any_signed_field_after_signing_is_refused() {
    let changes: [(&str, Change<Contribution>); 13] = [
        ("program id", |_, domain| domain.program_id[31] ^= 1),
        ("network", |_, domain| domain.network[0] ^= 0x80),
        ("instance", |_, domain| domain.instance[7] ^= 1),
        ("operator", |contribution, _| contribution.operator[0] ^= 1),
        ("device", |contribution, _| contribution.device[31] ^= 1),
        ("epoch before", |contribution, _| contribution.epoch -= 1),
        ("epoch after", |contribution, _| contribution.epoch += 1),
        ("sequence before", |contribution, _| contribution.sequence -= 1),
        ("sequence's highest bit", |contribution, _| contribution.sequence ^= 1 << 63),
        ("class", |contribution, _| contribution.class ^= 1),
        ("units", |contribution, _| contribution.units += 1),
        ("units' highest bit", |contribution, _| contribution.units ^= 1 << 63),
        ("evidence", |contribution, _| contribution.evidence_hash[31] ^= 1),
    ];
    let scene = Scene::new();
    for (field, change) in changes {
        let statement = scene.statement();
        let (mut signed, mut domain) = scene.signed_for(&statement);
        change(&mut signed, &mut domain);
        let mut proof = scene.signed_over(signed.digest(&domain), statement);
        let result = scene.ledger.submit(&proof);
        assert!(result.is_err(), "another {field} was signed");
        assert_refused!(result, LedgerError::WrongMessage);
        // And with the right message in place of the one that was signed.
        proof.digest = scene.ledger.signed(&scene.device, statement).digest();
        assert_failed!(scene.ledger.submit(&proof), "Ed25519SigVerify");
    }
    scene.submit_by(&[0, 1, 2]).unwrap();
}

#[test]
fn a_change_of_any_field_of_a_registration_after_signing_is_refused() {
    let changes: [(&str, Change<Registration>); 7] = [
        ("program id", |_, domain| domain.program_id[0] ^= 1),
        ("network", |_, domain| domain.network[31] ^= 1),
        ("instance", |_, domain| domain.instance[0] ^= 1),
        ("operator", |registration, _| registration.operator[31] ^= 1),
        ("class", |registration, _| registration.class ^= 1),
        ("region", |registration, _| registration.region ^= 1 << 31),
        ("key", |registration, _| registration.key = TestDevice::ed25519().key()),
    ];
    let Scene { ledger, operator, .. } = Scene::new();
    for signer in [TestDevice::ed25519(), TestDevice::secp256r1()] {
        for (field, change) in changes {
            let new = NewDevice { operator: operator.address, key: signer.key(), class: 0, region: 0 };
            let mut signed =
                Registration { operator: operator.address.to_bytes(), class: 0, region: 0, key: signer.key() };
            let mut domain = ledger.domain;
            change(&mut signed, &mut domain);
            let digest = signed.digest(&domain);
            let raw = RawSignatures::new(&digest, &[(signer.key(), signer.sign(&digest).unwrap())]);
            let (payer, authority) = (ledger.payer.pubkey(), operator.identity.pubkey());
            let call = build::register_device(&ledger.network, payer, authority, &new, 0);
            let result = ledger.send(&[raw.instruction(), call], &[&operator.identity]);
            assert!(result.is_err(), "another {field} was signed");
            assert_refused!(result, LedgerError::WrongMessage);
        }
    }
}

#[test]
fn a_key_is_registered_by_its_own_signature_alone() {
    let Scene { ledger, operator, .. } = Scene::new();
    for (victim, thief) in
        [(TestDevice::ed25519(), TestDevice::ed25519()), (TestDevice::secp256r1(), TestDevice::secp256r1())]
    {
        let new = NewDevice { operator: operator.address, key: victim.key(), class: 0, region: 0 };
        let digest = RegistrationBuilder::new(&ledger.domain, new).digest();
        let (payer, authority) = (ledger.payer.pubkey(), operator.identity.pubkey());
        let call = build::register_device(&ledger.network, payer, authority, &new, 0);
        let raw = RawSignatures::new(&digest, &[(thief.key(), thief.sign(&digest).unwrap())]);
        let result = ledger.send(&[raw.instruction(), call], &[&operator.identity]);
        assert_refused!(result, LedgerError::WrongDeviceKey);
    }
}

#[test]
fn a_proof_for_another_device_of_the_same_operator_is_refused() {
    let scene = Scene::new();
    let twin = scene.ledger.device(&scene.operator);
    scene.ledger.enter_epoch(2);
    let proof = scene.ledger.attested(&scene.device, scene.ledger.statement(&scene.device, 2, 100));
    assert_refused!(scene.ledger.submit(&Proof { device: twin.address, ..proof }), LedgerError::WrongMessage);
}

#[test]
fn a_proof_under_another_operator_is_refused() {
    let scene = Scene::new();
    let rival = scene.ledger.operator().stake(1_000_000).build();
    let proof = scene.attested_by(scene.statement(), &[]);
    assert_refused!(scene.ledger.submit(&Proof { operator: rival.address, ..proof }), LedgerError::WrongOperator);
}

#[test]
fn a_proof_for_a_network_of_the_same_keys_on_another_chain_is_refused() {
    let (here, there) = (Scene::new(), Scene::new());
    assert_eq!(here.ledger.network.network, there.ledger.network.network, "the same creator and name");
    let domain = Domain { instance: [1; 32], ..here.ledger.domain };
    let statement = here.statement();
    let builder = ProofBuilder::new(&domain, here.operator.address, here.device.key(), statement);
    let proof = builder.sign(here.device.signer.as_ref()).unwrap().build().unwrap();
    assert_eq!(proof.device, here.device.address, "nothing but the instance differs");
    assert_refused!(here.ledger.submit(&proof), LedgerError::WrongMessage);
}

#[test]
fn one_statement_counts_once() {
    let scene = Scene::new();
    let proof = scene.ledger.attested(&scene.device, scene.statement());
    scene.ledger.submit(&proof).unwrap();
    assert_refused!(scene.ledger.submit(&proof), LedgerError::OldSequence);
}

#[test]
fn an_attestor_signs_once() {
    let scene = Scene::with_weights(&[2, 1], 2);
    assert_refused!(scene.submit_by(&[1, 1]), LedgerError::AttestorSignedTwice);
    assert_refused!(scene.submit_by(&[0, 1, 0]), LedgerError::AttestorSignedTwice);
    scene.submit_by(&[0, 1]).unwrap();
}

#[test]
fn a_device_whose_key_is_an_attestors_does_not_attest_itself() {
    let ledger = Ledger::new().attestors(&[1, 1, 1]).thresholds(2, 3).build();
    let key = Box::new(Ed25519Signer::new(ledger.attestors[0].key.insecure_clone()));
    let scene = Scene::with_key(ledger, key);
    assert_refused!(scene.submit_by(&[0, 1]), LedgerError::AttestorSignedTwice);
    assert_refused!(scene.submit_by(&[1]), LedgerError::BelowThreshold);
    scene.submit_by(&[1, 2]).unwrap();
}

#[test]
fn a_key_outside_the_set_does_not_attest() {
    let scene = Scene::with_weights(&[1, 1], 2);
    let [first, second] = [0, 1].map(|number: usize| &scene.ledger.attestors[number].key);
    let stranger = Keypair::new();
    for keys in [vec![&stranger], vec![first, &stranger], vec![first, second, &stranger]] {
        let proof = scene.attested_by(scene.statement(), &keys);
        assert_refused!(scene.ledger.submit(&proof), LedgerError::NotInSet);
    }
}

#[test]
fn attestors_are_those_of_the_epoch_of_the_work_not_of_now() {
    let scene = Scene::with_weights(&[1, 1, 1], 2);
    let ledger = &scene.ledger;
    let keys: Vec<_> = ledger.attestors.iter().map(|attestor| attestor.key.pubkey()).collect();
    let seal = |from_epoch| Seal { from_epoch, proof_threshold: 2, verdict_threshold: 2 };
    ledger.seal_set(2, &[(keys[0], 1), (keys[1], 1)], seal(2)).unwrap();
    ledger.seal_set(3, &[(keys[1], 1), (keys[2], 1)], seal(3)).unwrap();

    ledger.enter_epoch(3);
    let by = |numbers: [usize; 2]| {
        let keys = numbers.map(|number| &ledger.attestors[number].key);
        scene.attested_by(ledger.statement(&scene.device, 2, 100), &keys)
    };
    let submit = |proof: &Proof, set| {
        let route = Route { shard: 0, attestor_set: set, verifier: None, first_index: 0 };
        ledger.send(&proof.instructions(&ledger.network, route).unwrap(), &[])
    };
    assert_refused!(submit(&by([1, 2]), Some(2)), LedgerError::NotInSet);
    assert_refused!(submit(&by([1, 2]), Some(3)), LedgerError::SetNotInForce);
    assert_refused!(submit(&by([0, 1]), Some(1)), LedgerError::SetNotInForce);
    assert_refused!(submit(&by([0, 1]), None), LedgerError::SetNotInForce);
    submit(&by([0, 1]), Some(2)).unwrap();
}

#[test]
fn a_draft_of_a_set_attests_nothing() {
    let scene = Scene::with_weights(&[1], 1);
    let ledger = &scene.ledger;
    let authority = ledger.authority.pubkey();
    let create = build::create_attestor_set(&ledger.network, 2, ledger.payer.pubkey(), authority);
    let add = build::add_attestor(&ledger.network, 2, authority, ledger.attestors[0].key.pubkey(), 1);
    ledger.send(&[create, add], &[&ledger.authority]).unwrap();
    let proof = ledger.attested(&scene.device, scene.statement());
    let route = Route { shard: 0, attestor_set: Some(2), verifier: None, first_index: 0 };
    let result = ledger.send(&proof.instructions(&ledger.network, route).unwrap(), &[]);
    assert_refused!(result, LedgerError::SetNotSealed);
}

#[test]
fn a_struck_key_signs_no_more_and_its_weight_stays_in_what_is_needed() {
    let scene = Scene::with_weights(&[1, 1, 1, 1, 1], 3);
    let strike = |number: usize| {
        let key = scene.ledger.attestors[number].key.pubkey();
        let strike = build::strike_attestor(&scene.ledger.network, 1, scene.ledger.authority.pubkey(), key, false);
        scene.ledger.send(&[strike], &[&scene.ledger.authority]).unwrap();
    };
    scene.submit_by(&[0, 1, 2]).unwrap();
    strike(0);
    assert_refused!(scene.submit_by(&[0, 1, 2]), LedgerError::NotInSet);
    scene.submit_by(&[1, 2, 3]).unwrap();
    strike(1);
    strike(2);
    // The two that are left are all that can sign, and less than half of all weight.
    assert_refused!(scene.submit_by(&[3, 4]), LedgerError::BelowThreshold);
}

#[test]
fn weights_count_up_to_the_threshold_exactly() {
    let scene = Scene::with_weights(&[5, 3, 2], 7);
    for below in [vec![], vec![0], vec![1, 2]] {
        assert_refused!(scene.submit_by(&below), LedgerError::BelowThreshold);
    }
    scene.submit_by(&[0, 2]).unwrap();
    scene.submit_by(&[2, 0, 1]).unwrap();
    let scene = Scene::with_weights(&[5, 3, 2], 8);
    let error = scene.submit_by(&[0, 2]).unwrap_err();
    assert_eq!(error.refusal().unwrap().values, Some(("7".to_owned(), "8".to_owned())));
}

#[test]
fn the_device_signs_first() {
    let scene = Scene::new();
    let all: Vec<_> = scene.ledger.attestors.iter().map(|attestor| &attestor.key).collect();
    let proof = scene.attested_by(scene.statement(), &all);
    for order in [vec![1, 0, 2, 3], vec![3, 1, 2, 0], vec![1, 2, 3]] {
        assert_refused!(scene.ledger.send(&reordered(&scene, &proof, &order), &[]), LedgerError::WrongDeviceKey);
    }
    scene.ledger.send(&reordered(&scene, &proof, &[0, 3, 1, 2]), &[]).unwrap();
}

#[test]
fn eight_signatures_count_and_nine_do_not() {
    // Only without the limit of a packet do so many fit at all.
    let weights = [10, 10, 10, 1, 1, 1, 1, 1, 1];
    let scene = Scene::with_weights(&weights, 19);
    let ledger = &scene.ledger;
    let all: Vec<_> = ledger.attestors.iter().map(|attestor| &attestor.key).collect();
    let submit = |signatures: usize| {
        let proof = scene.attested_by(scene.statement(), &all);
        let instructions = reordered(&scene, &proof, &(0..signatures).collect::<Vec<_>>());
        let payer = ledger.payer.pubkey();
        let message = Message::new_with_blockhash(&instructions, Some(&payer), &ledger.chain.blockhash());
        let transaction = VersionedTransaction::try_new(VersionedMessage::Legacy(message), &[&ledger.payer]).unwrap();
        assert!(signatures < 8 || transport::wire_size(&transaction) > transport::MAX_TRANSACTION_BYTES);
        ledger.chain.execute_transaction(transaction)
    };
    submit(8).unwrap();
    assert_refused!(submit(9), LedgerError::MalformedSignatures);
}
