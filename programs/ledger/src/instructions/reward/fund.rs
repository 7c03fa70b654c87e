use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    error::LedgerError,
    events::Funded,
    state::{Books, Network},
    tokens::Vault,
};

/// Adds reward tokens to a network's reserve. By anybody, out of their own tokens.
#[event_cpi]
#[derive(Accounts)]
pub struct Fund<'info> {
    /// Owns the tokens.
    pub owner: Signer<'info>,
    /// The network.
    #[account(has_one = reward_vault @ LedgerError::WrongVault, has_one = reward_mint @ LedgerError::WrongMint)]
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut, has_one = network @ LedgerError::WrongNetwork)]
    pub books: AccountLoader<'info, Books>,
    /// Where the tokens come from.
    #[account(mut)]
    pub source: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The network's reward vault.
    #[account(mut)]
    pub reward_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The network's reward mint.
    pub reward_mint: Box<InterfaceAccount<'info, Mint>>,
    /// The mint's program.
    pub token_program: Interface<'info, TokenInterface>,
}

/// Refuses an amount of 0. What arrives is what counts.
pub(crate) fn fund(ctx: Context<Fund>, amount: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    require!(amount > 0, LedgerError::ZeroAmount);

    let vault = Vault::new(&accounts.network, &accounts.reward_vault, &accounts.reward_mint, &accounts.token_program);
    let received = vault.take(&accounts.source, &accounts.owner, amount)?;

    let mut books = accounts.books.load_mut()?;
    let before = books.reserve;
    books.fund(received)?;
    books.check_reward_vault(vault.balance()?)?;

    emit_cpi!(Funded { network: books.network, from: accounts.owner.key(), before, after: books.reserve });
    Ok(())
}
