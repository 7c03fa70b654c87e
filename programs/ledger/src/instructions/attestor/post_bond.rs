use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    create::check_open,
    error::{LedgerError, check},
    events::{BondPosted, emit_plain},
    state::{Attestor, Books, LoadOf, Network},
    tokens::Vault,
};

/// Adds to an attestor's bond. By anybody, out of their own tokens.
#[event_accounts]
#[derive(Accounts)]
pub struct PostBond<'info> {
    /// Owns the tokens.
    pub owner: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The attestor.
    #[account(mut)]
    pub attestor: AccountLoader<'info, Attestor>,
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

/// Refuses an amount of 0, one of which nothing arrives, an attestor that is leaving, and a network that is retired. What arrives is what counts.
pub(crate) fn post_bond(ctx: Context<PostBond>, amount: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let vault =
        Vault::stake(&accounts.network, &accounts.stake_vault, &accounts.collateral_mint, &accounts.token_program)?;
    check(amount > 0, LedgerError::ZeroAmount)?;
    check_open(&accounts.network)?;
    check(!accounts.attestor.load_of(&accounts.network.key())?.is_leaving(), LedgerError::AttestorLeaving)?;

    let received = vault.take(&accounts.source, &accounts.owner, amount)?;
    check(received > 0, LedgerError::ZeroAmount)?;

    let mut attestor = accounts.attestor.load_mut_of(&accounts.network.key())?;
    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    let before = attestor.bond;
    books.add_bond(&mut attestor.bond, received)?;
    books.check_stake_vault(vault.balance()?)?;

    emit_plain(
        &accounts.event_authority,
        BondPosted { network: attestor.network, key: attestor.key, before, after: attestor.bond },
    )?;
    Ok(())
}
