use anchor_lang::prelude::*;

use crate::{
    error::StewardError,
    events::{SuccessionCancelled, emit},
    state::{Stewardship, Succession},
};

/// Takes a proposed succession back. By the steward at any time; by anybody once it expired.
#[event_cpi]
#[derive(Accounts)]
pub struct CancelSuccession<'info> {
    /// The steward, or anybody.
    pub signer: Signer<'info>,
    /// The stewardship.
    pub stewardship: Account<'info, Stewardship>,
    /// What was proposed.
    #[account(
        mut,
        close = rent_payer,
        has_one = stewardship @ StewardError::WrongStewardship,
        has_one = rent_payer @ StewardError::WrongRentPayer,
    )]
    pub succession: Account<'info, Succession>,
    /// CHECK: gets the proposal's rent; pinned by the proposal.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses anybody but the steward before the proposal expired.
pub(crate) fn cancel_succession(ctx: Context<CancelSuccession>) -> Result<()> {
    let accounts = ctx.accounts;
    let Succession { window, successor, stewardship, .. } = *accounts.succession;
    if !window.has_expired(Clock::get()?.unix_timestamp) {
        accounts.stewardship.check_steward(accounts.signer.key)?;
    }

    let by = accounts.signer.key();
    emit(&accounts.event_authority, SuccessionCancelled { stewardship, successor, by })
}
