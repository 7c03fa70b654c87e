use girder_interface::key::KeyKind;
use girder_sdk::ledger::NewClass;

use solana_signer::Signer;

use super::{Walk, device::secp256r1};
use crate::{Ledger, class};

pub(super) fn walk(walk: &mut Walk) {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let ed25519 = ledger.device(&operator);
    let secp256r1 = ledger.register(&operator, secp256r1(7), 0).unwrap();
    ledger.enter_epoch(0);
    for (variant, device) in
        [("ed25519 device + 3 attestors", &ed25519), ("secp256r1 device + 3 attestors", &secp256r1)]
    {
        let proof = ledger.attested(device, ledger.statement(device, 0, 100));
        walk.step(&ledger, variant, ledger.submission(&proof), &[]);
    }
    let newer = ledger.attested(&ed25519, ledger.statement(&ed25519, 0, 200));
    walk.step(&ledger, "ed25519 device + 3 attestors, a newer proof", ledger.submission(&newer), &[]);
    // Regions are looked up one after the other.
    let licensor = ledger.keypair();
    for region in (0..32).rev() {
        ledger.set_licensor(region, licensor.pubkey(), 1).unwrap();
    }
    ledger.license(&licensor, &ed25519, i64::MAX).unwrap();
    ledger.enter_epoch(1);
    let licensed = ledger.attested(&ed25519, ledger.statement(&ed25519, 1, 100));
    walk.step(
        &ledger,
        "ed25519 device + 3 attestors, the last of 32 licensed regions",
        ledger.submission(&licensed),
        &[],
    );

    // A set's members are looked up one after the other, so the last ones cost most.
    let full: Vec<u64> = [1; 29].into_iter().chain([100; 3]).collect();
    let sets = [
        ("ed25519 device + 4 attestors", vec![1; 4], 0..4),
        ("ed25519 device + the last 3 of 32 attestors", full, 29..32),
    ];
    for (variant, weights, signers) in sets {
        let only_ed25519 = NewClass { key_kinds: KeyKind::Ed25519.bit(), ..class(10_000) };
        let total: u64 = weights.iter().sum();
        let setup = Ledger::new().two_mints().classes(&[only_ed25519]).attestors(&weights);
        let ledger = setup.thresholds(total / 2 + 1, total).build();
        let operator = ledger.operator().stake(1_000_000).build();
        let device = ledger.device(&operator);
        ledger.enter_epoch(0);
        let signed = ledger.signed(&device, ledger.statement(&device, 0, 100));
        let attest = |proof: girder_sdk::proof::ProofBuilder, number: usize| {
            proof.attest(&ledger.attestors[number].key).unwrap()
        };
        let proof = signers.fold(signed, attest).build().unwrap();
        walk.step(&ledger, variant, ledger.submission(&proof), &[]);
    }
}
