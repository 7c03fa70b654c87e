use anchor_lang::prelude::*;
use girder_interface::seeds;

use super::{NewDevice, NewKey};
use crate::{
    error::LedgerError,
    events::DeviceRegistered,
    state::{AccountSpace, Classes, Device, Network, Operator, device_state},
};

/// Moves a device to a new key: retires the old one and registers the new one as its successor. By the operator's
/// authority or manager; the new key co-signs.
#[event_cpi]
#[derive(Accounts)]
#[instruction(key: NewKey)]
pub struct RotateDevice<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The operator's authority or manager.
    pub signer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its class table.
    #[account(has_one = network @ LedgerError::WrongNetwork)]
    pub classes: AccountLoader<'info, Classes>,
    /// The operator.
    #[account(has_one = network @ LedgerError::WrongNetwork)]
    pub operator: AccountLoader<'info, Operator>,
    /// The device with the old key.
    #[account(mut, has_one = operator @ LedgerError::WrongOperator)]
    pub predecessor: AccountLoader<'info, Device>,
    /// The device with the new key.
    #[account(
        init,
        payer = payer,
        space = Device::SPACE,
        seeds = [seeds::DEVICE, network.key().as_ref(), &key.seed()?],
        bump,
    )]
    pub device: AccountLoader<'info, Device>,
    /// CHECK: read by its address; holds the new key's signature.
    #[account(address = solana_sdk_ids::sysvar::instructions::ID)]
    pub instructions: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a device that is not active, and a new key as `register_device` does. The old key takes no proofs any more; the
/// new one earns from the next epoch on.
pub(crate) fn rotate_device(ctx: Context<RotateDevice>, key: NewKey, signature_index: u8) -> Result<()> {
    let accounts = &ctx.accounts;
    accounts.operator.load()?.check_manages(&accounts.signer.key())?;
    let context = NewDevice {
        network: &accounts.network,
        classes: &accounts.classes,
        operator: accounts.operator.key(),
        instructions: &accounts.instructions,
        signature_index,
    };
    let mut predecessor = accounts.predecessor.load_mut()?;
    predecessor.check_active()?;
    let (class, region) = (predecessor.class, predecessor.region);
    let first_epoch = context.check(&key, class, region)?;

    predecessor.end(device_state::RETIRED, first_epoch.checked_sub(1));
    let mut device = accounts.device.load_init()?;
    *device = context.device(key, class, region, first_epoch);
    device.predecessor = accounts.predecessor.key();
    device.rent_payer = accounts.payer.key();
    device.bump = ctx.bumps.device;

    emit_cpi!(DeviceRegistered {
        network: device.network,
        operator: device.operator,
        device: accounts.device.key(),
        predecessor: device.predecessor,
        key,
        class,
        region,
        first_epoch,
    });
    Ok(())
}
