use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    error::LedgerError,
    events::BondWithdrawn,
    state::{Attestor, Books, Network, check_not_before, later},
    tokens::Vault,
};

/// Pays an attestor's bond back and closes its account. By anybody; the tokens go to the attestor's authority, the rent to
/// whoever paid it.
#[event_cpi]
#[derive(Accounts)]
pub struct WithdrawBond<'info> {
    /// The network.
    #[account(has_one = stake_vault @ LedgerError::WrongVault, has_one = collateral_mint @ LedgerError::WrongMint)]
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut, has_one = network @ LedgerError::WrongNetwork)]
    pub books: AccountLoader<'info, Books>,
    /// The attestor.
    #[account(
        mut,
        close = rent_payer,
        has_one = network @ LedgerError::WrongNetwork,
        has_one = rent_payer @ LedgerError::WrongRentPayer,
    )]
    pub attestor: AccountLoader<'info, Attestor>,
    /// CHECK: gets its rent back; pinned by the attestor.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// A token account of the attestor's authority.
    #[account(mut, constraint = destination.owner == attestor.load()?.authority @ LedgerError::WrongDestination)]
    pub destination: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The network's stake vault.
    #[account(mut)]
    pub stake_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The network's collateral mint.
    pub collateral_mint: Box<InterfaceAccount<'info, Mint>>,
    /// The mint's program.
    pub token_program: Interface<'info, TokenInterface>,
}

/// Refuses a bond that is not unbonding, and one whose unbonding is not over: it is from its last second on.
pub(crate) fn withdraw_bond(ctx: Context<WithdrawBond>) -> Result<()> {
    let accounts = &ctx.accounts;
    let delay = accounts.network.load()?.parameters.bond_unbonding;
    let (network, key, amount) = {
        let mut attestor = accounts.attestor.load_mut()?;
        require!(attestor.is_leaving(), LedgerError::BondNotUnbonding);
        check_not_before(Clock::get()?.unix_timestamp, later(attestor.unbonding_from, delay)?)?;
        let amount = accounts.books.load_mut()?.remove_bond(&mut attestor.bond)?;
        (attestor.network, attestor.key, amount)
    };

    let vault =
        Vault::new(&accounts.network, &accounts.stake_vault, &accounts.collateral_mint, &accounts.token_program);
    vault.pay(&accounts.destination, amount)?;
    accounts.books.load()?.check_stake_vault(vault.balance()?)?;

    emit_cpi!(BondWithdrawn { network, key, amount });
    Ok(())
}
