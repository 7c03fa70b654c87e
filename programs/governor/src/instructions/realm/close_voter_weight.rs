use anchor_lang::prelude::*;

use crate::{
    error::{GovernorError, check, check_key},
    state::VoterWeightRecord,
};

/// Closes the record of a weight. By whose weight it is, or who paid its rent, to whom it goes back.
#[derive(Accounts)]
pub struct CloseVoterWeight<'info> {
    /// Whose weight it is, or who paid its rent.
    pub signer: Signer<'info>,
    /// The record.
    #[account(mut, close = rent_payer)]
    pub voter_weight: Account<'info, VoterWeightRecord>,
    /// CHECK: gets its rent back; pinned by the record.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses everybody else.
pub(crate) fn close_voter_weight(ctx: Context<CloseVoterWeight>) -> Result<()> {
    let CloseVoterWeight { signer, voter_weight: record, rent_payer } = &*ctx.accounts;
    check([record.governing_token_owner, record.rent_payer].contains(signer.key), GovernorError::WrongAuthority)?;
    check_key(rent_payer.key, &record.rent_payer, GovernorError::WrongRentPayer)
}
