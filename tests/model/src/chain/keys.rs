//! The keys behind the model's small numbers: the same ones in every run.

use girder_interface::{Hash, key::DeviceKey as Key};
use girder_sdk::signer::{DeviceSigner, Ed25519Signer, Secp256r1Signer};
use sha2::{Digest, Sha256};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::ledger::{AttestorKey, DeviceKey, Wallet};

/// Everybody's keys.
pub struct Keys {
    /// Pays the transactions' fees, and is nobody in the model.
    pub fee_payer: Keypair,
    /// Wallets by number.
    pub wallets: Vec<Keypair>,
    /// Attestors by number.
    pub attestors: Vec<Keypair>,
    /// Devices by number.
    pub devices: Vec<Box<dyn DeviceSigner>>,
    /// A device of each kind that was never registered: ed25519, secp256r1.
    pub strangers: [Box<dyn DeviceSigner>; 2],
}

impl Keys {
    /// All of them.
    pub fn new() -> Self {
        let attestors: Vec<_> = (0..AttestorKey::COUNT).map(|number| keypair("attestor", number)).collect();
        let devices = (0..DeviceKey::COUNT).map(DeviceKey).map(|device| {
            if device == DeviceKey::ATTESTORS { ed25519(attestors[0].insecure_clone()) } else { signer(device) }
        });
        Self {
            fee_payer: keypair("fees", 0),
            wallets: (0..Wallet::COUNT).map(|number| keypair("wallet", number)).collect(),
            devices: devices.collect(),
            strangers: [ed25519(keypair("stranger", 0)), secp256r1(seed("stranger", 1))],
            attestors,
        }
    }

    /// A wallet's address.
    pub fn wallet(&self, wallet: Wallet) -> Address {
        self.wallets[usize::from(wallet.0)].pubkey()
    }

    /// A wallet's address; the zero address for nobody.
    pub fn optional(&self, wallet: Option<Wallet>) -> Address {
        wallet.map(|wallet| self.wallet(wallet)).unwrap_or_default()
    }

    /// An attestor's key.
    pub fn attestor(&self, key: AttestorKey) -> &Keypair {
        &self.attestors[usize::from(key.0)]
    }

    /// Who signs for a device.
    pub fn device(&self, key: DeviceKey) -> &dyn DeviceSigner {
        self.devices[usize::from(key.0)].as_ref()
    }

    /// A device's public key.
    pub fn device_key(&self, key: DeviceKey) -> Key {
        self.device(key).key()
    }

    /// A key of the same kind that is nobody's device.
    pub fn stranger(&self, key: DeviceKey) -> &dyn DeviceSigner {
        self.strangers[usize::from(key.is_secp256r1())].as_ref()
    }
}

impl Default for Keys {
    fn default() -> Self {
        Self::new()
    }
}

fn signer(device: DeviceKey) -> Box<dyn DeviceSigner> {
    if device.is_secp256r1() { secp256r1(seed("device", device.0)) } else { ed25519(keypair("device", device.0)) }
}

fn ed25519(keypair: Keypair) -> Box<dyn DeviceSigner> {
    Box::new(Ed25519Signer::new(keypair))
}

fn secp256r1(scalar: Hash) -> Box<dyn DeviceSigner> {
    Box::new(Secp256r1Signer::from_scalar(&zeroize::Zeroizing::new(scalar)).expect("a hash is a scalar"))
}

fn keypair(role: &str, number: u8) -> Keypair {
    Keypair::new_from_array(seed(role, number))
}

fn seed(role: &str, number: u8) -> Hash {
    Sha256::new().chain_update(role).chain_update([number]).finalize().into()
}
