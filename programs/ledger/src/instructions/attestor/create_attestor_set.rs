use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::seeds;

use crate::{
    create::{Creator, count_opened},
    error::LedgerError,
    events::{AttestorSetCreated, emit_plain},
    state::{AttestorSet, Books, LAYOUT_VERSION, Network},
};

/// Opens the draft of the network's next attestor set. By the network's authority.
#[event_accounts]
#[derive(Accounts)]
pub struct CreateAttestorSet<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The network's authority.
    pub authority: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// CHECK: the set, whose version follows the newest sealed one's; created here, at the address of its seeds.
    #[account(mut)]
    pub attestor_set: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a second draft, and a network that is retired.
pub(crate) fn create_attestor_set(ctx: Context<CreateAttestorSet>) -> Result<()> {
    let accounts = &ctx.accounts;
    accounts.network.load()?.check_authority(accounts.authority.key)?;
    count_opened(&accounts.network, &accounts.books)?;
    let set_version = accounts.network.load()?.attestor_set_version.checked_add(1).ok_or(LedgerError::Overflow)?;
    let creator = Creator { payer: &accounts.payer, system_program: &accounts.system_program };
    let network = accounts.network.key();
    let seeds = [seeds::ATTESTOR_SET, network.as_ref(), &set_version.to_le_bytes()];
    let (mut set, bump) = creator.create::<AttestorSet>(&accounts.attestor_set, &seeds)?;
    set.network = accounts.network.key();
    set.rent_payer = accounts.payer.key();
    set.set_version = set_version;
    set.version = LAYOUT_VERSION;
    set.bump = bump;

    emit_plain(&accounts.event_authority, AttestorSetCreated { network: set.network, set_version })?;
    Ok(())
}
