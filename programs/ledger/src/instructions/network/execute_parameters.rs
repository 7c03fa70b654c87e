use std::cell::{Ref, RefMut};

use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::{LedgerError, check_numbers},
    events::{ParametersExecuted, emit_plain},
    state::{Books, LoadOf, Network, ParameterChange, check_key, check_not_before},
};

/// Ends a proposal for the parameters, executed or not, and closes its account.
#[event_accounts]
#[derive(Accounts)]
pub struct EndParameterChange<'info> {
    /// Anybody; the network's authority to withdraw what it proposed.
    pub signer: Signer<'info>,
    /// The network.
    #[account(mut)]
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The proposal.
    #[account(mut, close = rent_payer)]
    pub parameter_change: AccountLoader<'info, ParameterChange>,
    /// CHECK: gets its rent back; pinned by the proposal.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

impl EndParameterChange<'_> {
    /// The totals, which count it as closed, and the proposal; refuses another network's, and rent to anybody but who paid it.
    pub(super) fn load(&self) -> Result<(RefMut<'_, Books>, Ref<'_, ParameterChange>)> {
        let mut books = self.books.load_mut_of(&self.network.key())?;
        books.close_account()?;
        let change = self.parameter_change.load_of(&self.network.key())?;
        check_key(self.rent_payer.key, &change.rent_payer, LedgerError::WrongRentPayer)?;
        Ok((books, change))
    }
}

/// Puts proposed parameters in force. By anybody, from `executable_from` on, that second included. Refuses a proposal that is
/// stale: made for other parameters than those in force, or by an authority that handed over since; and parameters that may not
/// follow those in force any more, since more was minted meanwhile. Another initial emission begins with the next epoch to settle.
pub(crate) fn execute_parameters(ctx: Context<EndParameterChange>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let mut network = accounts.network.load_mut()?;
    let (mut books, change) = accounts.load()?;
    let (base, version) = (change.base_version, network.parameters_version);
    check_numbers(base == version, LedgerError::StaleProposal, base, version)?;
    check_not_before(now, change.executable_from)?;
    network.parameters.check_successor(&change.parameters, network.is_one_mint(), books.issued()?)?;

    let before = network.parameters;
    network.change_parameters(&change.parameters, now)?;
    if before.emission_initial != change.parameters.emission_initial {
        books.emission = change.parameters.emission_initial;
    }

    emit_plain(
        &accounts.event_authority,
        ParametersExecuted {
            network: accounts.network.key(),
            parameters_version: network.parameters_version,
            first_evidence_epoch: network.first_evidence_epoch,
            before,
            after: change.parameters,
        },
    )
}
