use anchor_lang::prelude::*;
use event_accounts::event_accounts;

use crate::{
    error::{LedgerError, check, check_numbers},
    events::{AttestorAdded, emit_plain},
    state::{Attestor, AttestorSet, LoadOf, Network},
};

/// Adds an attestor to a draft set. By the network's authority.
#[event_accounts]
#[derive(Accounts)]
pub struct AddAttestor<'info> {
    /// The network's authority.
    pub authority: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// The draft.
    #[account(mut)]
    pub attestor_set: AccountLoader<'info, AttestorSet>,
    /// The attestor.
    #[account(mut)]
    pub attestor: AccountLoader<'info, Attestor>,
}

/// Refuses a sealed or full set, a key that is in it, a weight of 0, a bond below the minimum, and an attestor
/// that leaves or was slashed for a double statement.
pub(crate) fn add_attestor(ctx: Context<AddAttestor>, weight: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.load()?;
    network.check_authority(accounts.authority.key)?;
    let min_bond = network.parameters.min_bond;
    let mut attestor = accounts.attestor.load_mut_of(&accounts.network.key())?;
    check(!attestor.is_leaving(), LedgerError::AttestorLeaving)?;
    check(attestor.slashed_statements == 0, LedgerError::AttestorAtFault)?;
    check_numbers(attestor.bond >= min_bond, LedgerError::BondTooSmall, attestor.bond, min_bond)?;

    let mut set = accounts.attestor_set.load_mut_of(&accounts.network.key())?;
    set.add(attestor.key, attestor.authority, weight)?;
    attestor.set_version = set.set_version;

    emit_plain(
        &accounts.event_authority,
        AttestorAdded {
            network: set.network,
            set_version: set.set_version,
            key: attestor.key,
            weight,
            total_weight: set.total_weight,
        },
    )?;
    Ok(())
}
