use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::{LedgerError, check},
    events::{CaseClosed, emit_plain},
    state::{Network, SlashCase, check_key, check_not_before, outcome},
};

/// Closes a decided case whose evidence window is over. By anybody; the rent goes to whoever paid it.
#[event_accounts]
#[derive(Accounts)]
pub struct CloseSlashCase<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The case.
    #[account(mut, close = rent_payer)]
    pub slash_case: AccountLoader<'info, SlashCase>,
    /// CHECK: gets its rent back; pinned by the case.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses a case that is open, and one before `E(epoch) + G + A` (allowed from that second on), as the network's parameters
/// are and as they were when it was opened: the offence must not be a new one as long as evidence about it is taken.
pub(crate) fn close_slash_case(ctx: Context<CloseSlashCase>) -> Result<()> {
    let accounts = &ctx.accounts;
    let case = accounts.slash_case.load()?;
    check_key(&case.network, &accounts.network.key(), LedgerError::WrongNetwork)?;
    check_key(accounts.rent_payer.key, &case.rent_payer, LedgerError::WrongRentPayer)?;
    check(case.outcome != outcome::OPEN, LedgerError::CaseUndecided)?;
    let evidence_end = case.evidence_end.max(accounts.network.load()?.parameters.evidence_end(case.epoch)?);
    check_not_before(Clock::get()?.unix_timestamp, evidence_end)?;

    emit_plain(
        &accounts.event_authority,
        CaseClosed { slash_case: accounts.slash_case.key(), offender: case.offender },
    )?;
    Ok(())
}
