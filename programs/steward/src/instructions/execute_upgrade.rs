use anchor_lang::prelude::*;

use crate::{
    error::{StewardError, check_numbers},
    events::{UpgradeExecuted, emit},
    loader::{PROGRAM_DATA_HEAD, call, check_hash, upgrade},
    state::{Stewardship, Upgrade},
};

/// Upgrades the program to what was proposed. By anybody, once the wait is over.
#[event_cpi]
#[derive(Accounts)]
pub struct ExecuteUpgrade<'info> {
    /// The stewardship; signs for the loader.
    pub stewardship: Account<'info, Stewardship>,
    /// What was proposed.
    #[account(
        mut,
        close = rent_payer,
        has_one = stewardship @ StewardError::WrongStewardship,
        has_one = buffer @ StewardError::WrongBuffer,
        has_one = rent_payer @ StewardError::WrongRentPayer,
    )]
    pub upgrade: Account<'info, Upgrade>,
    /// CHECK: the program; pinned by the stewardship.
    #[account(mut, address = stewardship.program @ StewardError::WrongProgram)]
    pub program_account: UncheckedAccount<'info>,
    /// CHECK: what the loader keeps of the program; pinned by the program.
    #[account(mut, address = stewardship.program_data() @ StewardError::WrongProgram)]
    pub program_data: UncheckedAccount<'info>,
    /// CHECK: holds the new program; pinned by the proposal.
    #[account(mut)]
    pub buffer: UncheckedAccount<'info>,
    /// CHECK: gets what the buffer holds, and the proposal's rent; pinned by the proposal.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// CHECK: the loader reads it.
    #[account(address = solana_sdk_ids::sysvar::rent::ID)]
    pub rent: UncheckedAccount<'info>,
    /// CHECK: the loader reads it.
    #[account(address = solana_sdk_ids::sysvar::clock::ID)]
    pub clock: UncheckedAccount<'info>,
    /// CHECK: the upgradeable loader, by its address.
    #[account(address = solana_sdk_ids::bpf_loader_upgradeable::ID)]
    pub loader: UncheckedAccount<'info>,
}

/// Refuses a time outside the proposal's window, bytes with another hash, and a program larger than its account. The loader
/// refuses what is no program, and a second change of a program in one slot: then it is tried again.
pub(crate) fn execute_upgrade(ctx: Context<ExecuteUpgrade>) -> Result<()> {
    let accounts = ctx.accounts;
    let Upgrade { window, hash, .. } = *accounts.upgrade;
    window.check_executable(Clock::get()?.unix_timestamp)?;
    let bytes = check_hash(&accounts.buffer, &hash)?;
    let held = accounts.program_data.data_len().saturating_sub(PROGRAM_DATA_HEAD);
    let held = u64::try_from(held).map_err(|_| StewardError::Overflow)?;
    check_numbers(bytes <= held, StewardError::ExtendFirst, bytes, held)?;

    let (stewardship, program) = (accounts.stewardship.key(), accounts.stewardship.program);
    let replace =
        upgrade(&program, accounts.program_data.key, accounts.buffer.key, accounts.rent_payer.key, &stewardship);
    let infos = [
        accounts.program_data.to_account_info(),
        accounts.program_account.to_account_info(),
        accounts.buffer.to_account_info(),
        accounts.rent_payer.to_account_info(),
        accounts.rent.to_account_info(),
        accounts.clock.to_account_info(),
        accounts.stewardship.to_account_info(),
    ];
    call(&accounts.stewardship, &replace, &infos)?;

    emit(&accounts.event_authority, UpgradeExecuted { stewardship, program, hash, bytes })
}
