use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    events::{CommissionPaid, emit_plain},
    state::{Books, LoadOf, Network, Operator, pause_subject},
    tokens::Vault,
};

/// Pays an operator's commission. By anybody; the tokens go to its payout wallet.
#[event_accounts]
#[derive(Accounts)]
pub struct ClaimCommission<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// CHECK: a token account of the payout wallet.
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

/// Pays what fits through the breaker; the rest stays owed. Refuses while claims are paused, an account of anybody but the payout wallet, a claim of
/// nothing, and any while the breaker is full.
pub(crate) fn claim_commission(ctx: Context<ClaimCommission>) -> Result<()> {
    let accounts = &ctx.accounts;
    let vault =
        Vault::reward(&accounts.network, &accounts.reward_vault, &accounts.reward_mint, &accounts.token_program)?;
    accounts.network.load()?.check_not_paused(pause_subject::CLAIMS, Clock::get()?.unix_timestamp)?;
    let breaker = accounts.network.load()?.parameters.breaker();
    let (payout_wallet, amount, still_owed) = {
        let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
        let amount =
            accounts.books.load_mut_of(&accounts.network.key())?.pay(&mut operator.commission_owed, breaker)?;
        (operator.payout_wallet, amount, operator.commission_owed)
    };

    vault.pay(&accounts.destination, &payout_wallet, amount)?;
    accounts.books.load_of(&accounts.network.key())?.check_reward_vault(vault.balance()?)?;

    emit_plain(
        &accounts.event_authority,
        CommissionPaid {
            operator: accounts.operator.key(),
            destination: accounts.destination.key(),
            amount,
            still_owed,
        },
    )?;
    Ok(())
}
