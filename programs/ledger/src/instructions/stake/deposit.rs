use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    create::check_open,
    error::{LedgerError, check_numbers},
    events::{Deposited, emit_plain},
    state::{Books, LoadOf, Network, Operator, Position},
    tokens::Vault,
};

/// Buys shares of an operator's pool. By the position's owner.
#[event_accounts]
#[derive(Accounts)]
pub struct Deposit<'info> {
    /// Owns the position and the tokens.
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
    /// CHECK: where the tokens come from; the token program checks it.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// CHECK: the network's stake vault, pinned by its address.
    #[account(mut)]
    pub stake_vault: UncheckedAccount<'info>,
    /// CHECK: the network's collateral mint, pinned by its address.
    pub collateral_mint: UncheckedAccount<'info>,
    /// CHECK: the mint's program: the one that owns the vault.
    pub token_program: UncheckedAccount<'info>,
}

/// Refuses a network that is retired; an operator whose jail time is not over, that has an open case, or holds credit due for harvest; a deposit below
/// the minimum; a pool that is full or drains; and a result in which the own stake is too small, in itself or for the leverage. Gives
/// floor(received x shares / stake) shares, 1:1 into an empty pool.
pub(crate) fn deposit(ctx: Context<Deposit>, amount: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let vault =
        Vault::stake(&accounts.network, &accounts.stake_vault, &accounts.collateral_mint, &accounts.token_program)?;
    let parameters = accounts.network.load()?.parameters;
    let now = Clock::get()?.unix_timestamp;
    check_open(&accounts.network)?;
    {
        let operator = accounts.operator.load_of(&accounts.network.key())?;
        operator.check_jail_time_over(now)?;
        operator.check_no_open_case()?;
        operator.check_nothing_due(&parameters, now)?;
    }

    let received = vault.take(&accounts.source, &accounts.owner, amount)?;
    let least = parameters.min_deposit;
    check_numbers(received >= least, LedgerError::DepositTooSmall, received, least)?;

    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    let mut position = accounts.position.load_mut_of(&accounts.operator.key())?;
    position.check_owner(accounts.owner.key)?;
    position.accrue(&operator)?;
    let stake_before = operator.stake;
    let shares = operator.shares_for(received)?;
    position.add_shares(&mut operator, shares, now)?;
    books.add_stake(&mut operator, received)?;
    operator.renew_active_stake(&mut books)?;
    operator.check_self_stake(&parameters)?;
    operator.check_leverage(&parameters)?;
    books.check_stake_vault(vault.balance()?)?;

    emit_plain(
        &accounts.event_authority,
        Deposited {
            operator: accounts.operator.key(),
            owner: position.owner,
            amount: received,
            shares,
            stake_before,
            stake_after: operator.stake,
            shares_after: operator.shares,
            covered: operator.covered(&parameters),
        },
    )?;
    Ok(())
}
