use anchor_lang::prelude::*;

use crate::{
    error::StewardError,
    events::{UpgradeCancelled, emit},
    loader::close,
    state::{Stewardship, Upgrade},
};

/// Takes a proposed upgrade back and closes its buffer. By the steward at any time; by anybody once it expired.
#[event_cpi]
#[derive(Accounts)]
pub struct CancelUpgrade<'info> {
    /// The steward, or anybody.
    pub signer: Signer<'info>,
    /// The stewardship; signs for the loader.
    pub stewardship: Account<'info, Stewardship>,
    /// What was proposed.
    #[account(
        mut,
        close = rent_payer,
        has_one = stewardship @ StewardError::WrongStewardship,
        has_one = buffer @ StewardError::WrongBuffer,
        has_one = rent_payer @ StewardError::WrongRentPayer,
    )]
    pub upgrade: Account<'info, Upgrade>,
    /// CHECK: holds what would have been the program; pinned by the proposal.
    #[account(mut)]
    pub buffer: UncheckedAccount<'info>,
    /// CHECK: gets what the buffer holds, and the proposal's rent; pinned by the proposal.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// CHECK: the upgradeable loader, by its address.
    #[account(address = solana_sdk_ids::bpf_loader_upgradeable::ID)]
    pub loader: UncheckedAccount<'info>,
}

/// Refuses anybody but the steward before the proposal expired.
pub(crate) fn cancel_upgrade(ctx: Context<CancelUpgrade>) -> Result<()> {
    let accounts = ctx.accounts;
    let Upgrade { window, hash, .. } = *accounts.upgrade;
    if !window.has_expired(Clock::get()?.unix_timestamp) {
        accounts.stewardship.check_steward(accounts.signer.key)?;
    }

    let stewardship = accounts.stewardship.key();
    close(&accounts.stewardship, &accounts.buffer, &accounts.rent_payer)?;

    let (buffer, by) = (accounts.buffer.key(), accounts.signer.key());
    emit(&accounts.event_authority, UpgradeCancelled { stewardship, buffer, hash, by })
}
