use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::{key::DeviceKey, registration::Registration, seeds};

use crate::{
    create::Creator,
    error::{LedgerError, check},
    events::{DeviceRegistered, emit},
    precompile::Signatures,
    state::{Classes, Device, LAYOUT_VERSION, LoadOf, Network, Operator},
};

/// A device key as an argument: its kind's number, and its bytes, an Ed25519 key followed by one zero.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewKey {
    /// 0 Ed25519, 1 secp256r1.
    pub kind: u8,
    /// The public key.
    pub key: [u8; 33],
}

impl NewKey {
    /// The key; refuses an unknown kind and padding that is not zero.
    pub fn device_key(&self) -> Result<DeviceKey> {
        DeviceKey::from_padded(self.kind, &self.key).ok_or_else(|| LedgerError::BadKey.into())
    }
}

/// Registers a device key for an operator. By the operator's authority or manager; the device key co-signs, so nobody
/// registers a key they do not hold.
#[event_accounts]
#[derive(Accounts)]
pub struct RegisterDevice<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The operator's authority or manager.
    pub signer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its class table.
    pub classes: AccountLoader<'info, Classes>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// CHECK: the device; created here, at the address of its seeds.
    #[account(mut)]
    pub device: UncheckedAccount<'info>,
    /// CHECK: read by its address; holds the device key's signature.
    #[account(address = solana_sdk_ids::sysvar::instructions::ID)]
    pub instructions: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a key without its own signature in the precompile instruction at `signature_index`, a class that is retired or
/// does not allow the key's kind, a key that is registered, and a network
/// that is retired by then. The device earns from the next epoch on,
/// and adds its class's floor to the operator's from then on.
pub(crate) fn register_device(
    ctx: Context<RegisterDevice>,
    key: NewKey,
    class: u16,
    region: u32,
    signature_index: u8,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    operator.check_manages(&accounts.signer.key())?;
    let context = NewDevice {
        network: &accounts.network,
        classes: &accounts.classes,
        operator: accounts.operator.key(),
        instructions: &accounts.instructions,
        signature_index,
    };
    let first_epoch = context.check(&key, class, region)?;
    let floor = accounts.classes.load()?.get(class)?.floor;
    operator.raise_floor(floor, first_epoch)?;

    let creator = Creator { payer: &accounts.payer, system_program: &accounts.system_program };
    let network = accounts.network.key();
    let seeds = [seeds::DEVICE, network.as_ref(), &key.device_key()?.hash()];
    let (mut device, bump) = creator.create::<Device>(&accounts.device, &seeds)?;
    *device = context.device(key, class, region, first_epoch);
    operator.open_device()?;
    device.floor = floor;
    device.rent_payer = accounts.payer.key();
    device.bump = bump;

    emit(
        &accounts.event_authority,
        DeviceRegistered {
            network: device.network,
            operator: device.operator,
            device: accounts.device.key(),
            predecessor: device.predecessor,
            key,
            class,
            region,
            first_epoch,
        },
    )?;
    Ok(())
}

/// What registering and rotating a device have in common.
pub(super) struct NewDevice<'a, 'info> {
    pub network: &'a AccountLoader<'info, Network>,
    pub classes: &'a AccountLoader<'info, Classes>,
    pub operator: Pubkey,
    pub instructions: &'a AccountInfo<'info>,
    pub signature_index: u8,
}

impl NewDevice<'_, '_> {
    /// Checks class and signature, and returns the first epoch in which the device earns.
    pub fn check(&self, key: &NewKey, class: u16, region: u32) -> Result<u64> {
        let network = self.network.load()?;
        let first_epoch = network.parameters.next_epoch(Clock::get()?.unix_timestamp)?;
        network.check_epoch(first_epoch)?;
        let device_key = key.device_key()?;
        let classes = self.classes.load_of(&self.network.key())?;
        let entry = classes.get(class)?;
        check(first_epoch < entry.retired_from, LedgerError::ClassRetired)?;
        check(entry.key_kinds & device_key.kind().bit() != 0, LedgerError::KeyKindNotAllowed)?;

        let registration = Registration { operator: self.operator.to_bytes(), class, region, key: device_key };
        let digest = registration.digest(&network.domain(&self.network.key()));
        let signatures = Signatures::load(self.instructions, self.signature_index, device_key.kind(), Some(1), 1)?;
        check(signatures.count() == 1, LedgerError::MalformedSignatures)?;
        let signature = signatures.get(0)?;
        check(signature.message == digest, LedgerError::WrongMessage)?;
        check(signature.key == device_key.as_bytes(), LedgerError::WrongDeviceKey)?;
        Ok(first_epoch)
    }

    /// The new account's content, but for its floor, who paid its rent and its bump.
    pub fn device(&self, key: NewKey, class: u16, region: u32, first_epoch: u64) -> Device {
        Device {
            network: self.network.key(),
            operator: self.operator,
            first_epoch,
            last_epoch: u64::MAX,
            region,
            class,
            key_kind: key.kind,
            key: key.key,
            version: LAYOUT_VERSION,
            ..bytemuck::Zeroable::zeroed()
        }
    }
}
