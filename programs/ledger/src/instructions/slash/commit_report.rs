use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::seeds;

use crate::{
    create::Creator,
    events::{ReportCommitted, emit_plain},
    state::{Books, LAYOUT_VERSION, LoadOf, Network, ReportTicket},
};

/// Commits to evidence, one slot or more before it is reported, so that a copied report has no older ticket. By anybody, for
/// any reporter: the hash names who will get the bounty.
#[event_accounts]
#[derive(Accounts)]
pub struct CommitReport<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// CHECK: the ticket; created here, at the address of its seeds.
    #[account(mut)]
    pub ticket: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a hash that is committed already, and a network so long retired that evidence about its last epoch is old.
pub(crate) fn commit_report(ctx: Context<CommitReport>, hash: [u8; 32]) -> Result<()> {
    let accounts = &ctx.accounts;
    let clock = Clock::get()?;
    let network = accounts.network.key();
    accounts.network.load()?.check_evidence_ahead(clock.unix_timestamp)?;
    accounts.books.load_mut_of(&network)?.open_account()?;
    let creator = Creator { payer: &accounts.payer, system_program: &accounts.system_program };
    let (mut ticket, bump) =
        creator.create::<ReportTicket>(&accounts.ticket, &[seeds::REPORT, network.as_ref(), &hash])?;
    *ticket = ReportTicket {
        network,
        rent_payer: accounts.payer.key(),
        hash,
        slot: clock.slot,
        created_at: clock.unix_timestamp,
        version: LAYOUT_VERSION,
        bump,
        reserved: [0; 6],
    };

    emit_plain(&accounts.event_authority, ReportCommitted { network, ticket: accounts.ticket.key(), slot: clock.slot })
}
