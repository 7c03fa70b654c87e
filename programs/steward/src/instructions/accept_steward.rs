use anchor_lang::prelude::*;

use crate::{
    error::{StewardError, check_key},
    events::{StewardAccepted, emit},
    state::Stewardship,
};

/// Takes an offered stewardship over. By the key that it was offered to.
#[event_cpi]
#[derive(Accounts)]
pub struct AcceptSteward<'info> {
    /// The key that the stewardship was offered to.
    pub pending_steward: Signer<'info>,
    /// The stewardship.
    #[account(mut)]
    pub stewardship: Account<'info, Stewardship>,
}

/// Refuses anybody else. What was proposed before stays proposed: the new steward may cancel it.
pub(crate) fn accept_steward(ctx: Context<AcceptSteward>) -> Result<()> {
    let stewardship = &mut ctx.accounts.stewardship;
    let after = ctx.accounts.pending_steward.key();
    check_key(&after, &stewardship.pending_steward, StewardError::NoHandover)?;
    let before = stewardship.steward;
    stewardship.steward = after;
    stewardship.pending_steward = Pubkey::default();

    let address = stewardship.key();
    emit(&ctx.accounts.event_authority, StewardAccepted { stewardship: address, before, after })
}
