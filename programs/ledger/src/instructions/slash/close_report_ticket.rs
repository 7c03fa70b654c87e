use anchor_lang::prelude::*;

use crate::{
    events::{ReportTicketClosed, emit_plain},
    instructions::CloseAccount,
    state::{LoadOf, ReportTicket, check_not_before},
};

/// Closes a ticket that was never revealed. By anybody; the rent goes to whoever paid it. Refuses before a case about its
/// evidence would be decided: it closes from `made + len + G + A + P` on, that second included. Not earlier, or whoever paid
/// for another's ticket could take it away again.
pub(crate) fn close_report_ticket(ctx: Context<CloseAccount>) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.key();
    let ticket: ReportTicket = *accounts.account.load_of(&network)?;
    let from = ticket.expires_at(&accounts.network.load()?.parameters)?;
    check_not_before(Clock::get()?.unix_timestamp, from)?;

    emit_plain(&accounts.event_authority, ReportTicketClosed { network, ticket: accounts.account.key() })?;
    accounts.close(&ticket.rent_payer)
}
