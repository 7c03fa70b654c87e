use std::cell::Ref;

use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::{offence::Offence, seeds};

use crate::{
    create::close,
    error::{LedgerError, check},
    events::{DeviceClosed, emit_plain},
    state::{Device, LoadOf, Network, Operator, check_key, check_not_before, device_state},
};

/// Closes the account of a device whose life is over. By anybody; the rent goes to whoever paid it.
#[event_accounts]
#[derive(Accounts)]
pub struct CloseDevice<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The device's operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// CHECK: the device; loaded as one, and closed.
    #[account(mut)]
    pub device: UncheckedAccount<'info>,
    /// CHECK: where the device's slash case is or was; it must be closed.
    #[account(seeds = [
            seeds::SLASH,
            network.key().as_ref(),
            &equivocation_id(&device.key()),
        ], bump)]
    pub slash_case: UncheckedAccount<'info>,
    /// CHECK: gets its rent back; pinned by the device.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses an active device, one whose slash case is not closed, and one whose evidence window is not over: it closes from
/// `E(last epoch) + G + A` on, so that its key can't come back in an epoch in which it was used.
pub(crate) fn close_device(ctx: Context<CloseDevice>) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let device: Ref<Device> = accounts.device.load_of(&accounts.operator.key())?;
    check_key(accounts.rent_payer.key, &device.rent_payer, LedgerError::WrongRentPayer)?;
    check(device.state != device_state::ACTIVE, LedgerError::DeviceActive)?;
    check(*accounts.slash_case.owner == solana_sdk_ids::system_program::ID, LedgerError::CaseNotClosed)?;
    let from = accounts.network.load()?.parameters.evidence_end(device.last_epoch)?;
    check_not_before(Clock::get()?.unix_timestamp, from)?;
    operator.close_device()?;

    emit_plain(&accounts.event_authority, DeviceClosed { device: accounts.device.key(), operator: device.operator })?;
    drop(device);
    close(&accounts.device, &accounts.rent_payer)
}

fn equivocation_id(device: &Pubkey) -> [u8; 32] {
    Offence::Equivocation { device: &device.to_bytes() }.id()
}
