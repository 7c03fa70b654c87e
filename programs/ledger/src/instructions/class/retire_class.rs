use anchor_lang::prelude::*;

use crate::{
    error::{LedgerError, check},
    events::{ClassRetired, emit_plain},
    state::{Classes, LoadOf, Network},
};

/// Changes a class. By the network's authority.
#[event_cpi]
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
/// has begun, and one not before that in which the class is retired already.
pub(crate) fn retire_class(ctx: Context<ChangeClass>, class: u16, from_epoch: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.load()?;
    network.check_authority(accounts.authority.key)?;
    let current = network.parameters.schedule().epoch_at(Clock::get()?.unix_timestamp);
    check(current.is_none_or(|current| from_epoch > current), LedgerError::EpochNotAhead)?;

    let mut classes = accounts.classes.load_mut_of(&accounts.network.key())?;
    let entry = classes.get_mut(class)?;
    check(from_epoch < entry.retired_from, LedgerError::ClassRetired)?;
    entry.retired_from = from_epoch;

    emit_plain(
        &accounts.event_authority,
        ClassRetired { network: accounts.network.key(), class: class.into(), from_epoch },
    )?;
    Ok(())
}
