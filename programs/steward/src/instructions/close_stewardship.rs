use anchor_lang::prelude::*;

use crate::{
    error::{StewardError, check},
    events::{StewardshipClosed, emit},
    loader::upgrade_authority,
    state::{SUCCESSION, Stewardship, UPGRADE},
};

/// Closes a stewardship whose program has another upgrade authority or none. By anybody; the rent goes to whoever paid it.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseStewardship<'info> {
    /// The stewardship.
    #[account(mut, close = rent_payer, has_one = rent_payer @ StewardError::WrongRentPayer)]
    pub stewardship: Account<'info, Stewardship>,
    /// CHECK: where an upgrade would be; must not exist.
    #[account(seeds = [UPGRADE, stewardship.key().as_ref()], bump)]
    pub upgrade: UncheckedAccount<'info>,
    /// CHECK: where a succession would be; must not exist.
    #[account(seeds = [SUCCESSION, stewardship.key().as_ref()], bump)]
    pub succession: UncheckedAccount<'info>,
    /// CHECK: what the loader keeps of the program; pinned by the program.
    #[account(address = stewardship.program_data() @ StewardError::WrongProgram)]
    pub program_data: UncheckedAccount<'info>,
    /// CHECK: gets its rent back; pinned by the stewardship.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Refuses while the stewardship is the program's upgrade authority, and while a proposal is open: a stewardship that the
/// program comes back to must not find one whose wait is over.
pub(crate) fn close_stewardship(ctx: Context<CloseStewardship>) -> Result<()> {
    let accounts = ctx.accounts;
    let stewardship = accounts.stewardship.key();
    check(upgrade_authority(&accounts.program_data)? != Some(stewardship), StewardError::StillHeld)?;
    let open = [&accounts.upgrade, &accounts.succession].iter().any(|proposal| *proposal.owner == crate::ID);
    check(!open, StewardError::ProposalOpen)?;

    let program = accounts.stewardship.program;
    emit(&accounts.event_authority, StewardshipClosed { stewardship, program })
}
