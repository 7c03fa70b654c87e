use anchor_lang::prelude::*;

use super::ChangePosition;
use crate::{
    create::check_open,
    events::{UnstakeCancelled, emit_plain},
    state::LoadOf,
};

/// Takes a ticket's mark away: its shares earn and cover again. By the position's owner. Refuses a ticket that is not
/// there; in a network that is retired; while a slot is due for harvest, whose reward is not for those who were out; and others' shares beyond the leverage
/// of the operator's own: who unstakes, lets others take the place and comes back would leave the operator without cover.
pub(crate) fn cancel_unstake(ctx: Context<ChangePosition>, ticket: u8) -> Result<()> {
    let accounts = &ctx.accounts;
    let parameters = accounts.network.load()?.parameters;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let mut position = accounts.position.load_mut_of(&accounts.operator.key())?;

    position.check_owner(accounts.signer.key)?;
    check_open(&accounts.network)?;
    operator.check_nothing_due(&parameters, Clock::get()?.unix_timestamp)?;
    position.accrue(&operator)?;
    let covered_before = operator.covered(&parameters);
    let shares = position.unmark(&mut operator, ticket)?.shares;
    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    operator.renew_active_stake(&mut books)?;
    if !position.is_own(&operator) {
        operator.check_leverage(&parameters)?;
    }

    emit_plain(
        &accounts.event_authority,
        UnstakeCancelled {
            operator: accounts.operator.key(),
            owner: position.owner,
            ticket: ticket.into(),
            shares,
            covered_before,
            covered_after: operator.covered(&parameters),
        },
    )?;
    Ok(())
}
