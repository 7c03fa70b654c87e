use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::{LedgerError, check},
    events::{Withdrawn, emit_plain},
    state::{Books, LoadOf, Network, Operator, Position, check_not_before, later},
    tokens::Vault,
};

/// Pays out a matured ticket. By anybody, to the position's owner; while a slash case is open by the owner alone.
#[event_accounts]
#[derive(Accounts)]
pub struct Withdraw<'info> {
    /// The position's owner: needed while a slash case is open.
    pub owner: Option<Signer<'info>>,
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
    /// CHECK: a token account of the position's owner.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// CHECK: the network's stake vault, pinned by its address.
    #[account(mut)]
    pub stake_vault: UncheckedAccount<'info>,
    /// CHECK: the network's collateral mint, pinned by its address.
    pub collateral_mint: UncheckedAccount<'info>,
    /// CHECK: the mint's program: the one that owns the vault.
    pub token_program: UncheckedAccount<'info>,
}

/// Pays floor(marked x stake / shares) from `requested + unbonding` on, that second included. Refuses a ticket that is not
/// there, and anybody but the owner while a slash case is open: what an overturned case returns stays behind.
pub(crate) fn withdraw(ctx: Context<Withdraw>, ticket: u8) -> Result<()> {
    let accounts = &ctx.accounts;
    let vault =
        Vault::stake(&accounts.network, &accounts.stake_vault, &accounts.collateral_mint, &accounts.token_program)?;
    let now = Clock::get()?.unix_timestamp;
    let (owner, shares, amount, stake_before, stake_after) = {
        let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
        let mut position = accounts.position.load_mut_of(&accounts.operator.key())?;
        position.accrue(&operator)?;
        let marked = position.ticket(ticket)?;
        check_not_before(now, later(marked.requested_at, marked.unbonding)?)?;
        let by_owner = accounts.owner.as_ref().is_some_and(|owner| owner.key() == position.owner);
        check(operator.open_cases == 0 || by_owner, LedgerError::OwnerMustWithdraw)?;

        let stake_before = operator.stake;
        let amount = operator.stake_for(marked.shares)?;
        operator.forfeit_excess(marked.shares)?;
        position.unmark(&mut operator, ticket)?;
        position.remove_shares(&mut operator, marked.shares)?;
        let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
        books.remove_stake(&mut operator, amount)?;
        operator.renew_active_stake(&mut books)?;
        (position.owner, marked.shares, amount, stake_before, operator.stake)
    };

    vault.pay(&accounts.destination, &owner, amount)?;
    accounts.books.load_of(&accounts.network.key())?.check_stake_vault(vault.balance()?)?;

    emit_plain(
        &accounts.event_authority,
        Withdrawn {
            operator: accounts.operator.key(),
            owner,
            destination: accounts.destination.key(),
            ticket: ticket.into(),
            shares,
            amount,
            stake_before,
            stake_after,
        },
    )?;
    Ok(())
}
