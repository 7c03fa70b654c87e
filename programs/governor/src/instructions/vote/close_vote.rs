use anchor_lang::prelude::*;

use crate::{
    error::{GovernorError, check_key},
    events::VoteClosed,
    state::VoteRecord,
};

/// Closes the record of a vote that is over. By anybody; the rent goes to who paid it.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseVote<'info> {
    /// The record.
    #[account(mut, close = rent_payer)]
    pub vote_record: AccountLoader<'info, VoteRecord>,
    /// CHECK: gets its rent back; pinned by the record.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses before the vote's end.
pub(crate) fn close_vote(ctx: Context<CloseVote>) -> Result<()> {
    let accounts = &ctx.accounts;
    let closed = {
        let record = accounts.vote_record.load()?;
        check_key(accounts.rent_payer.key, &record.rent_payer, GovernorError::WrongRentPayer)?;
        record.check_over(Clock::get()?.unix_timestamp)?;
        VoteClosed { proposal: record.proposal, position: record.position }
    };

    emit_cpi!(closed);
    Ok(())
}
