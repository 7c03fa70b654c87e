use std::cell::RefMut;

use anchor_lang::prelude::*;

use crate::{
    error::{LedgerError, check},
    events::{AttestorSetClosed, emit_plain},
    instructions::CloseAccount,
    state::{AttestorSet, LoadOf, check_not_before},
};

/// Closes an attestor set that is over. By anybody; the rent goes to whoever paid it. Refuses while one of its epochs is not
/// settled or evidence about it is taken (it closes from `E(last epoch) + G + A` on), and while a member's pay is not claimed.
/// A draft is the network's next set: it closes once the network is retired.
pub(crate) fn close_attestor_set(ctx: Context<CloseAccount>) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.load()?;
    let now = Clock::get()?.unix_timestamp;
    let (set_version, rent_payer) = {
        let mut set: RefMut<AttestorSet> = accounts.account.load_mut_of(&accounts.network.key())?;
        if set.sealed == 0 {
            check(network.is_retired(now), LedgerError::SetNotSealed)?;
        } else {
            let next_epoch = accounts.books.load_of(&accounts.network.key())?.next_epoch;
            let last = set.check_over(next_epoch, network.retired_from.saturating_sub(1))?;
            check_not_before(now, network.parameters.evidence_end(last)?)?;
        }
        (set.set_version, set.rent_payer)
    };

    emit_plain(&accounts.event_authority, AttestorSetClosed { network: accounts.network.key(), set_version })?;
    accounts.close(&rent_payer)
}
