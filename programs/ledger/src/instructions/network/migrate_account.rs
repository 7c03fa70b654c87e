use anchor_lang::{error::ErrorCode, prelude::*};
use bytemuck::try_from_bytes_mut;
use event_accounts::event_accounts;

use crate::{
    create::Creator,
    events::{AccountMigrated, emit_plain},
    state::{Books, LAYOUT_VERSION, Layout, Network, Operator},
};

/// Moves an account from an old layout to today's. By anybody, who pays the rent of what the account grows by; whoever paid
/// the rest stays its rent's payer.
#[event_accounts]
#[derive(Accounts)]
pub struct MigrateAccount<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// CHECK: the account, of any of this program's types.
    #[account(mut)]
    pub account: UncheckedAccount<'info>,
    /// Pays the rent into the account.
    pub system_program: Program<'info, System>,
}

/// Refuses an account of another program and one of today's layout. What is new in it is zero, which for every field means
/// that nothing has happened yet; a network gets parameters under which all goes on as before, and has no end. Accounts that were
/// there before are counted as more than there can be: networks and operators of an old layout don't close.
pub(crate) fn migrate_account(ctx: Context<MigrateAccount>) -> Result<()> {
    let accounts = &ctx.accounts;
    let account = &accounts.account;
    if *account.owner != crate::ID {
        return Err(ErrorCode::AccountOwnedByWrongProgram.into());
    }
    let renewed = {
        let data = account.try_borrow_data()?;
        Layout::of(&data)?.renew(&data)?
    };
    let creator = Creator { payer: &accounts.payer, system_program: &accounts.system_program };
    creator.resize(account, renewed.len())?;
    write(account, &renewed)?;

    emit_plain(
        &accounts.event_authority,
        AccountMigrated { account: account.key(), version: LAYOUT_VERSION.into(), space: renewed.len() as u64 },
    )
}

fn write(account: &AccountInfo, renewed: &[u8]) -> Result<()> {
    let mut data = account.try_borrow_mut_data()?;
    let target = data.get_mut(..renewed.len()).ok_or(ErrorCode::AccountDidNotDeserialize)?;
    target.copy_from_slice(renewed);
    let Some((discriminator, fields)) = target.split_at_mut_checked(Network::DISCRIMINATOR.len()) else {
        return Ok(());
    };
    let completed = match &*discriminator {
        Network::DISCRIMINATOR => try_from_bytes_mut(fields).map(Network::complete),
        Books::DISCRIMINATOR => try_from_bytes_mut(fields).map(|books: &mut Books| books.accounts = Books::UNCOUNTED),
        Operator::DISCRIMINATOR => try_from_bytes_mut(fields).map(|operator: &mut Operator| {
            operator.positions = Operator::UNCOUNTED;
            operator.devices = Operator::UNCOUNTED;
        }),
        _ => return Ok(()),
    };
    completed.map_err(|_| ErrorCode::AccountDidNotDeserialize.into())
}
