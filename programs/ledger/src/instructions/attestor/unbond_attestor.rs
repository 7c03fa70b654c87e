use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::{LedgerError, check},
    events::{AttestorLeaving, emit_plain},
    state::{Attestor, AttestorSet, LoadOf, Network},
};

/// Starts the unbonding of an attestor's bond. By the attestor's authority; by anybody once the network is retired. Whoever is still in a set strikes its own key
/// there first, so nobody can be kept in.
#[event_accounts]
#[derive(Accounts)]
pub struct UnbondAttestor<'info> {
    /// The attestor's authority; anybody once the network is retired.
    pub signer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The attestor.
    #[account(mut)]
    pub attestor: AccountLoader<'info, Attestor>,
    /// The newest sealed set: needed once the network has one.
    pub sealed_set: Option<AccountLoader<'info, AttestorSet>>,
    /// The draft that follows it: needed if the attestor was added to it.
    pub draft_set: Option<AccountLoader<'info, AttestorSet>>,
}

/// Refuses an attestor whose key may still sign under the newest set or its draft; once the network is retired, evidence about
/// all that a set could sign is old before a bond is back. The unbonding counts from now, or from
/// the start of the newest set if that lies ahead: until then an older set may be in force.
pub(crate) fn unbond_attestor(ctx: Context<UnbondAttestor>) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.load()?;
    let mut attestor = accounts.attestor.load_mut_of(&accounts.network.key())?;
    let mut from = Clock::get()?.unix_timestamp;
    let retired = network.is_retired(from);
    check(retired || *accounts.signer.key == attestor.authority, LedgerError::WrongAuthority)?;
    check(!attestor.is_leaving(), LedgerError::AttestorLeaving)?;

    let newest = network.attestor_set_version;
    if newest > 0 && !retired {
        let set = accounts.sealed_set.as_ref().ok_or(LedgerError::SetNotInForce)?.load_of(&accounts.network.key())?;
        check_not_live(&set, newest, &attestor.key)?;
        if attestor.set_version > 0 {
            from = from.max(network.parameters.schedule().start(set.from_epoch).ok_or(LedgerError::Overflow)?);
        }
    }
    if attestor.set_version > newest && !retired {
        let set = accounts.draft_set.as_ref().ok_or(LedgerError::SetNotInForce)?.load_of(&accounts.network.key())?;
        check_not_live(&set, attestor.set_version, &attestor.key)?;
    }
    attestor.unbonding_from = from;

    emit_plain(
        &accounts.event_authority,
        AttestorLeaving { network: attestor.network, key: attestor.key, bond: attestor.bond, unbonding_from: from },
    )?;
    Ok(())
}

fn check_not_live(set: &AttestorSet, version: u64, key: &Pubkey) -> Result<()> {
    check(set.set_version == version, LedgerError::SetNotInForce)?;
    let live = set.members().iter().any(|member| member.key == *key && member.struck == 0);
    check(!live, LedgerError::AttestorInForce)?;
    Ok(())
}
