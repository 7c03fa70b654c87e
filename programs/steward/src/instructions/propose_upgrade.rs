use anchor_lang::prelude::*;

use crate::{
    events::{UpgradeProposed, emit},
    loader::{check_buffer, check_hash},
    state::{Stewardship, UPGRADE, Upgrade, Window},
};

/// Proposes an upgrade of the program to what a buffer holds. By the steward.
#[event_cpi]
#[derive(Accounts)]
pub struct ProposeUpgrade<'info> {
    /// Pays the rent; gets it back, and with it what the buffer holds.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The steward.
    pub steward: Signer<'info>,
    /// The stewardship of the program.
    pub stewardship: Account<'info, Stewardship>,
    /// The proposal. There is one at a time.
    #[account(init, payer = payer, space = 8 + Upgrade::INIT_SPACE, seeds = [UPGRADE, stewardship.key().as_ref()], bump)]
    pub upgrade: Account<'info, Upgrade>,
    /// CHECK: holds the new program; read as a buffer of the loader.
    pub buffer: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses anybody but the steward, a buffer that somebody else could still write, close or hand on, and a hash that is not
/// that of the buffer's bytes.
pub(crate) fn propose_upgrade(ctx: Context<ProposeUpgrade>, hash: [u8; 32]) -> Result<()> {
    let accounts = ctx.accounts;
    let stewardship = accounts.stewardship.key();
    accounts.stewardship.check_steward(accounts.steward.key)?;
    check_buffer(&accounts.buffer, &stewardship)?;
    let bytes = check_hash(&accounts.buffer, &hash)?;
    let window = Window::after(Clock::get()?.unix_timestamp)?;

    let buffer = accounts.buffer.key();
    accounts.upgrade.set_inner(Upgrade {
        stewardship,
        buffer,
        rent_payer: accounts.payer.key(),
        hash,
        window,
        version: 1,
        bump: ctx.bumps.upgrade,
    });
    let Window { executable_from, expires_at, .. } = window;
    let program = accounts.stewardship.program;
    emit(
        &accounts.event_authority,
        UpgradeProposed { stewardship, program, buffer, hash, bytes, executable_from, expires_at },
    )
}
