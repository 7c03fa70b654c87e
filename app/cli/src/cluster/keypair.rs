//! Wallets' key files, as the Solana CLI writes them.

use std::{
    fs,
    io::{Read, stdin},
    path::Path,
};

use anyhow::{Context, Result, bail};
use solana_keypair::Keypair;
use zeroize::Zeroizing;

/// Reads a key file; `-` is stdin. Errors repeat nothing of its content.
pub fn load(path: &Path) -> Result<Keypair> {
    let name = path.display();
    let mut text = Zeroizing::new(String::new());
    if path == Path::new("-") {
        stdin().read_to_string(&mut text).context("no key can be read from stdin")?;
    } else {
        *text = fs::read_to_string(path).with_context(|| format!("the key file `{name}` can't be read"))?;
    }
    let bytes: Zeroizing<Vec<u8>> = Zeroizing::new(serde_json::from_str(&text).ok().unwrap_or_default());
    let Ok(keypair) = Keypair::try_from(bytes.as_slice()) else {
        bail!("`{name}` is no wallet's key file: it must be a JSON array of 64 bytes, the secret and its public key");
    };
    Ok(keypair)
}

#[cfg(test)]
mod tests {
    use solana_signer::Signer;

    use super::*;

    #[test]
    fn a_key_file_is_read_and_a_broken_one_not_repeated() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("id.json");
        let keypair = Keypair::new();
        fs::write(&file, serde_json::to_string(&keypair.to_bytes()[..]).unwrap()).unwrap();
        assert_eq!(load(&file).unwrap().pubkey(), keypair.pubkey());

        fs::write(&file, "[17, 99, 4242]").unwrap();
        let refused = format!("{:#}", load(&file).unwrap_err());
        assert!(refused.contains("no wallet's key file") && !refused.contains("4242"), "{refused}");
    }
}
