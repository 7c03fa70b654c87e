use girder_interface::key::DeviceKey;
use girder_sdk::{
    Result,
    instructions::NewDevice,
    ledger::{
        Statement,
        state::{Device, SlashCase},
    },
    pda,
    proof::{EquivocationReport, Proof, ProofBuilder, RegistrationBuilder, Route},
    signer::{DeviceSigner, Ed25519Signer, Secp256r1Signer},
    transport::Receipt,
};
use sha2::{Digest, Sha256};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{Ledger, TestOperator};

/// A registered device and its key.
pub struct TestDevice {
    /// Signs as the device.
    pub signer: Box<dyn DeviceSigner>,
    /// The Device account.
    pub address: Address,
    /// The operator that owns it.
    pub operator: Address,
    /// Its class.
    pub class: u16,
}

impl TestDevice {
    /// A new key of the kind Ed25519.
    pub fn ed25519() -> Box<dyn DeviceSigner> {
        Box::new(Ed25519Signer::new(Keypair::new()))
    }

    /// A new key of the kind secp256r1.
    pub fn secp256r1() -> Box<dyn DeviceSigner> {
        let scalar = Sha256::digest(Keypair::new().pubkey().as_ref()).into();
        Box::new(Secp256r1Signer::from_scalar(&zeroize::Zeroizing::new(scalar)).unwrap())
    }

    /// The public key.
    pub fn key(&self) -> DeviceKey {
        self.signer.key()
    }
}

impl Ledger {
    /// Registers a new Ed25519 device of class 0.
    pub fn device(&self, operator: &TestOperator) -> TestDevice {
        self.register(operator, Box::new(Ed25519Signer::new(self.keypair())), 0).unwrap()
    }

    /// Registers a device with this key.
    pub fn register(&self, operator: &TestOperator, signer: Box<dyn DeviceSigner>, class: u16) -> Result<TestDevice> {
        let new = NewDevice { operator: operator.address, key: signer.key(), class, region: 0 };
        let consent = RegistrationBuilder::new(&self.domain, new).sign(signer.as_ref())?;
        let identity = &operator.identity;
        self.send(&consent.register(&self.network, self.payer.pubkey(), identity.pubkey(), 0)?, &[identity])?;
        let address = pda::device(self.network.network, &signer.key());
        Ok(TestDevice { signer, address, operator: operator.address, class })
    }

    /// A statement with a sequence above all before it.
    pub fn statement(&self, device: &TestDevice, epoch: u64, units: u64) -> Statement {
        Statement { epoch, sequence: self.next_sequence(), class: device.class, units, evidence_hash: [7; 32] }
    }

    /// A statement signed by its device alone.
    pub fn signed(&self, device: &TestDevice, statement: Statement) -> ProofBuilder {
        ProofBuilder::new(&self.domain, device.operator, device.key(), statement).sign(device.signer.as_ref()).unwrap()
    }

    /// A statement signed by its device and all attestors of the first set.
    pub fn attested(&self, device: &TestDevice, statement: Statement) -> Proof {
        let mut proof = self.signed(device, statement);
        for attestor in &self.attestors {
            proof = proof.attest(&attestor.key).unwrap();
        }
        proof.build().unwrap()
    }

    /// The instructions that submit a proof to shard 0, first in their transaction.
    pub fn submission(&self, proof: &Proof) -> Vec<Instruction> {
        let attestor_set = self.set_at(proof.statement.epoch);
        let route = Route { shard: 0, attestor_set, verifier: None, first_index: 0 };
        proof.instructions(&self.network, route).unwrap()
    }

    /// Submits a proof.
    pub fn submit(&self, proof: &Proof) -> Result<Receipt> {
        self.send(&self.submission(proof), &[])
    }

    /// Signs, attests and submits a device's units of an epoch.
    pub fn prove(&self, device: &TestDevice, epoch: u64, units: u64) -> Result<Receipt> {
        self.submit(&self.attested(device, self.statement(device, epoch, units)))
    }

    /// Two different statements by a device for one epoch and sequence.
    pub fn equivocate(&self, device: &TestDevice, epoch: u64) -> (Proof, Proof) {
        let first = self.statement(device, epoch, 1);
        let second = Statement { units: 2, ..first };
        let sign = |statement| self.signed(device, statement).build().unwrap();
        (sign(first), sign(second))
    }

    /// Reports two statements, as the harness's payer.
    pub fn report(&self, first: &Proof, second: &Proof) -> Result<Receipt> {
        let report = EquivocationReport::new(first, second)?;
        self.send(&report.instructions(&self.network, self.payer.pubkey(), 0)?, &[])
    }

    /// Overturns the case against a device, as the authority.
    pub fn overturn(&self, device: &TestDevice) -> Result<Receipt> {
        self.overturn_case(self.case_address(device))
    }

    /// Executes the case against a device.
    pub fn execute(&self, device: &TestDevice) -> Result<Receipt> {
        self.execute_case(self.case_address(device))
    }

    /// The Device account.
    pub fn device_account(&self, device: &TestDevice) -> Device {
        self.chain.read(device.address).unwrap()
    }

    /// The case against a device.
    pub fn slash_case(&self, device: &TestDevice) -> SlashCase {
        self.chain.read(self.case_address(device)).unwrap()
    }

    /// Where the case against a device is.
    pub fn case_address(&self, device: &TestDevice) -> Address {
        pda::equivocation_case(self.network.network, device.address)
    }
}
