use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::{
    error::LedgerError,
    events::CaseDecided,
    math::slash,
    state::{Books, Network, Operator, SlashCase, check_before, outcome},
    tokens::{Vault, check_treasury},
};

/// Overturns a slash case. By the network's authority alone, in public, before the deadline.
#[event_cpi]
#[derive(Accounts)]
pub struct OverturnSlash<'info> {
    /// The network's authority.
    pub authority: Signer<'info>,
    /// The network.
    #[account(
        has_one = authority @ LedgerError::WrongAuthority,
        has_one = stake_vault @ LedgerError::WrongVault,
        has_one = collateral_mint @ LedgerError::WrongMint,
    )]
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

/// Refuses a case that is decided, and one whose deadline is reached. The escrow returns to the pool: as nobody could
/// deposit meanwhile, everybody who stayed is restored. What those who left gave up is burned or goes to the treasury. The
/// void is lifted, and jail that this other offences do not justify may be left at once. The device's key stays dead.
pub(crate) fn overturn_slash(ctx: Context<OverturnSlash>) -> Result<()> {
    let accounts = &ctx.accounts;
    let treasury = accounts.treasury.as_deref();
    check_treasury(&*accounts.network.load()?, treasury.map(|treasury| treasury.key()))?;
    let now = Clock::get()?.unix_timestamp;
    let (stake_before, stake_after, returned, left) = {
        let parameters = accounts.network.load()?.parameters;
        let mut case = accounts.slash_case.load_mut()?;
        case.check_open()?;
        check_before(now, case.deadline)?;
        let mut operator = accounts.operator.load_mut()?;
        let stake_before = operator.stake;
        let returned = slash::returned(case.taken, case.shares_at_opening, operator.stake, operator.shares)
            .ok_or(LedgerError::Overflow)?;

        let left = accounts.books.load_mut()?.release(&mut operator, case.taken, returned)?;
        operator.lift_void(case.void_slots, case.void_credit)?;
        operator.forgive(&parameters, case.opened_at, now);
        operator.close_case()?;
        operator.renew_cover(&parameters)?;
        case.returned = returned;
        case.outcome = outcome::OVERTURNED;
        (stake_before, operator.stake, returned, left)
    };

    let vault =
        Vault::new(&accounts.network, &accounts.stake_vault, &accounts.collateral_mint, &accounts.token_program);
    vault.dispose(treasury, left)?;
    accounts.books.load()?.check_stake_vault(vault.balance()?)?;

    emit_cpi!(CaseDecided {
        slash_case: accounts.slash_case.key(),
        operator: accounts.operator.key(),
        outcome: outcome::OVERTURNED,
        returned,
        disposed: left,
        stake_before,
        stake_after,
    });
    Ok(())
}
