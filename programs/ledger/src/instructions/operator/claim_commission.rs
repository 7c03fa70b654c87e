use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    error::LedgerError,
    events::CommissionPaid,
    state::{Books, Network, Operator},
    tokens::Vault,
};

/// Pays an operator's commission. By anybody; the tokens go to its payout wallet.
#[event_cpi]
#[derive(Accounts)]
pub struct ClaimCommission<'info> {
    /// The network.
    #[account(has_one = reward_vault @ LedgerError::WrongVault, has_one = reward_mint @ LedgerError::WrongMint)]
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut, has_one = network @ LedgerError::WrongNetwork)]
    pub books: AccountLoader<'info, Books>,
    /// The operator.
    #[account(mut, has_one = network @ LedgerError::WrongNetwork)]
    pub operator: AccountLoader<'info, Operator>,
    /// A token account of the payout wallet.
    #[account(mut, constraint = destination.owner == operator.load()?.payout_wallet @ LedgerError::WrongDestination)]
    pub destination: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The network's reward vault.
    #[account(mut)]
    pub reward_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The network's reward mint.
    pub reward_mint: Box<InterfaceAccount<'info, Mint>>,
    /// The mint's program.
    pub token_program: Interface<'info, TokenInterface>,
}

/// Refuses an account of anybody but the payout wallet, and a claim of nothing.
pub(crate) fn claim_commission(ctx: Context<ClaimCommission>) -> Result<()> {
    let accounts = &ctx.accounts;
    let amount = accounts.books.load_mut()?.pay(&mut accounts.operator.load_mut()?.commission_owed)?;
    require!(amount > 0, LedgerError::NothingOwed);

    let vault = Vault::new(&accounts.network, &accounts.reward_vault, &accounts.reward_mint, &accounts.token_program);
    vault.pay(&accounts.destination, amount)?;
    accounts.books.load()?.check_reward_vault(vault.balance()?)?;

    emit_cpi!(CommissionPaid { operator: accounts.operator.key(), destination: accounts.destination.key(), amount });
    Ok(())
}
