use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::seeds;

use super::{NewDevice, NewKey};
use crate::{
    create::Creator,
    error::{LedgerError, check},
    events::{DeviceRegistered, emit},
    state::{Classes, Device, LoadOf, Network, Operator, device_state},
};

/// Moves a device to a new key: retires the old one and registers the new one as its successor. By the operator's
/// authority or manager; the new key co-signs.
#[event_accounts]
#[derive(Accounts)]
pub struct RotateDevice<'info> {
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
    /// The device with the old key.
    #[account(mut)]
    pub predecessor: AccountLoader<'info, Device>,
    /// CHECK: the device with the new key; created here, at the address of its seeds.
    #[account(mut)]
    pub device: UncheckedAccount<'info>,
    /// CHECK: read by its address; holds the new key's signature.
    #[account(address = solana_sdk_ids::sysvar::instructions::ID)]
    pub instructions: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a device that is not active, and a new key as `register_device` does. The old key takes no proofs any more; the
/// new one earns from the next epoch on. Nothing is expected
/// of either in the current one.
pub(crate) fn rotate_device(ctx: Context<RotateDevice>, key: NewKey, signature_index: u8) -> Result<()> {
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
    check(accounts.device.key() != accounts.predecessor.key(), LedgerError::AlreadyExists)?;
    let mut predecessor = accounts.predecessor.load_mut_of(&accounts.operator.key())?;
    predecessor.check_active()?;
    let (class, region) = (predecessor.class, predecessor.region);
    let first_epoch = context.check(&key, class, region)?;

    operator.lower_floor(predecessor.floor, predecessor.first_epoch, first_epoch)?;
    operator.raise_floor(predecessor.floor, first_epoch)?;
    predecessor.end(device_state::RETIRED, first_epoch.checked_sub(1));
    let creator = Creator { payer: &accounts.payer, system_program: &accounts.system_program };
    let network = accounts.network.key();
    let seeds = [seeds::DEVICE, network.as_ref(), &key.device_key()?.hash()];
    let (mut device, bump) = creator.create::<Device>(&accounts.device, &seeds)?;
    *device = context.device(key, class, region, first_epoch);
    operator.open_device()?;
    device.floor = predecessor.floor;
    device.predecessor = accounts.predecessor.key();
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
