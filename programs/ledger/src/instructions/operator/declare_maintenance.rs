use anchor_lang::prelude::*;

use super::GovernOperator;
use crate::{
    events::{MaintenanceDeclared, emit_plain},
    state::LoadOf,
};

/// Declares epochs in which the operator's devices may be down. By the operator's authority or manager. Refuses an epoch that
/// has begun, more epochs than the network allows, one while the last is running, and less than n epochs (those that downtime
/// looks back on) after it. One that has not begun is replaced; 0 epochs take it back.
pub(crate) fn declare_maintenance(ctx: Context<GovernOperator>, from_epoch: u64, epochs: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    operator.check_manages(accounts.signer.key)?;
    let parameters = accounts.network.load()?.parameters;
    let next = parameters.next_epoch(Clock::get()?.unix_timestamp)?;
    operator.declare_maintenance(from_epoch, epochs, &parameters, next)?;

    emit_plain(
        &accounts.event_authority,
        MaintenanceDeclared { operator: accounts.operator.key(), from_epoch, until_epoch: operator.maintenance_until },
    )
}
