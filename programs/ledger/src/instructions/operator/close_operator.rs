use std::cell::{Ref, RefMut};

use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    create::close,
    error::{LedgerError, check},
    events::{OperatorClosed, emit_plain},
    state::{Books, LoadOf, Network, Operator, Position, check_key},
};

/// Closes an operator with its own position. By its authority; by anybody once the network is retired.
#[event_accounts]
#[derive(Accounts)]
pub struct CloseOperator<'info> {
    /// The operator's authority; anybody once the network is retired.
    pub signer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// CHECK: the operator; loaded as one, and closed.
    #[account(mut)]
    pub operator: UncheckedAccount<'info>,
    /// CHECK: the operator's own position; loaded as one, and closed.
    #[account(mut)]
    pub position: UncheckedAccount<'info>,
    /// CHECK: gets both rents back, having paid both; pinned by the operator.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses while its own position holds something, or somebody may still need it: other positions, devices, commission owed,
/// an open case, credit that is not harvested, evidence that is taken about an epoch with credit; and until jail time is over,
/// as who registers again begins anew.
pub(crate) fn close_operator(ctx: Context<CloseOperator>) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.load()?;
    let now = Clock::get()?.unix_timestamp;
    let identity = {
        let operator: Ref<Operator> = accounts.operator.load_of(&accounts.network.key())?;
        let mut position: RefMut<Position> = accounts.position.load_mut_of(&accounts.operator.key())?;
        let signed = *accounts.signer.key == operator.authority;
        check(signed || network.is_retired(now), LedgerError::WrongAuthority)?;
        check_key(accounts.rent_payer.key, &operator.rent_payer, LedgerError::WrongRentPayer)?;
        check_key(&position.owner, &operator.identity, LedgerError::WrongAddress)?;
        position.accrue(&operator)?;
        position.check_empty()?;
        if !network.is_retired(now) {
            operator.check_jail_time_over(now)?;
        }
        operator.check_over(&network.parameters, now)?;
        accounts.books.load_mut_of(&accounts.network.key())?.close_account()?;
        operator.identity
    };

    emit_plain(
        &accounts.event_authority,
        OperatorClosed { network: accounts.network.key(), operator: accounts.operator.key(), identity },
    )?;
    close(&accounts.position, &accounts.rent_payer)?;
    close(&accounts.operator, &accounts.rent_payer)
}
