//! What changes a device.

use std::path::Path;

use anyhow::Result;
use girder_interface::licence::Licence;
use girder_sdk::{
    NetworkAddresses,
    instructions::{self, NewDevice},
    ledger::state::{Device, Operator},
    pda,
    proof::{LicenceBuilder, RegistrationBuilder},
    transport,
};
use solana_address::Address;

use crate::{
    cluster::{Session, load_keypair},
    keys,
};

/// Seconds.
const DAY: i64 = 86_400;

/// Registers a device of this class and region, whose key signs that it agrees.
pub async fn register(session: &Session, operator: Address, key: &Path, (class, region): (u16, u32)) -> Result<()> {
    let signer = keys::load(key)?;
    let account: Operator = transport::fetch(session.ledger(), operator).await?;
    let (addresses, network) = transport::network(session.ledger(), account.network).await?;
    let new = NewDevice { operator, key: signer.key(), class, region };
    let consent = RegistrationBuilder::new(&network.domain(&account.network), new).sign(signer.as_ref())?;
    session.send(&consent.register(&addresses, session.payer()?, session.address()?, 0)?, &[]).await?;
    session.tell("Device", pda::device(account.network, &new.key))
}

/// Moves a device to a new key, which signs that it agrees.
pub async fn rotate(session: &Session, predecessor: Address, key: &Path) -> Result<()> {
    let signer = keys::load(key)?;
    let old: Device = transport::fetch(session.ledger(), predecessor).await?;
    let (addresses, network) = transport::network(session.ledger(), old.network).await?;
    let new = NewDevice { operator: old.operator, key: signer.key(), class: old.class, region: old.region };
    let consent = RegistrationBuilder::new(&network.domain(&old.network), new).sign(signer.as_ref())?;
    session.send(&consent.rotate(&addresses, session.payer()?, session.address()?, predecessor, 0)?, &[]).await?;
    session.tell("Device", pda::device(old.network, &new.key))
}

/// Hands in a licence that the licensor signs now, for so many days from now.
pub async fn license(session: &Session, address: Address, licensor: &Path, days: i64) -> Result<()> {
    let licensor = load_keypair(licensor)?;
    let device: Device = transport::fetch(session.ledger(), address).await?;
    let (addresses, network) = transport::network(session.ledger(), device.network).await?;
    let issued_at = session.ledger().clock().await?.unix_timestamp;
    let expires_at = issued_at.saturating_add(days.saturating_mul(DAY));
    let licence = Licence { device: address.to_bytes(), region: device.region, issued_at, expires_at };
    let licence = LicenceBuilder::new(&network.domain(&device.network), licence);
    session.send(&licence.sign(&licensor, &addresses, 0)?, &[]).await
}

/// Ends a device's life.
pub async fn retire(session: &Session, address: Address) -> Result<()> {
    let (network, device) = read(session, address).await?;
    session.send(&[instructions::retire_device(&network, device.operator, session.address()?, address)], &[]).await
}

/// Closes the account of a device that is over.
pub async fn close(session: &Session, address: Address) -> Result<()> {
    let (network, device) = read(session, address).await?;
    session.send(&[instructions::close_device(&network, device.operator, address, device.rent_payer)], &[]).await
}

async fn read(session: &Session, address: Address) -> Result<(NetworkAddresses, Device)> {
    let device: Device = transport::fetch(session.ledger(), address).await?;
    let (network, _) = transport::network(session.ledger(), device.network).await?;
    Ok((network, device))
}
