use anchor_lang::prelude::*;
use girder_interface::seeds;

use crate::{
    events::AttestorRegistered,
    state::{AccountSpace, Attestor, Network},
};

/// Opens an attestor's account. By anybody; the attestor's key co-signs, so nobody registers a key they do not hold.
#[event_cpi]
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
    /// The attestor.
    #[account(
        init,
        payer = payer,
        space = Attestor::SPACE,
        seeds = [seeds::ATTESTOR, network.key().as_ref(), key.key().as_ref()],
        bump,
    )]
    pub attestor: AccountLoader<'info, Attestor>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a key that is registered.
pub(crate) fn register_attestor(ctx: Context<RegisterAttestor>) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut attestor = accounts.attestor.load_init()?;
    attestor.network = accounts.network.key();
    attestor.key = accounts.key.key();
    attestor.authority = accounts.authority.key();
    attestor.rent_payer = accounts.payer.key();
    attestor.version = 1;
    attestor.bump = ctx.bumps.attestor;

    emit_cpi!(AttestorRegistered {
        network: accounts.network.key(),
        key: accounts.key.key(),
        authority: accounts.authority.key(),
    });
    Ok(())
}
