use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::LedgerError,
    events::{OperatorAuthorityAccepted, emit_plain},
    state::{Operator, check_key},
};

/// Takes over an operator. By the key that its authority offered it to.
#[event_accounts]
#[derive(Accounts)]
pub struct AcceptOperatorAuthority<'info> {
    /// The key that the authority was offered to.
    pub pending_authority: Signer<'info>,
    /// The operator.
    #[account(mut)]
    pub operator: AccountLoader<'info, Operator>,
}

/// Refuses anybody else. The operator's own position stays its identity's.
pub(crate) fn accept_operator_authority(ctx: Context<AcceptOperatorAuthority>) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut operator = accounts.operator.load_mut()?;
    check_key(accounts.pending_authority.key, &operator.pending_authority, LedgerError::NoHandover)?;
    let before = operator.authority;
    operator.authority = accounts.pending_authority.key();
    operator.pending_authority = Pubkey::default();

    emit_plain(
        &accounts.event_authority,
        OperatorAuthorityAccepted { operator: accounts.operator.key(), before, after: operator.authority },
    )?;
    Ok(())
}
