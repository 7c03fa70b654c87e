use std::cell::RefMut;

use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    create::close,
    error::{LedgerError, check},
    events::{PositionClosed, emit_plain},
    state::{LoadOf, Network, Operator, Position, check_key},
};

/// Closes a position that holds nothing. By its owner or whoever paid its rent, to whom the rent goes back; by anybody while
/// nobody has shares of the pool, so that no empty position keeps an operator open.
#[event_accounts]
#[derive(Accounts)]
pub struct ClosePosition<'info> {
    /// The position's owner or its rent's payer; anybody while the pool has no shares.
    pub signer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// CHECK: the position; loaded as one, and closed.
    #[account(mut)]
    pub position: UncheckedAccount<'info>,
    /// CHECK: gets its rent back; pinned by the position.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses a position with shares or unclaimed rewards, and the operator's own, which lives as long as the operator.
pub(crate) fn close_position(ctx: Context<ClosePosition>) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let mut position: RefMut<Position> = accounts.position.load_mut_of(&accounts.operator.key())?;
    let signer = accounts.signer.key();
    let concerned = signer == position.owner || signer == position.rent_payer;
    check(concerned || operator.shares == 0, LedgerError::WrongAuthority)?;
    check_key(accounts.rent_payer.key, &position.rent_payer, LedgerError::WrongRentPayer)?;
    position.accrue(&operator)?;
    position.check_empty()?;
    check(!position.is_own(&operator), LedgerError::OwnPosition)?;
    operator.close_position()?;

    emit_plain(
        &accounts.event_authority,
        PositionClosed { operator: accounts.operator.key(), owner: position.owner, paid: position.paid },
    )?;
    drop(position);
    close(&accounts.position, &accounts.rent_payer)
}
