use anchor_lang::prelude::*;

use crate::{
    error::LedgerError,
    events::{CaseDecided, emit},
    math::slash,
    state::{Books, LoadOf, Network, Operator, SlashCase, check_before, outcome},
    tokens::Vault,
};

/// Overturns a slash case. By the network's authority alone, in public, before the deadline.
#[event_cpi]
#[derive(Accounts)]
pub struct OverturnSlash<'info> {
    /// The network's authority.
    pub authority: Signer<'info>,
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

/// Refuses a case that is decided, and one whose deadline is reached. The escrow returns to the pool: as nobody could
/// deposit meanwhile, everybody who stayed is restored. What those who left gave up is burned or goes to the treasury. The
/// void is lifted, and so is jail that no other offence justifies. The device's key stays dead.
pub(crate) fn overturn_slash(ctx: Context<OverturnSlash>) -> Result<()> {
    let accounts = &ctx.accounts;
    let vault =
        Vault::stake(&accounts.network, &accounts.stake_vault, &accounts.collateral_mint, &accounts.token_program)?;
    accounts.network.load()?.check_authority(accounts.authority.key)?;
    let now = Clock::get()?.unix_timestamp;
    let (stake_before, stake_after, returned, left) = {
        let parameters = accounts.network.load()?.parameters;
        let mut case = accounts.slash_case.load_mut_of(&accounts.operator.key())?;
        case.check_open()?;
        check_before(now, case.deadline)?;
        let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
        let stake_before = operator.stake;
        let returned = slash::returned(case.taken, case.shares_at_opening, operator.stake, operator.shares)
            .ok_or(LedgerError::Overflow)?;

        let left = accounts.books.load_mut_of(&accounts.network.key())?.release(&mut operator, case.taken, returned)?;
        operator.lift_void(case.void_slots, case.void_credit)?;
        operator.forgive(&parameters, &case, now)?;
        operator.close_case()?;
        operator.renew_cover(&parameters)?;
        case.returned = returned;
        case.outcome = outcome::OVERTURNED;
        (stake_before, operator.stake, returned, left)
    };

    vault.dispose(accounts.treasury.as_ref(), left)?;
    accounts.books.load_of(&accounts.network.key())?.check_stake_vault(vault.balance()?)?;

    emit(
        &accounts.event_authority,
        CaseDecided {
            slash_case: accounts.slash_case.key(),
            operator: accounts.operator.key(),
            outcome: outcome::OVERTURNED,
            returned,
            disposed: left,
            stake_before,
            stake_after,
        },
    )?;
    Ok(())
}
