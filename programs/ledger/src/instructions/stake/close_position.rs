use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::{LedgerError, check},
    events::{PositionClosed, emit_plain},
    state::{LoadOf, Network, Operator, Position, check_key},
};

/// Closes a position that holds nothing. By its owner or whoever paid its rent, to whom the rent goes back.
#[event_accounts]
#[derive(Accounts)]
pub struct ClosePosition<'info> {
    /// The position's owner or its rent's payer.
    pub signer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The operator.
    pub operator: AccountLoader<'info, Operator>,
    /// The position.
    #[account(mut, close = rent_payer)]
    pub position: AccountLoader<'info, Position>,
    /// CHECK: gets its rent back; pinned by the position.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses a position with shares or unclaimed rewards, and the operator's own, which lives as long as the operator.
pub(crate) fn close_position(ctx: Context<ClosePosition>) -> Result<()> {
    let accounts = &ctx.accounts;
    let operator = accounts.operator.load_of(&accounts.network.key())?;
    let mut position = accounts.position.load_mut_of(&accounts.operator.key())?;
    let signer = accounts.signer.key();
    check(signer == position.owner || signer == position.rent_payer, LedgerError::WrongAuthority)?;
    check_key(accounts.rent_payer.key, &position.rent_payer, LedgerError::WrongRentPayer)?;
    position.accrue(&operator)?;
    position.check_empty()?;
    check(!position.is_own(&operator), LedgerError::OwnPosition)?;

    emit_plain(
        &accounts.event_authority,
        PositionClosed { operator: accounts.operator.key(), owner: position.owner, paid: position.paid },
    )
}
