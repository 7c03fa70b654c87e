use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    error::LedgerError,
    events::Claimed,
    state::{Books, Network, Operator, Position},
    tokens::Vault,
};

/// Pays a position's rewards. By anybody; the tokens go to the position's owner.
#[event_cpi]
#[derive(Accounts)]
pub struct Claim<'info> {
    /// The network.
    #[account(has_one = reward_vault @ LedgerError::WrongVault, has_one = reward_mint @ LedgerError::WrongMint)]
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut, has_one = network @ LedgerError::WrongNetwork)]
    pub books: AccountLoader<'info, Books>,
    /// The operator.
    #[account(has_one = network @ LedgerError::WrongNetwork)]
    pub operator: AccountLoader<'info, Operator>,
    /// The position.
    #[account(mut, has_one = operator @ LedgerError::WrongOperator)]
    pub position: AccountLoader<'info, Position>,
    /// A token account of the position's owner.
    #[account(mut, constraint = destination.owner == position.load()?.owner @ LedgerError::WrongDestination)]
    pub destination: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The network's reward vault.
    #[account(mut)]
    pub reward_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The network's reward mint.
    pub reward_mint: Box<InterfaceAccount<'info, Mint>>,
    /// The mint's program.
    pub token_program: Interface<'info, TokenInterface>,
}

/// Refuses a claim of nothing, and an account of anybody but the position's owner.
pub(crate) fn claim(ctx: Context<Claim>) -> Result<()> {
    let accounts = &ctx.accounts;
    let (owner, amount) = {
        let mut position = accounts.position.load_mut()?;
        position.accrue(&*accounts.operator.load()?)?;
        let amount = accounts.books.load_mut()?.pay(&mut position.owed)?;
        (position.owner, amount)
    };
    require!(amount > 0, LedgerError::NothingOwed);

    let vault = Vault::new(&accounts.network, &accounts.reward_vault, &accounts.reward_mint, &accounts.token_program);
    vault.pay(&accounts.destination, amount)?;
    accounts.books.load()?.check_reward_vault(vault.balance()?)?;

    emit_cpi!(Claimed { operator: accounts.operator.key(), owner, destination: accounts.destination.key(), amount });
    Ok(())
}
