use anchor_lang::prelude::*;

use crate::{
    events::{VerdictClosed, emit_plain},
    instructions::CloseAccount,
    state::{LoadOf, Verdict, check_not_before},
};

/// Closes a verdict that came to nothing. By anybody; the rent goes to whoever paid it. Refuses while evidence about its epoch
/// is taken: before `E(epoch) + G + A` (allowed from that second on).
pub(crate) fn close_verdict(ctx: Context<CloseAccount>) -> Result<()> {
    let accounts = &ctx.accounts;
    let verdict: Verdict = *accounts.account.load_of(&accounts.network.key())?;
    let from = accounts.network.load()?.parameters.evidence_end(verdict.epoch)?;
    check_not_before(Clock::get()?.unix_timestamp, from)?;

    emit_plain(
        &accounts.event_authority,
        VerdictClosed { verdict: accounts.account.key(), operator: verdict.operator },
    )?;
    accounts.close(&verdict.rent_payer)
}
