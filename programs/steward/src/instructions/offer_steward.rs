use anchor_lang::prelude::*;

use crate::{
    events::{StewardOffered, emit},
    state::Stewardship,
};

/// Offers a stewardship to another key, which must accept it. By the steward; the zero address withdraws the offer.
#[event_cpi]
#[derive(Accounts)]
pub struct OfferSteward<'info> {
    /// The steward.
    pub steward: Signer<'info>,
    /// The stewardship.
    #[account(mut)]
    pub stewardship: Account<'info, Stewardship>,
}

/// Refuses anybody but the steward.
pub(crate) fn offer_steward(ctx: Context<OfferSteward>, to: Pubkey) -> Result<()> {
    let stewardship = &mut ctx.accounts.stewardship;
    stewardship.check_steward(ctx.accounts.steward.key)?;
    let before = stewardship.pending_steward;
    stewardship.pending_steward = to;

    let address = stewardship.key();
    emit(&ctx.accounts.event_authority, StewardOffered { stewardship: address, before, after: to })
}
