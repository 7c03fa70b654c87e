use anchor_lang::prelude::*;
use girder_interface::seeds;

use crate::{
    error::LedgerError,
    events::AttestorSetCreated,
    state::{AccountSpace, AttestorSet, Network},
};

/// Opens the draft of the network's next attestor set. By the network's authority.
#[event_cpi]
#[derive(Accounts)]
pub struct CreateAttestorSet<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The network's authority.
    pub authority: Signer<'info>,
    /// The network.
    #[account(has_one = authority @ LedgerError::WrongAuthority)]
    pub network: AccountLoader<'info, Network>,
    /// The set, whose version follows the newest sealed one's.
    #[account(
        init,
        payer = payer,
        space = AttestorSet::SPACE,
        seeds = [
            seeds::ATTESTOR_SET,
            network.key().as_ref(),
            &network.load()?.attestor_set_version.saturating_add(1).to_le_bytes(),
        ],
        bump,
    )]
    pub attestor_set: AccountLoader<'info, AttestorSet>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a second draft.
pub(crate) fn create_attestor_set(ctx: Context<CreateAttestorSet>) -> Result<()> {
    let accounts = &ctx.accounts;
    let set_version = accounts.network.load()?.attestor_set_version.checked_add(1).ok_or(LedgerError::Overflow)?;
    let mut set = accounts.attestor_set.load_init()?;
    set.network = accounts.network.key();
    set.rent_payer = accounts.payer.key();
    set.set_version = set_version;
    set.version = 1;
    set.bump = ctx.bumps.attestor_set;

    emit_cpi!(AttestorSetCreated { network: set.network, set_version });
    Ok(())
}
