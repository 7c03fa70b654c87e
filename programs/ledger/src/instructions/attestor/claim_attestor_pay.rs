use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    error::LedgerError,
    events::AttestorPaid,
    state::{AttestorSet, Books, Network},
    tokens::Vault,
};

/// Pays what a set's member earned. By anybody; the tokens go to the member's payee.
#[event_cpi]
#[derive(Accounts)]
pub struct ClaimAttestorPay<'info> {
    /// The network.
    #[account(has_one = reward_vault @ LedgerError::WrongVault, has_one = reward_mint @ LedgerError::WrongMint)]
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut, has_one = network @ LedgerError::WrongNetwork)]
    pub books: AccountLoader<'info, Books>,
    /// The set.
    #[account(mut, has_one = network @ LedgerError::WrongNetwork)]
    pub attestor_set: AccountLoader<'info, AttestorSet>,
    /// A token account of the payee.
    #[account(mut)]
    pub destination: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The network's reward vault.
    #[account(mut)]
    pub reward_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The network's reward mint.
    pub reward_mint: Box<InterfaceAccount<'info, Mint>>,
    /// The mint's program.
    pub token_program: Interface<'info, TokenInterface>,
}

/// Refuses a key that is not in the set, an account of anybody but its payee, and a claim of nothing.
pub(crate) fn claim_attestor_pay(ctx: Context<ClaimAttestorPay>, key: Pubkey) -> Result<()> {
    let accounts = &ctx.accounts;
    let amount = {
        let mut set = accounts.attestor_set.load_mut()?;
        let index = set.find(key.as_ref()).ok_or(LedgerError::NotInSet)?;
        let member = set.accrue(index)?;
        require_keys_eq!(accounts.destination.owner, member.payee, LedgerError::WrongDestination);
        accounts.books.load_mut()?.pay(&mut member.owed)?
    };
    require!(amount > 0, LedgerError::NothingOwed);

    let vault = Vault::new(&accounts.network, &accounts.reward_vault, &accounts.reward_mint, &accounts.token_program);
    vault.pay(&accounts.destination, amount)?;
    accounts.books.load()?.check_reward_vault(vault.balance()?)?;

    emit_cpi!(AttestorPaid { network: accounts.network.key(), key, destination: accounts.destination.key(), amount });
    Ok(())
}
