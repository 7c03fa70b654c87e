use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::{LedgerError, check},
    events::{AttestorStruck, emit_plain},
    state::{Attestor, AttestorSet, LoadOf, Network},
};

/// Strikes a key from a set, at once. By the network's authority, or by whoever is paid for that key: so an attestor can
/// always leave. By anybody if the attestor was slashed for a double statement.
#[event_accounts]
#[derive(Accounts)]
pub struct StrikeAttestor<'info> {
    /// The network's authority or the key's payee; anybody if the attestor is at fault.
    pub signer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The set, draft or sealed.
    #[account(mut)]
    pub attestor_set: AccountLoader<'info, AttestorSet>,
    /// The attestor: needed where it is at fault and somebody else strikes it.
    pub attestor: Option<AccountLoader<'info, Attestor>>,
}

/// Refuses a key that is not in the set or was struck. In a sealed set its weight stays in the
/// total, so no threshold falls, and what it earned stays claimable; from a draft it is removed.
pub(crate) fn strike_attestor(ctx: Context<StrikeAttestor>, key: Pubkey) -> Result<()> {
    let accounts = &ctx.accounts;
    let authority = accounts.network.load()?.authority;
    let mut set = accounts.attestor_set.load_mut_of(&accounts.network.key())?;
    let payee = set.members().iter().find(|member| member.key == key).ok_or(LedgerError::NotInSet)?.payee;
    let signer = accounts.signer.key();
    let at_fault = match &accounts.attestor {
        Some(attestor) => attestor.load_of(&accounts.network.key())?.is_at_fault(&key),
        None => false,
    };
    check(signer == authority || signer == payee || at_fault, LedgerError::WrongAuthority)?;
    let live_weight_before = set.live_weight();
    set.strike(&key)?;

    emit_plain(
        &accounts.event_authority,
        AttestorStruck {
            network: set.network,
            set_version: set.set_version,
            key,
            live_weight_before,
            live_weight_after: set.live_weight(),
        },
    )?;
    Ok(())
}
