use anchor_lang::prelude::*;

use super::EndParameterChange;
use crate::events::{ParameterChangeClosed, emit_plain};

/// Withdraws a proposal for the parameters. By the network's authority, whoever that was when it was made; by anybody if it is
/// stale or the network is retired.
pub(crate) fn close_parameter_change(ctx: Context<EndParameterChange>) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.load()?;
    let (_, change) = accounts.load()?;
    if change.base_version == network.parameters_version && !network.is_retired(Clock::get()?.unix_timestamp) {
        network.check_authority(accounts.signer.key)?;
    }

    emit_plain(
        &accounts.event_authority,
        ParameterChangeClosed {
            network: accounts.network.key(),
            base_version: change.base_version,
            parameters_version: network.parameters_version,
        },
    )
}
