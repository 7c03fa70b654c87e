use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    error::LedgerError,
    events::CaseDecided,
    state::{Books, Network, Operator, SlashCase, check_not_before, outcome},
    tokens::{Vault, check_treasury},
};

/// Executes a slash case that nobody overturned: burns the escrow, or sends it to the network's treasury. By anybody.
#[event_cpi]
#[derive(Accounts)]
pub struct ExecuteSlash<'info> {
    /// The network.
    #[account(has_one = stake_vault @ LedgerError::WrongVault, has_one = collateral_mint @ LedgerError::WrongMint)]
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut, has_one = network @ LedgerError::WrongNetwork)]
    pub books: AccountLoader<'info, Books>,
    /// The operator.
    #[account(mut, has_one = network @ LedgerError::WrongNetwork)]
    pub operator: AccountLoader<'info, Operator>,
    /// The case.
    #[account(mut, has_one = operator @ LedgerError::WrongOperator)]
    pub slash_case: AccountLoader<'info, SlashCase>,
    /// The network's treasury, if it named one.
    #[account(mut)]
    pub treasury: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    /// The network's stake vault.
    #[account(mut)]
    pub stake_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The network's collateral mint.
    #[account(mut)]
    pub collateral_mint: Box<InterfaceAccount<'info, Mint>>,
    /// The mint's program.
    pub token_program: Interface<'info, TokenInterface>,
}

/// Refuses a case that is decided, and one before its deadline (allowed from that second on).
pub(crate) fn execute_slash(ctx: Context<ExecuteSlash>) -> Result<()> {
    let accounts = &ctx.accounts;
    let treasury = accounts.treasury.as_deref();
    check_treasury(&*accounts.network.load()?, treasury.map(|treasury| treasury.key()))?;
    let (stake, disposed) = {
        let parameters = accounts.network.load()?.parameters;
        let mut case = accounts.slash_case.load_mut()?;
        case.check_open()?;
        check_not_before(Clock::get()?.unix_timestamp, case.deadline)?;
        let mut operator = accounts.operator.load_mut()?;

        let disposed = accounts.books.load_mut()?.release(&mut operator, case.taken, 0)?;
        operator.close_case()?;
        operator.renew_cover(&parameters)?;
        case.outcome = outcome::EXECUTED;
        (operator.stake, disposed)
    };

    let vault =
        Vault::new(&accounts.network, &accounts.stake_vault, &accounts.collateral_mint, &accounts.token_program);
    vault.dispose(treasury, disposed)?;
    accounts.books.load()?.check_stake_vault(vault.balance()?)?;

    emit_cpi!(CaseDecided {
        slash_case: accounts.slash_case.key(),
        operator: accounts.operator.key(),
        outcome: outcome::EXECUTED,
        returned: 0,
        disposed,
        stake_before: stake,
        stake_after: stake,
    });
    Ok(())
}
