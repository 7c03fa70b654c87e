use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::seeds;

use crate::{
    create::{Creator, count_opened},
    events::{AttestorRegistered, emit_plain},
    state::{Attestor, Books, LAYOUT_VERSION, Network},
};

/// Opens an attestor's account. By anybody; the attestor's key co-signs, so nobody registers a key they do not hold.
#[event_accounts]
#[derive(Accounts)]
pub struct RegisterAttestor<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Will own the bond and the pay.
    pub authority: Signer<'info>,
    /// The key that will sign statements.
    pub key: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// CHECK: the attestor; created here, at the address of its seeds.
    #[account(mut)]
    pub attestor: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a key that is registered, and a network that is retired.
pub(crate) fn register_attestor(ctx: Context<RegisterAttestor>) -> Result<()> {
    let accounts = &ctx.accounts;
    count_opened(&accounts.network, &accounts.books)?;
    let creator = Creator { payer: &accounts.payer, system_program: &accounts.system_program };
    let network = accounts.network.key();
    let seeds = [seeds::ATTESTOR, network.as_ref(), accounts.key.key.as_ref()];
    let (mut attestor, bump) = creator.create::<Attestor>(&accounts.attestor, &seeds)?;
    attestor.network = accounts.network.key();
    attestor.key = accounts.key.key();
    attestor.authority = accounts.authority.key();
    attestor.rent_payer = accounts.payer.key();
    attestor.version = LAYOUT_VERSION;
    attestor.bump = bump;

    emit_plain(
        &accounts.event_authority,
        AttestorRegistered {
            network: accounts.network.key(),
            key: accounts.key.key(),
            authority: accounts.authority.key(),
        },
    )?;
    Ok(())
}
