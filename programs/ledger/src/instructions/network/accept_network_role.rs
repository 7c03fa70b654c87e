use anchor_lang::prelude::*;

use super::ChangeNetworkRole;
use crate::{
    error::LedgerError,
    events::{NetworkRoleAccepted, emit_plain},
    state::{check_key, network_role},
};

/// Takes a role over. By the key that it was offered to. With the authority go what the one before proposed for the parameters
/// and its offer of the guardian's role; the guardian stays, and so do pauses.
pub(crate) fn accept_network_role(ctx: Context<ChangeNetworkRole>, role: u8) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut network = accounts.network.load_mut()?;
    let (holder, pending) = network.role_mut(role)?;
    check_key(accounts.signer.key, pending, LedgerError::NoHandover)?;
    let before = std::mem::replace(holder, std::mem::take(pending));
    if role == network_role::AUTHORITY {
        network.pending_guardian = Pubkey::default();
        network.end_proposals()?;
    }

    emit_plain(
        &accounts.event_authority,
        NetworkRoleAccepted {
            network: accounts.network.key(),
            role: role.into(),
            before,
            after: accounts.signer.key(),
            parameters_version: network.parameters_version,
        },
    )
}
