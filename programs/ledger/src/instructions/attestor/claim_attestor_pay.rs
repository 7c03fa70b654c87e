use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::LedgerError,
    events::{AttestorPaid, emit_plain},
    state::{AttestorSet, Books, LoadOf, Network, pause_subject},
    tokens::Vault,
};

/// Pays what a set's member earned. By anybody; the tokens go to the member's payee.
#[event_accounts]
#[derive(Accounts)]
pub struct ClaimAttestorPay<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The set.
    #[account(mut)]
    pub attestor_set: AccountLoader<'info, AttestorSet>,
    /// CHECK: a token account of the payee.
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

/// Pays what fits through the breaker; the rest stays owed. Refuses while claims are paused, a key that is not in the set, an account of anybody but
/// its payee, a claim of nothing, and any while the breaker is full.
pub(crate) fn claim_attestor_pay(ctx: Context<ClaimAttestorPay>, key: Pubkey) -> Result<()> {
    let accounts = &ctx.accounts;
    let vault =
        Vault::reward(&accounts.network, &accounts.reward_vault, &accounts.reward_mint, &accounts.token_program)?;
    accounts.network.load()?.check_not_paused(pause_subject::CLAIMS, Clock::get()?.unix_timestamp)?;
    let breaker = accounts.network.load()?.parameters.breaker();
    let (payee, amount, still_owed) = {
        let mut set = accounts.attestor_set.load_mut_of(&accounts.network.key())?;
        let index = set.find(key.as_ref()).ok_or(LedgerError::NotInSet)?;
        let member = set.accrue(index)?;
        let amount = accounts.books.load_mut_of(&accounts.network.key())?.pay(&mut member.owed, breaker)?;
        (member.payee, amount, member.owed)
    };

    vault.pay(&accounts.destination, &payee, amount)?;
    accounts.books.load_of(&accounts.network.key())?.check_reward_vault(vault.balance()?)?;

    emit_plain(
        &accounts.event_authority,
        AttestorPaid {
            network: accounts.network.key(),
            key,
            destination: accounts.destination.key(),
            amount,
            still_owed,
        },
    )?;
    Ok(())
}
