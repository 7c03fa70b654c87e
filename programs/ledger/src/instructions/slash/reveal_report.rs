use std::cell::Ref;

use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::report;

use crate::{
    create::close,
    error::{LedgerError, check, check_numbers},
    events::{ReportRevealed, emit_plain},
    state::{Books, LoadOf, Network, ReportTicket, SlashCase, check_before, check_key},
};

/// Shows that a ticket holds the evidence of a case, and closes it: the reporter that it names gets the bounty, unless an
/// older one is shown. By anybody; the ticket's rent goes to whoever paid it.
#[event_accounts]
#[derive(Accounts)]
pub struct RevealReport<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The case.
    #[account(mut)]
    pub slash_case: AccountLoader<'info, SlashCase>,
    /// CHECK: the ticket; loaded as one, and closed.
    #[account(mut)]
    pub ticket: UncheckedAccount<'info>,
    /// CHECK: gets its rent back; pinned by the ticket.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses a case that is decided or pays no bounty, from its deadline on; a ticket that is not about this case's two
/// digests and this reporter, was not made in an earlier slot than the case, or is not older than one shown before.
pub(crate) fn reveal_report(ctx: Context<RevealReport>, reporter: Pubkey, salt: [u8; 32]) -> Result<()> {
    let accounts = &ctx.accounts;
    let ticket: Ref<ReportTicket> = accounts.ticket.load_of(&accounts.network.key())?;
    let mut case = accounts.slash_case.load_mut()?;
    check_key(&case.network, &accounts.network.key(), LedgerError::WrongNetwork)?;
    check_key(accounts.rent_payer.key, &ticket.rent_payer, LedgerError::WrongRentPayer)?;
    case.check_open()?;
    case.check_has_bounty()?;
    check_before(Clock::get()?.unix_timestamp, case.deadline)?;
    let hash = report::commitment(&case.offence_id, &case.digests, &reporter.to_bytes(), &salt);
    check(hash == ticket.hash && reporter != Pubkey::default(), LedgerError::WrongCommitment)?;
    check_numbers(ticket.slot < case.opened_slot, LedgerError::TicketTooNew, ticket.slot, case.opened_slot)?;
    check_numbers(ticket.slot < case.ticket_slot, LedgerError::OlderTicketRevealed, ticket.slot, case.ticket_slot)?;
    accounts.books.load_mut_of(&accounts.network.key())?.close_account()?;
    case.bounty_recipient = reporter;
    case.ticket_slot = ticket.slot;

    emit_plain(
        &accounts.event_authority,
        ReportRevealed { slash_case: accounts.slash_case.key(), reporter, slot: ticket.slot },
    )?;
    drop(ticket);
    close(&accounts.ticket, &accounts.rent_payer)
}
