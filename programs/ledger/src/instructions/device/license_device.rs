use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::{key::KeyKind, licence::Licence};

use crate::{
    error::{LedgerError, check},
    events::{DeviceLicensed, emit_plain},
    precompile::Signatures,
    state::{Classes, Device, LoadOf, Network, check_key},
};

/// Gives a device the licence that its region needs. By anybody who holds it.
#[event_accounts]
#[derive(Accounts)]
pub struct LicenseDevice<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its class table, which names the licensors.
    pub classes: AccountLoader<'info, Classes>,
    /// The device.
    #[account(mut)]
    pub device: AccountLoader<'info, Device>,
    /// CHECK: read by its address; holds the licensor's signature.
    #[account(address = solana_sdk_ids::sysvar::instructions::ID)]
    pub instructions: UncheckedAccount<'info>,
}

/// Refuses a licence that the region's licensor (the present or the next one) did not sign in the precompile instruction at
/// `signature_index`, that is not newer than the device's last one, or that is issued ahead of the time. One that is over by
/// its time counts, too: so a licensor revokes.
pub(crate) fn license_device(
    ctx: Context<LicenseDevice>,
    issued_at: i64,
    expires_at: i64,
    signature_index: u8,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.load()?;
    let now = Clock::get()?.unix_timestamp;
    let classes = accounts.classes.load_of(&accounts.network.key())?;
    let mut device = accounts.device.load_mut()?;
    check_key(&device.network, &accounts.network.key(), LedgerError::WrongNetwork)?;
    let region = classes.region(device.region).ok_or(LedgerError::WrongLicensor)?;

    let licence = Licence { device: accounts.device.key().to_bytes(), region: device.region, issued_at, expires_at };
    let digest = licence.digest(&network.domain(&accounts.network.key()));
    let signatures = Signatures::load(&accounts.instructions, signature_index, KeyKind::Ed25519, Some(1), 1)?;
    check(signatures.count() == 1, LedgerError::MalformedSignatures)?;
    let signature = signatures.get(0)?;
    check(signature.message == digest, LedgerError::WrongMessage)?;
    let licensor = Pubkey::try_from(signature.key).map_err(|_| LedgerError::WrongLicensor)?;
    region.check_licensor(&licensor, network.parameters.schedule().epoch_at(now).unwrap_or(0))?;
    let before = device.licensed_until;
    device.license(licensor, issued_at, expires_at, now)?;

    emit_plain(
        &accounts.event_authority,
        DeviceLicensed { device: accounts.device.key(), licensor, issued_at, before, after: expires_at },
    )
}
