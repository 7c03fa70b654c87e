use anchor_lang::prelude::*;

use super::ChangeClass;
use crate::{
    error::{LedgerError, check_numbers},
    events::{LicensorSet, emit_plain},
    state::LoadOf,
};

/// Names who licenses the devices of a region from an epoch on: without a licence they earn nothing there. The zero address
/// ends it. By the network's authority. Refuses an epoch that has begun or, where a class has a floor, one less than n epochs
/// (those that downtime looks back on) ahead; a second change while proofs are taken of epochs before the first; and a 33rd
/// region.
pub(crate) fn set_licensor(ctx: Context<ChangeClass>, region: u32, licensor: Pubkey, from_epoch: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.load()?;
    network.check_authority(accounts.authority.key)?;
    let now = Clock::get()?.unix_timestamp;

    let mut classes = accounts.classes.load_mut_of(&accounts.network.key())?;
    let least = classes.first_noticed(&network.parameters, now)?;
    check_numbers(from_epoch >= least, LedgerError::EpochNotAhead, from_epoch, least)?;
    let entry = classes.region_mut(region, &network.parameters, now)?;
    entry.name(licensor, from_epoch, &network.parameters, now)?;
    let before = entry.licensor;

    emit_plain(
        &accounts.event_authority,
        LicensorSet { network: accounts.network.key(), before, after: licensor, region: region.into(), from_epoch },
    )
}
