use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    events::{Claimed, emit_plain},
    state::{Books, LoadOf, Network, Operator, Position, pause_subject},
    tokens::Vault,
};

/// Pays a position's rewards. By anybody; the tokens go to the position's owner.
#[event_accounts]
#[derive(Accounts)]
pub struct Claim<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The operator.
    pub operator: AccountLoader<'info, Operator>,
    /// The position.
    #[account(mut)]
    pub position: AccountLoader<'info, Position>,
    /// CHECK: a token account of the position's owner.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// CHECK: the network's reward vault, pinned by its address.
    #[account(mut)]
    pub reward_vault: UncheckedAccount<'info>,
    /// CHECK: the network's reward mint, pinned by its address.
    pub reward_mint: UncheckedAccount<'info>,
    /// CHECK: the mint's program: the one that owns the vault.
    pub token_program: UncheckedAccount<'info>,
}

/// Pays what fits through the breaker; the rest stays owed. Refuses while claims are paused, a claim of nothing, any while the breaker is full, and an
/// account of anybody but the position's owner.
pub(crate) fn claim(ctx: Context<Claim>) -> Result<()> {
    let accounts = &ctx.accounts;
    let vault =
        Vault::reward(&accounts.network, &accounts.reward_vault, &accounts.reward_mint, &accounts.token_program)?;
    accounts.network.load()?.check_not_paused(pause_subject::CLAIMS, Clock::get()?.unix_timestamp)?;
    let breaker = accounts.network.load()?.parameters.breaker();
    let (owner, amount, still_owed) = {
        let mut position = accounts.position.load_mut_of(&accounts.operator.key())?;
        position.accrue(&*accounts.operator.load_of(&accounts.network.key())?)?;
        let amount = accounts.books.load_mut_of(&accounts.network.key())?.pay(&mut position.owed, breaker)?;
        position.paid = position.paid.saturating_add(amount);
        (position.owner, amount, position.owed)
    };

    vault.pay(&accounts.destination, &owner, amount)?;
    accounts.books.load_of(&accounts.network.key())?.check_reward_vault(vault.balance()?)?;

    emit_plain(
        &accounts.event_authority,
        Claimed {
            operator: accounts.operator.key(),
            owner,
            destination: accounts.destination.key(),
            amount,
            still_owed,
        },
    )?;
    Ok(())
}
