use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::{LedgerError, check},
    events::{Funded, emit_plain},
    state::{Books, LoadOf, Network},
    tokens::Vault,
};

/// Adds reward tokens to a network's reserve. By anybody, out of their own tokens.
#[event_accounts]
#[derive(Accounts)]
pub struct Fund<'info> {
    /// Owns the tokens.
    pub owner: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// CHECK: where the tokens come from; the token program checks it.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// CHECK: the network's reward vault, pinned by its address.
    #[account(mut)]
    pub reward_vault: UncheckedAccount<'info>,
    /// CHECK: the network's reward mint, pinned by its address.
    pub reward_mint: UncheckedAccount<'info>,
    /// CHECK: the mint's program: the one that owns the vault.
    pub token_program: UncheckedAccount<'info>,
}

/// Refuses an amount of 0, and one of which nothing arrives. What arrives is what counts.
pub(crate) fn fund(ctx: Context<Fund>, amount: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let vault =
        Vault::reward(&accounts.network, &accounts.reward_vault, &accounts.reward_mint, &accounts.token_program)?;
    check(amount > 0, LedgerError::ZeroAmount)?;

    let received = vault.take(&accounts.source, &accounts.owner, amount)?;
    check(received > 0, LedgerError::ZeroAmount)?;

    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    let before = books.reserve;
    books.fund(received)?;
    books.check_reward_vault(vault.balance()?)?;

    emit_plain(
        &accounts.event_authority,
        Funded { network: books.network, from: accounts.owner.key(), before, after: books.reserve },
    )?;
    Ok(())
}
