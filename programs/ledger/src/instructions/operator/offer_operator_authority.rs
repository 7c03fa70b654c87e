use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    events::{OperatorAuthorityOffered, emit_plain},
    state::Operator,
};

/// What an operator's authority changes about itself.
#[event_accounts]
#[derive(Accounts)]
pub struct ManageOperator<'info> {
    /// The operator's authority.
    pub authority: Signer<'info>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
}

/// Offers the authority to another key, which must accept it. By the authority; the zero address withdraws the offer.
pub(crate) fn offer_operator_authority(ctx: Context<ManageOperator>, to: Pubkey) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut operator = accounts.operator.load_mut()?;
    operator.check_authority(accounts.authority.key)?;
    let before = operator.pending_authority;
    operator.pending_authority = to;

    emit_plain(
        &accounts.event_authority,
        OperatorAuthorityOffered { operator: accounts.operator.key(), before, after: to },
    )?;
    Ok(())
}
