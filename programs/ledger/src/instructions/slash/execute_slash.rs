use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use super::case::decide;
use crate::{
    error::LedgerError,
    events::{CaseDecided, emit_plain},
    state::{Books, LoadOf, Network, SlashCase, check_not_before, outcome},
    tokens::Vault,
};

/// Executes a slash case that nobody overturned: pays the bounty, and burns what is kept or sends it to the network's
/// treasury. By anybody.
#[event_accounts]
#[derive(Accounts)]
pub struct ExecuteSlash<'info> {
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
    /// CHECK: a token account of the reporter that the case names: needed if it gets a bounty.
    #[account(mut)]
    pub bounty_destination: Option<UncheckedAccount<'info>>,
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

/// Refuses a case that is decided, and one before its deadline (allowed from that second on). Keeps what the case takes by
/// itself, raised by what was slashed around it; of that the reporter gets its bounty. With the operator's last case what
/// is left of the excess in escrow returns to those of the pool who stayed.
pub(crate) fn execute_slash<'info>(ctx: Context<'info, ExecuteSlash<'info>>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let vault =
        Vault::stake(&accounts.network, &accounts.stake_vault, &accounts.collateral_mint, &accounts.token_program)?;
    let (recipient, decided) = {
        let mut case = accounts.slash_case.load_mut_of(accounts.offender.key)?;
        case.check_open()?;
        check_not_before(Clock::get()?.unix_timestamp, case.deadline)?;
        let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
        let decided = decide(&accounts.offender, &accounts.network, &mut books, &mut case, outcome::EXECUTED)?;
        (case.bounty_recipient, decided)
    };

    if decided.bounty > 0 {
        let destination = accounts.bounty_destination.as_ref().ok_or(LedgerError::WrongDestination)?;
        vault.pay(destination, &recipient, decided.bounty)?;
    }
    vault.dispose(accounts.treasury.as_ref(), decided.disposed)?;
    accounts.books.load_of(&accounts.network.key())?.check_stake_vault(vault.balance()?)?;

    let case = accounts.slash_case.key();
    emit_plain(&accounts.event_authority, CaseDecided::new(case, accounts.offender.key(), outcome::EXECUTED, &decided))
}
