use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    events::{NetworkRoleOffered, emit_plain},
    state::Network,
};

/// What changes who has a role in a network.
#[event_accounts]
#[derive(Accounts)]
pub struct ChangeNetworkRole<'info> {
    /// The network's authority to offer, the key that the role was offered to to accept.
    pub signer: Signer<'info>,
    /// The network.
    #[account(mut)]
    pub network: AccountLoader<'info, Network>,
}

/// Offers one of [`network_role`](crate::state::network_role) to a key, which must accept it; who has the role keeps it until
/// then. By the network's authority, for the guardian's role as well; the zero address withdraws the offer. A guardian is
/// removed at once by an authority that takes the role itself: offer and acceptance fit one transaction.
pub(crate) fn offer_network_role(ctx: Context<ChangeNetworkRole>, role: u8, to: Pubkey) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut network = accounts.network.load_mut()?;
    network.check_authority(accounts.signer.key)?;
    let (_, pending) = network.role_mut(role)?;
    let before = std::mem::replace(pending, to);

    emit_plain(
        &accounts.event_authority,
        NetworkRoleOffered { network: accounts.network.key(), role: role.into(), before, after: to },
    )
}
