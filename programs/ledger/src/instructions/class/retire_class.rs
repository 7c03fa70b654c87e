use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::{LedgerError, check, check_numbers},
    events::{ClassRetired, emit_plain},
    state::{Classes, LoadOf, Network},
};

/// Changes a class. By the network's authority.
#[event_accounts]
#[derive(Accounts)]
pub struct ChangeClass<'info> {
    /// The network's authority.
    pub authority: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its class table.
    #[account(mut)]
    pub classes: AccountLoader<'info, Classes>,
}

/// Retires a class from an epoch on: proofs for it and later ones are refused, and no device joins. Refuses an epoch that
/// has begun, and one not before that in which the class is retired already. A class with a floor retires n epochs ahead at
/// least (those that downtime looks back on), so that operators can retire its devices before they count as down.
pub(crate) fn retire_class(ctx: Context<ChangeClass>, class: u16, from_epoch: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.load()?;
    network.check_authority(accounts.authority.key)?;
    let next = network.parameters.next_epoch(Clock::get()?.unix_timestamp)?;

    let mut classes = accounts.classes.load_mut_of(&accounts.network.key())?;
    let entry = classes.get_mut(class)?;
    let notice = if entry.floor > 0 { network.parameters.downtime_epochs } else { 0 };
    let least = next.saturating_add(notice);
    check_numbers(from_epoch >= least, LedgerError::EpochNotAhead, from_epoch, least)?;
    check(from_epoch < entry.retired_from, LedgerError::ClassRetired)?;
    entry.retired_from = from_epoch;

    emit_plain(
        &accounts.event_authority,
        ClassRetired { network: accounts.network.key(), class: class.into(), from_epoch },
    )?;
    Ok(())
}
