use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use super::case::decide;
use crate::{
    events::{CaseDecided, emit_plain},
    state::{Books, LoadOf, Network, SlashCase, check_before, outcome},
    tokens::Vault,
};

/// Overturns a slash case. By the network's authority alone, in public, before the deadline.
#[event_accounts]
#[derive(Accounts)]
pub struct OverturnSlash<'info> {
    /// The network's authority.
    pub authority: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// CHECK: whose stake or bond it took, an Operator or an Attestor; pinned by the case.
    #[account(mut)]
    pub offender: UncheckedAccount<'info>,
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

/// Refuses a case that is decided, and one whose deadline is reached. The escrow returns to the bond, or to the pool: as
/// nobody could deposit meanwhile, everybody who stayed is restored. What those who left gave up is burned or goes to the
/// treasury. The void is lifted, and so is jail that no other offence justifies. A key that was struck or found at fault
/// stays so.
pub(crate) fn overturn_slash<'info>(ctx: Context<'info, OverturnSlash<'info>>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let vault =
        Vault::stake(&accounts.network, &accounts.stake_vault, &accounts.collateral_mint, &accounts.token_program)?;
    accounts.network.load()?.check_authority(accounts.authority.key)?;
    let decided = {
        let mut case = accounts.slash_case.load_mut_of(accounts.offender.key)?;
        case.check_open()?;
        check_before(Clock::get()?.unix_timestamp, case.deadline)?;
        let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
        decide(&accounts.offender, &accounts.network, &mut books, &mut case, outcome::OVERTURNED)?
    };

    vault.dispose(accounts.treasury.as_ref(), decided.disposed)?;
    accounts.books.load_of(&accounts.network.key())?.check_stake_vault(vault.balance()?)?;

    let case = accounts.slash_case.key();
    emit_plain(
        &accounts.event_authority,
        CaseDecided::new(case, accounts.offender.key(), outcome::OVERTURNED, &decided),
    )
}
