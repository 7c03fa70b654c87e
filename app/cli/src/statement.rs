//! A device's signed statement in a file: `girder prove` writes it, attestors sign it, `girder proof submit` takes it to the
//! ledger.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use girder_interface::{Domain, Hash, key::DeviceKey};
use girder_sdk::{
    ledger,
    ledger::Statement,
    pda,
    proof::{Proof, ProofBuilder},
};
use p256::ecdsa::{VerifyingKey, signature::Verifier};
use serde::{Deserialize, Serialize};
use solana_address::Address;
use solana_signature::Signature;

use crate::{hex, keys};

/// A statement with its device's signature, ready for attestors.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedStatement {
    program: String,
    network: String,
    instance: String,
    operator: String,
    device: String,
    key_kind: String,
    key: String,
    epoch: u64,
    /// Text, since JSON readers round large numbers.
    sequence: String,
    class: u16,
    units: String,
    evidence_hash: String,
    digest: String,
    signature: String,
}

/// A statement whose digest and signature are right.
pub struct Verified {
    /// The network.
    pub network: Address,
    /// Where the signature is valid.
    pub domain: Domain,
    /// The device's key.
    pub key: DeviceKey,
    /// The epoch that it is about.
    pub epoch: u64,
    /// The proof, signed by the device.
    pub proof: ProofBuilder,
}

/// Reads a statement and checks it.
pub fn load(path: &Path) -> Result<Verified> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("`{name}` can't be read"))?;
    let signed: SignedStatement = serde_json::from_str(&text).with_context(|| format!("`{name}` is no statement"))?;
    signed.verify().with_context(|| format!("`{name}` proves nothing"))
}

impl SignedStatement {
    /// A statement as its device signed it.
    pub fn new(domain: &Domain, proof: &Proof) -> Self {
        let Proof { operator, device, key, statement, digest, device_signature, .. } = proof;
        Self {
            program: Address::new_from_array(domain.program_id).to_string(),
            network: Address::new_from_array(domain.network).to_string(),
            instance: hex::encode(&domain.instance),
            operator: operator.to_string(),
            device: device.to_string(),
            key_kind: keys::kind(key).to_owned(),
            key: keys::text(key),
            epoch: statement.epoch,
            sequence: statement.sequence.to_string(),
            class: statement.class,
            units: statement.units.to_string(),
            evidence_hash: hex::encode(&statement.evidence_hash),
            digest: hex::encode(digest),
            signature: hex::encode(device_signature),
        }
    }

    /// Recomputes everything that follows from the fields.
    fn verify(&self) -> Result<Verified> {
        let network: Address = self.network.parse().context("network")?;
        let operator: Address = self.operator.parse().context("operator")?;
        let program = ledger::ID;
        ensure!(self.program == program.to_string(), "it is for the program {}, not {program}", self.program);
        let key = match self.key_kind.as_str() {
            "ed25519" => DeviceKey::Ed25519(self.key.parse::<Address>().context("key")?.to_bytes()),
            "secp256r1" => DeviceKey::Secp256r1(hex::decode(&self.key).context("key")?),
            other => anyhow::bail!("`{other}` is no kind of key"),
        };
        let domain = Domain {
            program_id: program.to_bytes(),
            network: network.to_bytes(),
            instance: hex::decode(&self.instance).context("instance")?,
        };
        let statement = Statement {
            epoch: self.epoch,
            sequence: self.sequence.parse().context("sequence")?,
            class: self.class,
            units: self.units.parse().context("units")?,
            evidence_hash: hex::decode(&self.evidence_hash).context("evidence_hash")?,
        };
        let device = pda::device(network, &key);
        ensure!(device.to_string() == self.device, "the device with this key is {device}, not {}", self.device);
        let proof = ProofBuilder::new(&domain, operator, key, statement);
        let digest = proof.digest();
        let right = hex::encode(&digest);
        ensure!(right == self.digest, "the statement's digest is {right}, not {}", self.digest);
        let signature = hex::decode(&self.signature).context("signature")?;
        ensure!(is_signed(&key, &digest, &signature), "the signature is not this key's over this digest");
        Ok(Verified { network, domain, key, epoch: self.epoch, proof: proof.device_signature(signature) })
    }
}

/// Whether the key signed the digest.
pub fn is_signed(key: &DeviceKey, digest: &Hash, signature: &[u8; 64]) -> bool {
    match key {
        DeviceKey::Ed25519(key) => Signature::from(*signature).verify(key, digest),
        DeviceKey::Secp256r1(key) => {
            let key = VerifyingKey::from_sec1_bytes(key);
            let signature = p256::ecdsa::Signature::from_slice(signature);
            key.and_then(|key| key.verify(digest, &signature?)).is_ok()
        }
    }
}
