use std::cell::RefMut;

use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    create::close,
    error::{LedgerError, check},
    events::{BondWithdrawn, emit_plain},
    state::{Attestor, Books, LoadOf, Network, check_key, check_not_before, later},
    tokens::Vault,
};

/// Pays an attestor's bond back and closes its account. By anybody; the tokens go to the attestor's authority, the rent to
/// whoever paid it.
#[event_accounts]
#[derive(Accounts)]
pub struct WithdrawBond<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// CHECK: the attestor; loaded as one, and closed.
    #[account(mut)]
    pub attestor: UncheckedAccount<'info>,
    /// CHECK: gets its rent back; pinned by the attestor.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// CHECK: a token account of the attestor's authority.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// CHECK: the network's stake vault, pinned by its address.
    #[account(mut)]
    pub stake_vault: UncheckedAccount<'info>,
    /// CHECK: the network's collateral mint, pinned by its address.
    pub collateral_mint: UncheckedAccount<'info>,
    /// CHECK: the mint's program: the one that owns the vault.
    pub token_program: UncheckedAccount<'info>,
}

/// Refuses a bond that is not unbonding or of which a case is open, and one before `unbonding_from` + the network's delay (allowed from that second on).
pub(crate) fn withdraw_bond(ctx: Context<WithdrawBond>) -> Result<()> {
    let accounts = &ctx.accounts;
    let vault =
        Vault::stake(&accounts.network, &accounts.stake_vault, &accounts.collateral_mint, &accounts.token_program)?;
    let delay = accounts.network.load()?.parameters.bond_unbonding;
    let (network, key, authority, amount) = {
        let mut attestor: RefMut<Attestor> = accounts.attestor.load_mut_of(&accounts.network.key())?;
        check_key(accounts.rent_payer.key, &attestor.rent_payer, LedgerError::WrongRentPayer)?;
        check(attestor.is_leaving(), LedgerError::BondNotUnbonding)?;
        check_not_before(Clock::get()?.unix_timestamp, later(attestor.unbonding_from, delay)?)?;
        attestor.check_no_open_case()?;
        let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
        let amount = books.remove_bond(&mut attestor.bond)?;
        books.close_account()?;
        (attestor.network, attestor.key, attestor.authority, amount)
    };

    vault.pay(&accounts.destination, &authority, amount)?;
    accounts.books.load_of(&accounts.network.key())?.check_stake_vault(vault.balance()?)?;

    emit_plain(&accounts.event_authority, BondWithdrawn { network, key, amount })?;
    close(&accounts.attestor, &accounts.rent_payer)
}
