use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenAccount;
use girder_interface::limits::EPOCH_LIFETIME;

use crate::{
    error::LedgerError,
    events::EpochClosed,
    state::{Books, Epoch, Network, later},
};

/// Closes a settled epoch: what is left of its pot returns to the reserve, the rent to whoever paid it. By anybody.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseEpoch<'info> {
    /// The network.
    #[account(has_one = reward_vault @ LedgerError::WrongVault)]
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut, has_one = network @ LedgerError::WrongNetwork)]
    pub books: AccountLoader<'info, Books>,
    /// The epoch.
    #[account(
        mut,
        close = rent_payer,
        has_one = network @ LedgerError::WrongNetwork,
        has_one = rent_payer @ LedgerError::WrongRentPayer,
    )]
    pub settled_epoch: AccountLoader<'info, Epoch>,
    /// CHECK: gets its rent back; pinned by the epoch.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The network's reward vault, for the solvency check.
    pub reward_vault: Box<InterfaceAccount<'info, TokenAccount>>,
}

/// Refuses an epoch with credit that is not harvested, until a year after its end (that second included).
pub(crate) fn close_epoch(ctx: Context<CloseEpoch>) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut epoch = accounts.settled_epoch.load_mut()?;
    let end = accounts.network.load()?.parameters.schedule().end(epoch.index).ok_or(LedgerError::Overflow)?;
    let expired = Clock::get()?.unix_timestamp >= later(end, EPOCH_LIFETIME)?;
    require!(expired || epoch.credit_left == 0, LedgerError::EpochNotHarvested);

    let mut books = accounts.books.load_mut()?;
    let reserve_before = books.reserve;
    books.close_epoch(&mut epoch)?;
    books.check_reward_vault(accounts.reward_vault.amount)?;

    emit_cpi!(EpochClosed { network: books.network, epoch: epoch.index, reserve_before, reserve_after: books.reserve });
    Ok(())
}
