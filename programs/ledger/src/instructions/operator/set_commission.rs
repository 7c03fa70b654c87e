use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    events::{CommissionSet, emit_plain},
    state::{LoadOf, Network, Operator},
};

/// What an operator's authority or manager changes about it under the network's rules.
#[event_accounts]
#[derive(Accounts)]
pub struct GovernOperator<'info> {
    /// The operator's authority, or where that is enough its manager.
    pub signer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
}

/// Sets the commission from the first epoch on that begins after `now + G + D + len`. By the operator's authority. Refuses
/// one above the network's maximum or its step above the rate in force, and a second change while epochs of the rate before
/// the first are not over and harvested. A change that has not begun is replaced.
pub(crate) fn set_commission(ctx: Context<GovernOperator>, commission_bps: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    operator.check_authority(accounts.signer.key)?;
    let parameters = accounts.network.load()?.parameters;
    operator.set_commission(commission_bps, &parameters, Clock::get()?.unix_timestamp)?;

    emit_plain(
        &accounts.event_authority,
        CommissionSet {
            operator: accounts.operator.key(),
            before_bps: operator.commission_bps,
            after_bps: commission_bps,
            from_epoch: operator.next_commission_epoch,
        },
    )
}
