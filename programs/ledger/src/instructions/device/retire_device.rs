use anchor_lang::prelude::*;

use crate::{
    error::LedgerError,
    events::DeviceRetired,
    state::{Device, Network, Operator, device_state},
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
    #[account(has_one = network @ LedgerError::WrongNetwork)]
    pub operator: AccountLoader<'info, Operator>,
    /// The device.
    #[account(mut, has_one = operator @ LedgerError::WrongOperator)]
    pub device: AccountLoader<'info, Device>,
}

/// Refuses a device that is not active. It takes no proofs from now on, not even for epochs in their grace.
pub(crate) fn retire_device(ctx: Context<RetireDevice>) -> Result<()> {
    let accounts = &ctx.accounts;
    accounts.operator.load()?.check_manages(&accounts.signer.key())?;
    let epoch = accounts.network.load()?.parameters.schedule().epoch_at(Clock::get()?.unix_timestamp);
    let mut device = accounts.device.load_mut()?;
    device.check_active()?;
    device.end(device_state::RETIRED, epoch);

    emit_cpi!(DeviceRetired { device: accounts.device.key(), last_epoch: device.last_epoch });
    Ok(())
}
