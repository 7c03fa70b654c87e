use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    events::{SharesLocked, emit_plain},
    state::Position,
};

/// Locks a position. By its owner: vote programs call it with the voter's signature.
#[event_accounts]
#[derive(Accounts)]
pub struct LockShares<'info> {
    /// The position's owner.
    pub owner: Signer<'info>,
    /// The owner's position.
    #[account(mut)]
    pub position: AccountLoader<'info, Position>,
}

/// Until then the position's active shares can neither be marked for leaving nor be given away, those that come to it
/// meanwhile included. Tickets asked for before stay as they are: they can be cancelled and withdrawn; rewards are paid;
/// slashes take their part. Refuses an end that is not after now, or more than 28 days ahead. An earlier end than that of a
/// lock in force changes nothing.
pub(crate) fn lock_shares(ctx: Context<LockShares>, until: i64) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut position = accounts.position.load_mut()?;
    position.check_owner(accounts.owner.key)?;
    let before = position.locked_until;
    position.lock(until, Clock::get()?.unix_timestamp)?;

    emit_plain(
        &accounts.event_authority,
        SharesLocked { operator: position.operator, owner: position.owner, before, after: position.locked_until },
    )
}
