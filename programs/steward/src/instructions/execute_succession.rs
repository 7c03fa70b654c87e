use anchor_lang::prelude::*;

use crate::{
    error::{StewardError, check_key},
    events::{SuccessionExecuted, emit},
    loader::{call, set_authority},
    state::{Stewardship, Succession},
};

/// Hands the program's upgrade authority to the proposed successor, or gives it up. By anybody once the wait is over, with
/// the successor's signature if there is one.
#[event_cpi]
#[derive(Accounts)]
pub struct ExecuteSuccession<'info> {
    /// Will be the upgrade authority: needed unless it is given up.
    pub successor: Option<Signer<'info>>,
    /// The stewardship; signs for the loader.
    pub stewardship: Account<'info, Stewardship>,
    /// What was proposed.
    #[account(
        mut,
        close = rent_payer,
        has_one = stewardship @ StewardError::WrongStewardship,
        has_one = rent_payer @ StewardError::WrongRentPayer,
    )]
    pub succession: Account<'info, Succession>,
    /// CHECK: what the loader keeps of the program; pinned by the program.
    #[account(mut, address = stewardship.program_data() @ StewardError::WrongProgram)]
    pub program_data: UncheckedAccount<'info>,
    /// CHECK: gets the proposal's rent; pinned by the proposal.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// CHECK: the upgradeable loader, by its address.
    #[account(address = solana_sdk_ids::bpf_loader_upgradeable::ID)]
    pub loader: UncheckedAccount<'info>,
}

/// Refuses a time outside the proposal's window, and another successor than the proposed one.
pub(crate) fn execute_succession(ctx: Context<ExecuteSuccession>) -> Result<()> {
    let accounts = ctx.accounts;
    let Succession { window, successor, .. } = *accounts.succession;
    window.check_executable(Clock::get()?.unix_timestamp)?;
    let signer = accounts.successor.as_ref().map(|signer| signer.key()).unwrap_or_default();
    check_key(&signer, &successor, StewardError::WrongSuccessor)?;

    let (stewardship, program) = (accounts.stewardship.key(), accounts.stewardship.program);
    let mut infos = vec![accounts.program_data.to_account_info(), accounts.stewardship.to_account_info()];
    infos.extend(accounts.successor.as_ref().map(ToAccountInfo::to_account_info));
    let after = accounts.successor.as_ref().map(|signer| signer.key);
    let hand_over = set_authority(accounts.program_data.key, &stewardship, after);
    call(&accounts.stewardship, &hand_over, &infos)?;

    emit(&accounts.event_authority, SuccessionExecuted { stewardship, program, successor })
}
