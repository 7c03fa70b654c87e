use anchor_lang::prelude::*;

use crate::{
    events::{DeviceRetired, emit_plain},
    state::{Device, LoadOf, Network, Operator, device_state},
};

/// Ends a device's life. By the operator's authority or manager.
#[event_cpi]
#[derive(Accounts)]
pub struct RetireDevice<'info> {
    /// The operator's authority or manager.
    pub signer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The operator.
    pub operator: AccountLoader<'info, Operator>,
    /// The device.
    #[account(mut)]
    pub device: AccountLoader<'info, Device>,
}

/// Refuses a device that is not active. It takes no proofs from now on, not even for epochs in their grace.
pub(crate) fn retire_device(ctx: Context<RetireDevice>) -> Result<()> {
    let accounts = &ctx.accounts;
    accounts.operator.load_of(&accounts.network.key())?.check_manages(&accounts.signer.key())?;
    let epoch = accounts.network.load()?.parameters.schedule().epoch_at(Clock::get()?.unix_timestamp);
    let mut device = accounts.device.load_mut_of(&accounts.operator.key())?;
    device.check_active()?;
    device.end(device_state::RETIRED, epoch);

    emit_plain(
        &accounts.event_authority,
        DeviceRetired { device: accounts.device.key(), last_epoch: device.last_epoch },
    )?;
    Ok(())
}
