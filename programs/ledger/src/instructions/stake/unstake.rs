use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    events::{Unstaked, emit_plain},
    state::{Books, LoadOf, Network, Operator, Position},
};

/// What changes a position without moving tokens.
#[event_accounts]
#[derive(Accounts)]
pub struct ChangePosition<'info> {
    /// The position's owner; where it says so, anybody.
    pub signer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// The position.
    #[account(mut)]
    pub position: AccountLoader<'info, Position>,
}

/// Marks shares for leaving: they stop earning and covering now, stay slashable, and can be withdrawn after the unbonding
/// time. By the position's owner, whatever the state of the operator; once the network is retired locked or not, and when the
/// last rewards of its pool are harvested also by anybody for all that is active, so that nobody's stake keeps the network from
/// closing. Refuses a position that is locked, more than the active shares, and a ninth ticket.
pub(crate) fn unstake(ctx: Context<ChangePosition>, shares: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let parameters = accounts.network.load()?.parameters;
    let now = Clock::get()?.unix_timestamp;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let mut position = accounts.position.load_mut_of(&accounts.operator.key())?;

    position.accrue(&operator)?;
    let network = accounts.network.load()?;
    let next_epoch = accounts.books.load_of(&accounts.network.key())?.next_epoch;
    let earned_all = network.check_over(next_epoch).is_ok() && operator.check_harvested_before(u64::MAX).is_ok();
    if !earned_all || shares != position.active_shares() {
        position.check_owner(accounts.signer.key)?;
    }
    if !network.is_retired(now) {
        position.check_not_locked(now)?;
    }
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
