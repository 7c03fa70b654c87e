use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::LedgerError,
    events::{ReportTicketClosed, emit_plain},
    state::{LoadOf, Network, ReportTicket, check_key, check_not_before},
};

/// Closes a ticket that was never revealed. By anybody; the rent goes to whoever paid it.
#[event_accounts]
#[derive(Accounts)]
pub struct CloseReportTicket<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The ticket.
    #[account(mut, close = rent_payer)]
    pub ticket: AccountLoader<'info, ReportTicket>,
    /// CHECK: gets its rent back; pinned by the ticket.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses before a case about its evidence would be decided: it closes from `made + len + G + A + P` on, that second
/// included. Not earlier, or whoever paid for another's ticket could take it away again.
pub(crate) fn close_report_ticket(ctx: Context<CloseReportTicket>) -> Result<()> {
    let accounts = &ctx.accounts;
    let ticket = accounts.ticket.load_of(&accounts.network.key())?;
    check_key(accounts.rent_payer.key, &ticket.rent_payer, LedgerError::WrongRentPayer)?;
    let from = ticket.expires_at(&accounts.network.load()?.parameters)?;
    check_not_before(Clock::get()?.unix_timestamp, from)?;

    emit_plain(&accounts.event_authority, ReportTicketClosed { network: ticket.network, ticket: accounts.ticket.key() })
}
