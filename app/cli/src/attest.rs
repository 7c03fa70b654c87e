//! `girder attest`: an attestor signs a device's statement or a verdict, without any connection.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use girder_interface::{Hash, key::DeviceKey};
use girder_sdk::signer::Attestation;
use serde::{Deserialize, Serialize};
use solana_address::Address;

use crate::{attested, hex, keys, output, statement};

/// Options of `girder attest`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder attest statement.json --key attestor.json > attestation.json
  girder attest verdict.json --key attestor.json > attestation.json

Sign only what the evidence convinces you of: an attestor that signs lies is slashed. The statement's own signature is checked,
its evidence is not. What is printed goes to whoever submits it: `girder proof submit --attestation FILE`, or for a verdict
`girder verdict sign --attestation FILE`.")]
pub struct Attest {
    /// The statement, as `girder prove` writes it, or a verdict, as `girder verdict draft` writes it
    #[arg(value_name = "FILE")]
    statement: PathBuf,
    /// The attestor's key file: an Ed25519 key, as `girder keys new` writes it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
}

/// An attestor's signature in a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignedDigest {
    digest: String,
    attestor: String,
    signature: String,
}

/// Signs a statement or a verdict, and prints the signature.
pub fn attest(options: &Attest) -> Result<bool> {
    let digest = attested::load(&options.statement)?.digest();
    output::print(&text(&sign(&options.key, &digest)?, &digest)?)?;
    Ok(true)
}

/// A signature of a digest as it is written to a file.
pub fn text(attestation: &Attestation, digest: &Hash) -> Result<String> {
    let signed = SignedDigest {
        digest: hex::encode(digest),
        attestor: attestation.attestor.to_string(),
        signature: hex::encode(&attestation.signature),
    };
    Ok(serde_json::to_string_pretty(&signed)?)
}

/// Signs a digest with an attestor's key file.
pub fn sign(path: &Path, digest: &Hash) -> Result<Attestation> {
    let signer = keys::load(path)?;
    let DeviceKey::Ed25519(attestor) = signer.key() else {
        bail!("`{}` is no attestor's key: these are Ed25519 keys", path.display());
    };
    Ok(Attestation { attestor: Address::new_from_array(attestor), signature: signer.sign(digest)? })
}

/// Reads a signature that `girder attest` wrote; refuses one of another statement than this digest's.
pub fn load(path: &Path, digest: &Hash) -> Result<Attestation> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("`{name}` can't be read"))?;
    let signed: SignedDigest =
        serde_json::from_str(&text).with_context(|| format!("`{name}` is no attestor's signature"))?;
    signed.verify(digest).with_context(|| format!("`{name}` attests nothing"))
}

impl SignedDigest {
    fn verify(&self, digest: &Hash) -> Result<Attestation> {
        let right = hex::encode(digest);
        ensure!(self.digest == right, "it is of the digest {}; the statement's is {right}", self.digest);
        let attestor: Address = self.attestor.parse().context("attestor")?;
        let signature = hex::decode(&self.signature).context("signature")?;
        let key = DeviceKey::Ed25519(attestor.to_bytes());
        ensure!(
            statement::is_signed(&key, digest, &signature),
            "the signature is not the attestor {attestor}'s over this digest"
        );
        Ok(Attestation { attestor, signature })
    }
}
