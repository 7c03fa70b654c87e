use anchor_lang::prelude::*;

use super::ManageOperator;
use crate::events::{OperatorManagerSet, emit_plain};

/// Names who may manage the operator's devices. By the authority; the zero address names nobody.
pub(crate) fn set_operator_manager(ctx: Context<ManageOperator>, manager: Pubkey) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut operator = accounts.operator.load_mut()?;
    operator.check_authority(accounts.authority.key)?;
    let before = operator.manager;
    operator.manager = manager;

    emit_plain(
        &accounts.event_authority,
        OperatorManagerSet { operator: accounts.operator.key(), before, after: manager },
    )?;
    Ok(())
}
