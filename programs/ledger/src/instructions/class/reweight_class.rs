use anchor_lang::prelude::*;

use super::ChangeClass;
use crate::{
    events::{ClassReweighted, emit_plain},
    state::LoadOf,
};

/// Refuses an epoch that has begun, limit x weight beyond 2^52 or below the floor, and a change while evidence is taken about
/// epochs before the last one.
pub(crate) fn reweight_class(ctx: Context<ChangeClass>, class: u16, weight: u64, from_epoch: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.load()?;
    network.check_authority(accounts.authority.key)?;
    let now = Clock::get()?.unix_timestamp;

    let mut classes = accounts.classes.load_mut_of(&accounts.network.key())?;
    let entry = classes.get_mut(class)?;
    entry.reweight(weight, from_epoch, &network.parameters, now)?;
    let before = entry.weight;

    emit_plain(
        &accounts.event_authority,
        ClassReweighted { network: accounts.network.key(), class: class.into(), before, after: weight, from_epoch },
    )?;
    Ok(())
}
