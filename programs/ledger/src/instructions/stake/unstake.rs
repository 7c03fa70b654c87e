use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    events::{Unstaked, emit_plain},
    state::{Books, LoadOf, Network, Operator, Position},
};

/// What the owner of a position changes without moving tokens.
#[event_accounts]
#[derive(Accounts)]
pub struct ChangePosition<'info> {
    /// The position's owner.
    pub owner: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// The owner's position.
    #[account(mut)]
    pub position: AccountLoader<'info, Position>,
}

/// Marks shares for leaving: they stop earning and covering now, stay slashable, and can be withdrawn after the unbonding
/// time. By the position's owner, whatever the state of the operator. Refuses a position that is locked, more than the active
/// shares, and a ninth ticket.
pub(crate) fn unstake(ctx: Context<ChangePosition>, shares: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let parameters = accounts.network.load()?.parameters;
    let now = Clock::get()?.unix_timestamp;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let mut position = accounts.position.load_mut_of(&accounts.operator.key())?;

    position.check_owner(accounts.owner.key)?;
    position.accrue(&operator)?;
    let covered_before = operator.covered(&parameters);
    let ticket = position.mark(&mut operator, shares, now, parameters.unbonding)?;
    operator.renew_active_stake(&mut *accounts.books.load_mut_of(&accounts.network.key())?)?;

    emit_plain(
        &accounts.event_authority,
        Unstaked {
            operator: accounts.operator.key(),
            owner: position.owner,
            ticket: ticket.into(),
            shares,
            unbonding: parameters.unbonding,
            covered_before,
            covered_after: operator.covered(&parameters),
        },
    )?;
    Ok(())
}
