use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::offence::Offence;

use super::case::{CaseAccounts, Charge, Evidence, open_case};
use crate::{
    error::{LedgerError, check},
    math::slash,
    state::{Books, LoadOf, Network, Operator},
};

/// Opens a slash case against an operator whose credit was below its floor too often. By anybody.
#[event_accounts]
#[derive(Accounts)]
pub struct ReportDowntime<'info> {
    /// Reports, and pays the case's rent.
    #[account(mut)]
    pub reporter: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
    /// CHECK: the case; created here, at the address of its seeds.
    #[account(mut)]
    pub slash_case: UncheckedAccount<'info>,
    /// CHECK: the network's stake vault, pinned by its address; for the solvency check.
    pub stake_vault: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a last epoch that is not settled, from `E(last epoch) + G + A` on, and fewer than k epochs below the floor among
/// the n up to the last one. Jail, maintenance, quiet epochs and those counted before are nobody's fault. Takes a small part
/// of the pool and jails; voids nothing, pays no bounty.
pub(crate) fn report_downtime(ctx: Context<ReportDowntime>, last_epoch: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let parameters = accounts.network.load()?.parameters;
    accounts.network.load()?.check_evidence(last_epoch, now)?;
    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    check(last_epoch < books.next_epoch, LedgerError::EpochNotSettled)?;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    operator.roll_floors(parameters.next_epoch(now)?);
    operator.count_downtime(last_epoch, &parameters, &books)?;

    let stake = operator.liable_stake()?;
    let taken = slash::part(stake, parameters.downtime_slash_bps).ok_or(LedgerError::Overflow)?;
    let operator_key = accounts.operator.key();
    let subject = Offence::Downtime { operator: &operator_key.to_bytes(), last_epoch };
    open_case(
        &CaseAccounts {
            reporter: &accounts.reporter,
            network: &accounts.network,
            slash_case: &accounts.slash_case,
            stake_vault: &accounts.stake_vault,
            event_authority: &accounts.event_authority,
            system_program: &accounts.system_program,
        },
        (&operator_key, &mut operator),
        &mut books,
        &Evidence { subject, device: Pubkey::default(), digests: Default::default(), epoch: last_epoch },
        &Charge { taken, void_credit: 0, verdict_bps: 0 },
    )
}
