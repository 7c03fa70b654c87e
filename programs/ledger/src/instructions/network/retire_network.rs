use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::{LedgerError, check_numbers},
    events::{NetworkRetired, emit_plain},
    state::{Network, later},
};

/// Announces a network's end.
#[event_accounts]
#[derive(Accounts)]
pub struct RetireNetwork<'info> {
    /// The network's authority.
    pub authority: Signer<'info>,
    /// The network.
    #[account(mut)]
    pub network: AccountLoader<'info, Network>,
}

/// Announces the epoch from which on the network is retired: no proofs, nothing new comes in, what is there drains. By the
/// network's authority. Another announcement replaces one whose epoch has not begun; `u64::MAX` takes it back. Refuses an
/// epoch that begins within one unbonding time, so that whoever disagrees can leave first, and a network that is retired.
pub(crate) fn retire_network(ctx: Context<RetireNetwork>, from_epoch: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut network = accounts.network.load_mut()?;
    network.check_authority(accounts.authority.key)?;
    let now = Clock::get()?.unix_timestamp;
    network.check_open(now)?;
    let earliest = network.parameters.next_epoch(later(now, network.parameters.unbonding)?)?.max(1);
    check_numbers(from_epoch >= earliest, LedgerError::EpochNotAhead, from_epoch, earliest)?;
    let before = network.retired_from;
    network.retired_from = from_epoch;

    emit_plain(&accounts.event_authority, NetworkRetired { network: accounts.network.key(), before, after: from_epoch })
}
