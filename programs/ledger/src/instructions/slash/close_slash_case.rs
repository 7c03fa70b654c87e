use anchor_lang::prelude::*;

use crate::{
    error::{LedgerError, check},
    events::{CaseClosed, emit_plain},
    instructions::CloseAccount,
    state::{SlashCase, Versioned, check_key, check_not_before, outcome},
};

/// Closes a decided case whose evidence window is over. By anybody; the rent goes to whoever paid it. Refuses a case that is
/// open, and one before `E(epoch) + G + A` (allowed from that second on), as the network's parameters are and as they were when
/// it was opened: the offence must not be a new one as long as evidence about it is taken.
pub(crate) fn close_slash_case<'info>(ctx: Context<'info, CloseAccount<'info>>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let (offender, rent_payer) = {
        let loader = AccountLoader::<SlashCase>::try_from(&accounts.account)?;
        // Whose case it is, is known only once it is loaded.
        SlashCase::LAYOUT.check_version(&accounts.account.try_borrow_data()?)?;
        let case = loader.load()?;
        check_key(&case.network, &accounts.network.key(), LedgerError::WrongNetwork)?;
        check(case.outcome != outcome::OPEN, LedgerError::CaseUndecided)?;
        let evidence_end = case.evidence_end.max(accounts.network.load()?.parameters.evidence_end(case.epoch)?);
        check_not_before(Clock::get()?.unix_timestamp, evidence_end)?;
        (case.offender, case.rent_payer)
    };

    emit_plain(&accounts.event_authority, CaseClosed { slash_case: accounts.account.key(), offender })?;
    accounts.close(&rent_payer)
}
