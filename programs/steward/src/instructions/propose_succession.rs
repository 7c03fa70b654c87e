use anchor_lang::prelude::*;

use crate::{
    events::{SuccessionProposed, emit},
    state::{SUCCESSION, Stewardship, Succession, Window},
};

/// Proposes to hand the program's upgrade authority to another key, or with the zero address to give it up for ever. By the
/// steward.
#[event_cpi]
#[derive(Accounts)]
pub struct ProposeSuccession<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The steward.
    pub steward: Signer<'info>,
    /// The stewardship of the program.
    pub stewardship: Account<'info, Stewardship>,
    /// The proposal. There is one at a time.
    #[account(init, payer = payer, space = 8 + Succession::INIT_SPACE, seeds = [SUCCESSION, stewardship.key().as_ref()], bump)]
    pub succession: Account<'info, Succession>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses anybody but the steward.
pub(crate) fn propose_succession(ctx: Context<ProposeSuccession>, successor: Pubkey) -> Result<()> {
    let accounts = ctx.accounts;
    accounts.stewardship.check_steward(accounts.steward.key)?;
    let window = Window::after(Clock::get()?.unix_timestamp)?;

    let stewardship = accounts.stewardship.key();
    accounts.succession.set_inner(Succession {
        stewardship,
        successor,
        rent_payer: accounts.payer.key(),
        window,
        version: 1,
        bump: ctx.bumps.succession,
    });
    let Window { executable_from, expires_at, .. } = window;
    let program = accounts.stewardship.program;
    emit(&accounts.event_authority, SuccessionProposed { stewardship, program, successor, executable_from, expires_at })
}
