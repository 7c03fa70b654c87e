use anchor_lang::{prelude::*, solana_program::program::invoke};

use crate::{
    error::{StewardError, check_key},
    events::{StewardshipCreated, emit},
    loader::{set_authority, upgrade_authority},
    state::{STEWARDSHIP, Stewardship},
};

/// Takes a program's upgrade authority into stewardship. By the authority, which becomes the steward; it hands that role on
/// with `offer_steward`, so no role is ever given to a key that can't sign.
#[event_cpi]
#[derive(Accounts)]
pub struct CreateStewardship<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The program's upgrade authority.
    pub authority: Signer<'info>,
    /// The stewardship.
    #[account(init, payer = payer, space = 8 + Stewardship::INIT_SPACE, seeds = [STEWARDSHIP, program_account.key.as_ref()], bump)]
    pub stewardship: Account<'info, Stewardship>,
    /// CHECK: the program; what follows from its address says whether it is one.
    pub program_account: UncheckedAccount<'info>,
    /// CHECK: what the loader keeps of the program; read as that.
    #[account(mut, seeds = [program_account.key.as_ref()], bump, seeds::program = solana_sdk_ids::bpf_loader_upgradeable::ID)]
    pub program_data: UncheckedAccount<'info>,
    /// CHECK: the upgradeable loader, by its address.
    #[account(address = solana_sdk_ids::bpf_loader_upgradeable::ID)]
    pub loader: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses anybody but the upgrade authority, so nobody can put themselves between a program and its authority.
pub(crate) fn create_stewardship(ctx: Context<CreateStewardship>) -> Result<()> {
    let accounts = ctx.accounts;
    let authority = upgrade_authority(&accounts.program_data)?.ok_or(StewardError::ProgramFinal)?;
    check_key(accounts.authority.key, &authority, StewardError::WrongAuthority)?;

    let (address, program) = (accounts.stewardship.key(), accounts.program_account.key());
    let call = set_authority(accounts.program_data.key, &authority, Some(&address));
    let infos = [
        accounts.program_data.to_account_info(),
        accounts.authority.to_account_info(),
        accounts.stewardship.to_account_info(),
    ];
    invoke(&call, &infos)?;

    accounts.stewardship.set_inner(Stewardship {
        program,
        steward: authority,
        pending_steward: Pubkey::default(),
        rent_payer: accounts.payer.key(),
        version: 1,
        bump: ctx.bumps.stewardship,
    });
    emit(&accounts.event_authority, StewardshipCreated { stewardship: address, program, steward: authority })
}
