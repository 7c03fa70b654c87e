use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
};

use anyhow::{Context, Result, anyhow};
use serde::Deserialize;
use solana_address::Address;
use solana_keypair::{Keypair, read_keypair_file};
use solana_signer::Signer;

/// A key as the file names it: an address, or the path of a keypair's file. Never the secret itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct KeyText(String);

impl KeyText {
    /// Names a keypair's file.
    pub(super) fn of_file(path: &Path) -> Result<Self> {
        let text = path.to_str().with_context(|| format!("the path `{}` is not UTF-8", path.display()))?;
        Ok(Self(text.to_owned()))
    }

    /// The path that it is, from `directory`.
    pub(super) fn path(&self, directory: &Path) -> PathBuf {
        directory.join(&self.0)
    }

    /// The key; a path starts from `directory`.
    pub(super) fn resolve(&self, directory: &Path) -> Result<Key> {
        if let Ok(address) = Address::from_str(&self.0) {
            return Ok(Key { address, keypair: None });
        }
        let path = self.path(directory);
        // What can't be read may hold a secret, so the error repeats nothing of it.
        let keypair = read_keypair_file(&path)
            .map_err(|_| anyhow!("`{}` is neither an address nor a keypair file that can be read", path.display()))?;
        Ok(Key { address: keypair.pubkey(), keypair: Some(Arc::new(keypair)) })
    }
}

/// A key: somebody who signs, if its keypair is known.
#[derive(Clone)]
pub struct Key {
    /// The public key.
    pub address: Address,
    /// The secret one.
    pub keypair: Option<Arc<Keypair>>,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Key({})", self.address)
    }
}
