//! Whom to fund: addresses, key files, the Solana CLI's own key.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use serde::Deserialize;
use solana_keypair::read_keypair_file;
use solana_pubkey::Pubkey;
use solana_signer::Signer;

/// What the Solana CLI's configuration file says about its key; perhaps nothing.
#[derive(Deserialize)]
struct Config {
    keypair_path: Option<PathBuf>,
}

/// An address as it is written, or that of a key file.
pub fn address(text: &str) -> Result<Pubkey> {
    match text.parse() {
        Ok(address) => Ok(address),
        Err(_) if Path::new(text).exists() => key_file_address(Path::new(text)),
        Err(_) => Err(anyhow!("'{text}' is neither an address in base58 nor a key file")),
    }
}

/// The address of the key that the Solana CLI signs with, and its file; `None` if there is none on this machine.
pub fn solana_cli() -> Result<Option<(Pubkey, PathBuf)>> {
    let Some(home) = env::home_dir() else { return Ok(None) };
    let config = home.join(".config/solana/cli/config.yml");
    let chosen = match fs::read_to_string(&config) {
        Ok(text) => {
            serde_yaml_ng::from_str::<Config>(&text).with_context(|| config.display().to_string())?.keypair_path
        }
        Err(_) => None,
    };
    let key_file = chosen.unwrap_or_else(|| home.join(".config/solana/id.json"));
    if !key_file.exists() {
        return Ok(None);
    }
    Ok(Some((key_file_address(&key_file)?, key_file)))
}

fn key_file_address(path: &Path) -> Result<Pubkey> {
    // The reason is left out: it could quote the file.
    let keypair = read_keypair_file(path).map_err(|_| anyhow!("{} is not a key file of Solana's", path.display()))?;
    Ok(Pubkey::new_from_array(keypair.pubkey().to_bytes()))
}
