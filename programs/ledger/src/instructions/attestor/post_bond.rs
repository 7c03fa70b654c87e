use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    error::LedgerError,
    events::BondPosted,
    state::{Attestor, Books, Network},
    tokens::Vault,
};

/// Adds to an attestor's bond. By anybody, out of their own tokens.
#[event_cpi]
#[derive(Accounts)]
pub struct PostBond<'info> {
    /// Owns the tokens.
    pub owner: Signer<'info>,
    /// The network.
    #[account(has_one = stake_vault @ LedgerError::WrongVault, has_one = collateral_mint @ LedgerError::WrongMint)]
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut, has_one = network @ LedgerError::WrongNetwork)]
    pub books: AccountLoader<'info, Books>,
    /// The attestor.
    #[account(mut, has_one = network @ LedgerError::WrongNetwork)]
    pub attestor: AccountLoader<'info, Attestor>,
    /// Where the tokens come from.
    #[account(mut)]
    pub source: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The network's stake vault.
    #[account(mut)]
    pub stake_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The network's collateral mint.
    pub collateral_mint: Box<InterfaceAccount<'info, Mint>>,
    /// The mint's program.
    pub token_program: Interface<'info, TokenInterface>,
}

/// Refuses an amount of 0, and an attestor that is leaving. What arrives is what counts.
pub(crate) fn post_bond(ctx: Context<PostBond>, amount: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    require!(amount > 0, LedgerError::ZeroAmount);
    require!(!accounts.attestor.load()?.is_leaving(), LedgerError::AttestorLeaving);

    let vault =
        Vault::new(&accounts.network, &accounts.stake_vault, &accounts.collateral_mint, &accounts.token_program);
    let received = vault.take(&accounts.source, &accounts.owner, amount)?;

    let mut attestor = accounts.attestor.load_mut()?;
    let mut books = accounts.books.load_mut()?;
    let before = attestor.bond;
    books.add_bond(&mut attestor.bond, received)?;
    books.check_stake_vault(vault.balance()?)?;

    emit_cpi!(BondPosted { network: attestor.network, key: attestor.key, before, after: attestor.bond });
    Ok(())
}
