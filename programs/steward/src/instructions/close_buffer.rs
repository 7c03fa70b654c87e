use anchor_lang::prelude::*;

use crate::{
    error::{StewardError, check},
    events::{BufferClosed, emit},
    loader::{check_buffer, close},
    state::{Stewardship, UPGRADE, Upgrade},
};

/// Closes a buffer that was handed to the stewardship and is not proposed. By the steward, who says who gets its lamports.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseBuffer<'info> {
    /// The steward.
    pub steward: Signer<'info>,
    /// The stewardship; signs for the loader.
    pub stewardship: Account<'info, Stewardship>,
    /// CHECK: the proposal, if there is one: read when it exists.
    #[account(seeds = [UPGRADE, stewardship.key().as_ref()], bump)]
    pub upgrade: UncheckedAccount<'info>,
    /// CHECK: the buffer; read as one.
    #[account(mut)]
    pub buffer: UncheckedAccount<'info>,
    /// CHECK: gets what the buffer holds; the steward's choice.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// CHECK: the upgradeable loader, by its address.
    #[account(address = solana_sdk_ids::bpf_loader_upgradeable::ID)]
    pub loader: UncheckedAccount<'info>,
}

/// Refuses anybody but the steward, what is no buffer of the stewardship, and the proposed buffer.
pub(crate) fn close_buffer(ctx: Context<CloseBuffer>) -> Result<()> {
    let accounts = ctx.accounts;
    let stewardship = accounts.stewardship.key();
    accounts.stewardship.check_steward(accounts.steward.key)?;
    check_buffer(&accounts.buffer, &stewardship)?;
    if *accounts.upgrade.owner == crate::ID {
        let upgrade = Upgrade::try_deserialize(&mut &accounts.upgrade.try_borrow_data()?[..])?;
        check(upgrade.buffer != accounts.buffer.key(), StewardError::BufferProposed)?;
    }

    close(&accounts.stewardship, &accounts.buffer, &accounts.destination)?;

    let (buffer, destination) = (accounts.buffer.key(), accounts.destination.key());
    emit(&accounts.event_authority, BufferClosed { stewardship, buffer, destination })
}
