//! `girder keys`: device and attestor keys in files.

mod file;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use girder_interface::key::DeviceKey;
use girder_sdk::{pda, signer::DeviceSigner};
use serde_json::{Value, json};
use solana_address::Address;

use crate::{hex, network_file::KeyName, output};

pub use file::{load, write_new};

/// Options of `girder keys`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder keys new device.json                          an Ed25519 key, in the format of Solana's CLI
  girder keys new --kind secp256r1 device.json         a P-256 key, as a hardware secure element would hold it
  girder keys show device.json --network ADDRESS       its public key, and its device's address on a network
  WALLET=$(girder keys address id.json)                its address alone
  OPERATOR=$(girder keys address id.json --operator-of NETWORK)

Key files. Ed25519: Solana's JSON array of 64 bytes, the secret and the public key. secp256r1: a JSON object with `kind`,
`public_key` (the compressed point) and `secret` (the scalar), both big-endian and hexadecimal. Files are made readable for
their owner alone, existing ones are never overwritten, and secrets are never printed.")]
pub struct Keys {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new key and write it to a file that does not exist yet
    New {
        /// Where to write it
        file: PathBuf,
        /// What kind of key
        #[arg(long, value_enum, default_value_t = KeyName::Ed25519)]
        kind: KeyName,
        /// Print the public part as JSON
        #[arg(long)]
        json: bool,
    },
    /// Print an Ed25519 key's address, or that of its operator or device, and nothing else: for scripts
    Address {
        /// The key file
        file: PathBuf,
        /// The address of the operator on this network whose identity the key is
        #[arg(long, value_name = "NETWORK", conflicts_with = "device_of")]
        operator_of: Option<Address>,
        /// The address of the key's device on this network
        #[arg(long, value_name = "NETWORK")]
        device_of: Option<Address>,
    },
    /// Show the public part of a key file
    Show {
        /// The key file
        file: PathBuf,
        /// Show the address of the key's device on this network, too
        #[arg(long, value_name = "ADDRESS")]
        network: Option<Address>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// Makes or shows a key.
pub fn keys(options: &Keys) -> Result<bool> {
    let shown = match &options.command {
        Command::New { file, kind, json } => show(&public(file::create(file, *kind)?.as_ref(), None), *json),
        Command::Address { file, operator_of, device_of } => address(file, *operator_of, *device_of)?.to_string(),
        Command::Show { file, network, json } => show(&public(load(file)?.as_ref(), *network), *json),
    };
    output::print(&shown)?;
    Ok(true)
}

/// The address of a key, or of what belongs to it on a network.
fn address(file: &Path, operator_of: Option<Address>, device_of: Option<Address>) -> Result<Address> {
    let key = load(file)?.key();
    match (device_of, key) {
        (Some(network), _) => Ok(pda::device(network, &key)),
        (None, DeviceKey::Ed25519(key)) => {
            let wallet = Address::new_from_array(key);
            Ok(operator_of.map_or(wallet, |network| pda::operator(network, wallet)))
        }
        (None, DeviceKey::Secp256r1(_)) => {
            bail!("`{}` is a secp256r1 key: it has no address, only its device has (--device-of)", file.display())
        }
    }
}

/// What anybody may know of a key.
fn public(signer: &dyn DeviceSigner, network: Option<Address>) -> Vec<(&'static str, String)> {
    let key = signer.key();
    let mut fields = vec![("kind", kind(&key).to_owned()), ("public_key", text(&key))];
    fields.extend(network.map(|network| ("device", pda::device(network, &key).to_string())));
    fields
}

/// The name of a key's kind.
pub fn kind(key: &DeviceKey) -> &'static str {
    match key {
        DeviceKey::Ed25519(_) => "ed25519",
        DeviceKey::Secp256r1(_) => "secp256r1",
    }
}

/// A public key as text: base58 if Ed25519, hexadecimal if secp256r1.
pub fn text(key: &DeviceKey) -> String {
    match key {
        DeviceKey::Ed25519(key) => Address::new_from_array(*key).to_string(),
        DeviceKey::Secp256r1(key) => hex::encode(key),
    }
}

fn show(fields: &[(&'static str, String)], json: bool) -> String {
    if json {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value)));
        return format!("{:#}", Value::Object(fields.collect()));
    }
    fields.iter().map(|(name, value)| format!("{:<12}{value}\n", name.replace('_', " "))).collect()
}
