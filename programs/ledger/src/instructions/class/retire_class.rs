use anchor_lang::prelude::*;

use crate::{
    error::LedgerError,
    events::ClassRetired,
    state::{Classes, Network},
};

/// Changes a class. By the network's authority.
#[event_cpi]
#[derive(Accounts)]
pub struct ChangeClass<'info> {
    /// The network's authority.
    pub authority: Signer<'info>,
    /// The network.
    #[account(has_one = authority @ LedgerError::WrongAuthority)]
    pub network: AccountLoader<'info, Network>,
    /// Its class table.
    #[account(mut, has_one = network @ LedgerError::WrongNetwork)]
    pub classes: AccountLoader<'info, Classes>,
}

/// Retires a class from an epoch on: proofs for it and later ones are refused, and no device joins. Refuses an epoch that
/// has begun and a class that is retired.
pub(crate) fn retire_class(ctx: Context<ChangeClass>, class: u16, from_epoch: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let current = accounts.network.load()?.parameters.schedule().epoch_at(Clock::get()?.unix_timestamp);
    require!(current.is_none_or(|current| from_epoch > current), LedgerError::EpochNotAhead);

    let mut classes = accounts.classes.load_mut()?;
    let entry = classes.get_mut(class)?;
    require!(entry.retired_from == u64::MAX, LedgerError::ClassRetired);
    entry.retired_from = from_epoch;

    emit_cpi!(ClassRetired { network: accounts.network.key(), class, from_epoch });
    Ok(())
}
