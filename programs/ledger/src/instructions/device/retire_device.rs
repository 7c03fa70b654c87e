use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    events::{DeviceRetired, emit_plain},
    state::{Device, LoadOf, Network, Operator, device_state},
};

/// Ends a device's life. By the operator's authority or manager; by anybody once the network is retired.
#[event_accounts]
#[derive(Accounts)]
pub struct RetireDevice<'info> {
    /// The operator's authority or manager; anybody once the network is retired.
    pub signer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// The device.
    #[account(mut)]
    pub device: AccountLoader<'info, Device>,
}

/// Refuses a device that is not active. It takes no proofs from now on, not even for epochs in their grace; from the
/// current epoch on its operator's floor is lower.
pub(crate) fn retire_device(ctx: Context<RetireDevice>) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let now = Clock::get()?.unix_timestamp;
    if !accounts.network.load()?.is_retired(now) {
        operator.check_manages(&accounts.signer.key())?;
    }
    let next = accounts.network.load()?.parameters.next_epoch(now)?;
    let mut device = accounts.device.load_mut_of(&accounts.operator.key())?;
    device.check_active()?;
    operator.lower_floor(device.floor, device.first_epoch, next)?;
    device.end(device_state::RETIRED, next.checked_sub(1));

    emit_plain(
        &accounts.event_authority,
        DeviceRetired { device: accounts.device.key(), last_epoch: device.last_epoch },
    )?;
    Ok(())
}
