use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::LedgerError,
    events::{VerdictClosed, emit_plain},
    state::{LoadOf, Network, Verdict, check_key, check_not_before},
};

/// Closes a verdict that came to nothing. By anybody; the rent goes to whoever paid it.
#[event_accounts]
#[derive(Accounts)]
pub struct CloseVerdict<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The verdict.
    #[account(mut, close = rent_payer)]
    pub verdict: AccountLoader<'info, Verdict>,
    /// CHECK: gets its rent back; pinned by the verdict.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses while evidence about its epoch is taken: before `E(epoch) + G + A` (allowed from that second on).
pub(crate) fn close_verdict(ctx: Context<CloseVerdict>) -> Result<()> {
    let accounts = &ctx.accounts;
    let verdict = accounts.verdict.load_of(&accounts.network.key())?;
    check_key(accounts.rent_payer.key, &verdict.rent_payer, LedgerError::WrongRentPayer)?;
    let from = accounts.network.load()?.parameters.evidence_end(verdict.epoch)?;
    check_not_before(Clock::get()?.unix_timestamp, from)?;

    emit_plain(&accounts.event_authority, VerdictClosed { verdict: accounts.verdict.key(), operator: verdict.operator })
}
