use anchor_lang::prelude::*;

use super::ManageOperator;
use crate::{
    error::{LedgerError, check},
    events::{PayoutWalletSet, emit_plain},
};

/// Names whose token accounts get the operator's commission, also what is owed already. By the authority. Refuses the
/// zero address.
pub(crate) fn set_payout_wallet(ctx: Context<ManageOperator>, payout_wallet: Pubkey) -> Result<()> {
    let accounts = &ctx.accounts;
    check(payout_wallet != Pubkey::default(), LedgerError::ZeroAddress)?;
    let mut operator = accounts.operator.load_mut()?;
    operator.check_authority(accounts.authority.key)?;
    let before = operator.payout_wallet;
    operator.payout_wallet = payout_wallet;

    emit_plain(
        &accounts.event_authority,
        PayoutWalletSet { operator: accounts.operator.key(), before, after: payout_wallet },
    )?;
    Ok(())
}
