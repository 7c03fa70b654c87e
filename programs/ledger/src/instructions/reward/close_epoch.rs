use std::cell::RefMut;

use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::limits::EPOCH_LIFETIME;

use crate::{
    create::close,
    error::{LedgerError, check},
    events::{EpochClosed, emit_plain},
    state::{Books, Epoch, LoadOf, Network, check_key, later},
    tokens::balance,
};

/// Closes a settled epoch: what is left of its pot returns to the reserve, the rent to whoever paid it. By anybody.
#[event_accounts]
#[derive(Accounts)]
pub struct CloseEpoch<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// CHECK: the epoch; loaded as one, and closed.
    #[account(mut)]
    pub settled_epoch: UncheckedAccount<'info>,
    /// CHECK: gets its rent back; pinned by the epoch.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// CHECK: the network's reward vault, pinned by its address; for the solvency check.
    pub reward_vault: UncheckedAccount<'info>,
}

/// Refuses an epoch with credit that is not harvested, until a year after its end (that second included).
pub(crate) fn close_epoch(ctx: Context<CloseEpoch>) -> Result<()> {
    let accounts = &ctx.accounts;
    accounts.network.load()?.check_reward_vault(&accounts.reward_vault)?;
    let mut epoch: RefMut<Epoch> = accounts.settled_epoch.load_mut_of(&accounts.network.key())?;
    check_key(accounts.rent_payer.key, &epoch.rent_payer, LedgerError::WrongRentPayer)?;
    let end = accounts.network.load()?.parameters.schedule().end(epoch.index).ok_or(LedgerError::Overflow)?;
    let expired = Clock::get()?.unix_timestamp >= later(end, EPOCH_LIFETIME)?;
    check(expired || epoch.credit_left == 0, LedgerError::EpochNotHarvested)?;

    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    let reserve_before = books.reserve;
    books.close_epoch(&mut epoch)?;
    books.check_reward_vault(balance(&accounts.reward_vault)?)?;

    emit_plain(
        &accounts.event_authority,
        EpochClosed { network: books.network, epoch: epoch.index, reserve_before, reserve_after: books.reserve },
    )?;
    drop(epoch);
    close(&accounts.settled_epoch, &accounts.rent_payer)
}
