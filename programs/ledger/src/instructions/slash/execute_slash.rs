use anchor_lang::prelude::*;

use crate::{
    events::{CaseDecided, emit},
    state::{Books, LoadOf, Network, Operator, SlashCase, check_not_before, outcome},
    tokens::Vault,
};

/// Executes a slash case that nobody overturned: burns the escrow, or sends it to the network's treasury. By anybody.
#[event_cpi]
#[derive(Accounts)]
pub struct ExecuteSlash<'info> {
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// The case.
    #[account(mut)]
    pub slash_case: AccountLoader<'info, SlashCase>,
    /// CHECK: a token account of the network's treasury, if it names one.
    #[account(mut)]
    pub treasury: Option<UncheckedAccount<'info>>,
    /// CHECK: the network's stake vault, pinned by its address.
    #[account(mut)]
    pub stake_vault: UncheckedAccount<'info>,
    /// CHECK: the network's collateral mint, pinned by its address.
    #[account(mut)]
    pub collateral_mint: UncheckedAccount<'info>,
    /// CHECK: the mint's program: the one that owns the vault.
    pub token_program: UncheckedAccount<'info>,
}

/// Refuses a case that is decided, and one before its deadline (allowed from that second on).
pub(crate) fn execute_slash(ctx: Context<ExecuteSlash>) -> Result<()> {
    let accounts = &ctx.accounts;
    let vault =
        Vault::stake(&accounts.network, &accounts.stake_vault, &accounts.collateral_mint, &accounts.token_program)?;
    let (stake, disposed) = {
        let parameters = accounts.network.load()?.parameters;
        let mut case = accounts.slash_case.load_mut_of(&accounts.operator.key())?;
        case.check_open()?;
        check_not_before(Clock::get()?.unix_timestamp, case.deadline)?;
        let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;

        let disposed = accounts.books.load_mut_of(&accounts.network.key())?.release(&mut operator, case.taken, 0)?;
        operator.close_case()?;
        operator.renew_cover(&parameters)?;
        case.outcome = outcome::EXECUTED;
        (operator.stake, disposed)
    };

    vault.dispose(accounts.treasury.as_ref(), disposed)?;
    accounts.books.load_of(&accounts.network.key())?.check_stake_vault(vault.balance()?)?;

    emit(
        &accounts.event_authority,
        CaseDecided {
            slash_case: accounts.slash_case.key(),
            operator: accounts.operator.key(),
            outcome: outcome::EXECUTED,
            returned: 0,
            disposed,
            stake_before: stake,
            stake_after: stake,
        },
    )?;
    Ok(())
}
