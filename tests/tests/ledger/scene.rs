//! The start of many tests: an operator with one device, in the first second of epoch 1.

use girder_sdk::{
    Result,
    proof::Proof,
    signer::{Attestation, DeviceSigner},
    transport::Receipt,
};
use girder_tests::{Ledger, TestDevice, TestOperator, program::Statement};
use solana_keypair::Keypair;

/// A network in epoch 1, with one operator and its device.
pub struct Scene {
    /// The network.
    pub ledger: Ledger,
    /// Its stake covers 100,000 credits.
    pub operator: TestOperator,
    /// Of class 0; it earns from epoch 0 on.
    pub device: TestDevice,
}

impl Scene {
    /// With an Ed25519 device, and three attestors that are all needed.
    pub fn new() -> Self {
        Self::on(Ledger::new().build())
    }

    /// With one attestor of each weight, and this proof threshold.
    pub fn with_weights(weights: &[u64], threshold: u64) -> Self {
        let total = weights.iter().sum();
        Self::on(Ledger::new().attestors(weights).thresholds(threshold, total).build())
    }

    /// In this network, with an Ed25519 device.
    pub fn on(ledger: Ledger) -> Self {
        Self::with_key(ledger, TestDevice::ed25519())
    }

    /// In this network, with a device of this key.
    pub fn with_key(ledger: Ledger, key: Box<dyn DeviceSigner>) -> Self {
        let operator = ledger.operator().stake(1_000_000).build();
        let device = ledger.register(&operator, key, 0).unwrap();
        ledger.enter_epoch(1);
        Self { ledger, operator, device }
    }

    /// 100 units in epoch 1, with a sequence above all before it.
    pub fn statement(&self) -> Statement {
        self.ledger.statement(&self.device, 1, 100)
    }

    /// A proof by the device and these attestors.
    pub fn attested_by(&self, statement: Statement, attestors: &[&Keypair]) -> Proof {
        let mut proof = self.ledger.signed(&self.device, statement).build().unwrap();
        proof.attestations = attest(attestors, &proof.digest);
        proof
    }

    /// Submits a proof by the device and the attestors of these numbers.
    pub fn submit_by(&self, attestors: &[usize]) -> Result<Receipt> {
        let keys: Vec<_> = attestors.iter().map(|&number| &self.ledger.attestors[number].key).collect();
        self.ledger.submit(&self.attested_by(self.statement(), &keys))
    }
}

/// These attestors' signatures of a digest.
pub fn attest(attestors: &[&Keypair], digest: &[u8; 32]) -> Vec<Attestation> {
    attestors.iter().map(|attestor| Attestation::sign(*attestor, digest).unwrap()).collect()
}
