//! The Solana CLI's configuration, so that whoever has one need not say it twice.

use std::{
    env, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde::Deserialize;

/// What it says, as far as it concerns us. What it leaves out is `None`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Config {
    /// The RPC node.
    pub json_rpc_url: Option<String>,
    /// Its notifications; empty: on the next port.
    pub websocket_url: Option<String>,
    /// The key file of who acts.
    pub keypair_path: Option<PathBuf>,
    /// How sure it must be what is read and sent.
    pub commitment: Option<String>,
}

impl Config {
    /// Reads this file, or the one where the Solana CLI keeps it: there it may be missing.
    pub fn load(path: Option<&Path>) -> Result<Self> {
        let usual = env::home_dir().map(|home| home.join(".config/solana/cli/config.yml"));
        let Some(file) = path.map(Path::to_path_buf).or(usual) else { return Ok(Self::default()) };
        let name = file.display();
        match fs::read_to_string(&file) {
            Ok(text) => serde_yaml_ng::from_str(&text)
                .with_context(|| format!("`{name}` is no configuration of the Solana CLI")),
            Err(error) if error.kind() == ErrorKind::NotFound && path.is_none() => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| format!("the configuration `{name}` can't be read")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_solana_cli_writes_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.yml");
        let text = "---\njson_rpc_url: https://api.devnet.solana.com\nwebsocket_url: ''\nkeypair_path: /keys/id.json\n\
                    address_labels:\n  '11111111111111111111111111111111': System Program\ncommitment: finalized\n";
        fs::write(&file, text).unwrap();
        let config = Config::load(Some(&file)).unwrap();
        assert_eq!(config.json_rpc_url.as_deref(), Some("https://api.devnet.solana.com"));
        assert_eq!(config.keypair_path, Some(PathBuf::from("/keys/id.json")));
        assert_eq!(config.commitment.as_deref(), Some("finalized"));
    }

    #[test]
    fn a_configuration_that_was_named_must_be_there_and_be_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.yml");
        assert!(Config::load(Some(&file)).unwrap_err().to_string().contains("can't be read"));
        fs::write(&file, "[1, 2]").unwrap();
        assert!(Config::load(Some(&file)).unwrap_err().to_string().contains("no configuration"));
    }
}
