use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::LedgerError,
    events::{PauseSet, emit_plain},
    state::{Books, LoadOf, Network, check_key, pause_subject},
};

/// Pauses something in a network, or ends that. By the network's guardian.
#[event_accounts]
#[derive(Accounts)]
pub struct PauseNetwork<'info> {
    /// The network's guardian.
    pub guardian: Signer<'info>,
    /// The network.
    #[account(mut)]
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
}

/// Pauses one of [`pause_subject`] from now on, for `seconds` of at most M; 0 ends a pause that runs. It ends by itself, too.
/// Refuses a pause before M has passed since the end of the last one (allowed from that second on), whoever set that; M is what
/// it was when that end was set. Epochs whose proofs fall into a pause of intake are quiet. Nothing but what is named can be
/// paused: not deposits, exits, harvest, evidence, cases or closing.
pub(crate) fn pause(ctx: Context<PauseNetwork>, subject: u8, seconds: i64) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut network = accounts.network.load_mut()?;
    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    check_key(accounts.guardian.key, &network.guardian, LedgerError::WrongAuthority)?;
    let now = Clock::get()?.unix_timestamp;
    let parameters = network.parameters;
    let pause = network.pauses.get_mut(usize::from(subject)).ok_or(LedgerError::NoSuchPauseSubject)?;
    let before = pause.until;
    if seconds == 0 {
        pause.end(parameters.max_pause, now)?;
    } else {
        pause.begin(seconds, parameters.max_pause, now)?;
    }
    if subject == pause_subject::INTAKE {
        books.note_pause(&parameters, now, before, pause.until)?;
    }

    emit_plain(
        &accounts.event_authority,
        PauseSet {
            network: accounts.network.key(),
            subject: subject.into(),
            before,
            after: pause.until,
            again_from: pause.again_from,
        },
    )
}
