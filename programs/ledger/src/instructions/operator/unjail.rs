use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::{LedgerError, check},
    events::{OperatorUnjailed, emit_plain},
    state::{LoadOf, Network, Operator, check_not_before},
};

/// Lets an operator out of jail. By its authority.
#[event_accounts]
#[derive(Accounts)]
pub struct Unjail<'info> {
    /// The operator's authority.
    pub authority: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
}

/// Refuses an operator that is not jailed, whose jail time is not over (allowed from `jailed_until` on), that has an open
/// case, or whose own active stake is below the minimum.
pub(crate) fn unjail(ctx: Context<Unjail>) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut operator = accounts.operator.load_mut_of(&accounts.network.key())?;
    operator.check_authority(accounts.authority.key)?;
    check(operator.jailed_until != 0, LedgerError::NotJailed)?;
    let now = Clock::get()?.unix_timestamp;
    let parameters = accounts.network.load()?.parameters;
    check_not_before(now, operator.jailed_until)?;
    operator.check_no_open_case()?;
    operator.check_self_stake(&parameters)?;
    let jailed_until = operator.jailed_until;
    operator.leave_jail(&parameters, now)?;

    emit_plain(&accounts.event_authority, OperatorUnjailed { operator: accounts.operator.key(), jailed_until })?;
    Ok(())
}
