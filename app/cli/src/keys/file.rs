//! Key files.

use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    path::Path,
};

use anyhow::{Context, Result, bail, ensure};
use girder_sdk::signer::{DeviceSigner, Ed25519Signer, Secp256r1Signer};
use rand::{TryRngCore, rngs::OsRng};
use serde::{Deserialize, Serialize};
use solana_keypair::Keypair;
use zeroize::{Zeroize, Zeroizing};

use super::text;
use crate::{hex, network_file::KeyName};

/// A secp256r1 key file. Forgets its secret when dropped.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Secp256r1File {
    kind: KeyName,
    public_key: String,
    secret: String,
}

impl Drop for Secp256r1File {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

/// Makes a key of the system's randomness and writes it to a new file.
pub fn create(path: &Path, kind: KeyName) -> Result<Box<dyn DeviceSigner>> {
    let mut secret = Zeroizing::new([0; 32]);
    OsRng.try_fill_bytes(secret.as_mut_slice()).context("the system gives no randomness")?;
    let (signer, content): (Box<dyn DeviceSigner>, Zeroizing<String>) = match kind {
        KeyName::Ed25519 => {
            let bytes = Zeroizing::new(Keypair::new_from_array(*secret).to_bytes());
            (Box::new(Ed25519Signer::from_seed(&secret)), Zeroizing::new(serde_json::to_string(&bytes[..])?))
        }
        KeyName::Secp256r1 => {
            // Fails for 1 of 2^32 secrets, which are no scalars of the curve.
            let signer = Secp256r1Signer::from_scalar(&secret).context("try again")?;
            let public_key = text(&signer.key());
            let file = Secp256r1File { kind, public_key, secret: hex::encode(secret.as_slice()) };
            (Box::new(signer), Zeroizing::new(serde_json::to_string_pretty(&file)?))
        }
    };
    write_new(path, content.as_bytes())?;
    Ok(signer)
}

/// Reads a key file of either kind.
pub fn load(path: &Path) -> Result<Box<dyn DeviceSigner>> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("the key file `{name}` can't be read"))?;
    let text = Zeroizing::new(text);
    // What can't be parsed may hold a secret, so errors repeat nothing of it.
    parse(&text).with_context(|| format!("`{name}` is no key file"))
}

fn parse(content: &str) -> Result<Box<dyn DeviceSigner>> {
    if content.trim_start().starts_with('[') {
        let bytes: Option<Vec<u8>> = serde_json::from_str(content).ok();
        let bytes = Zeroizing::new(bytes.unwrap_or_default());
        let Ok(keypair) = Keypair::try_from(bytes.as_slice()) else {
            bail!("an Ed25519 key is a JSON array of 64 bytes, the secret and its public key");
        };
        return Ok(Box::new(Ed25519Signer::new(keypair)));
    }
    let file: Option<Secp256r1File> = serde_json::from_str(content).ok();
    let Some(file) = file.filter(|file| file.kind == KeyName::Secp256r1) else {
        bail!("it must be a JSON array (Ed25519), or an object with kind \"secp256r1\", public_key and secret");
    };
    let secret = Zeroizing::new(hex::decode(&file.secret).context("secret")?);
    let signer = Secp256r1Signer::from_scalar(&secret)?;
    ensure!(text(&signer.key()) == file.public_key, "its public_key is not its secret's");
    Ok(Box::new(signer))
}

/// Writes a file that did not exist, for its owner's eyes only.
pub fn write_new(path: &Path, content: &[u8]) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let name = path.display();
    let mut file = match options.open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("`{name}` exists and is never overwritten: name another file")
        }
        opened => opened.with_context(|| format!("`{name}` can't be created"))?,
    };
    let written = file.write_all(content).and_then(|()| file.sync_all());
    written.with_context(|| format!("`{name}` can't be written"))
}
