use anchor_lang::prelude::*;
use ledger::state::{AccountSpace, Network};

use crate::{
    error::{GovernorError, check_key},
    events::GovernanceCreated,
    seeds,
    state::{Governance, Settings},
};

/// Lets a network's stake vote. By the network's authority, which stays what it is: the governor has power once the authority
/// hands its role over, or names it as a treasury's owner.
#[event_cpi]
#[derive(Accounts)]
pub struct CreateGovernance<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The network's authority.
    pub authority: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its governance; created here.
    #[account(init, payer = payer, space = Governance::SPACE, seeds = [seeds::GOVERNANCE, network.key().as_ref()], bump)]
    pub governance: AccountLoader<'info, Governance>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses settings outside their bounds, and a network that has a governance.
pub(crate) fn create_governance(ctx: Context<CreateGovernance>, settings: Settings) -> Result<()> {
    let accounts = &ctx.accounts;
    let network = accounts.network.load()?;
    check_key(accounts.authority.key, &network.authority, GovernorError::WrongAuthority)?;
    settings.check()?;

    *accounts.governance.load_init()? = Governance {
        network: accounts.network.key(),
        instance: network.instance,
        rent_payer: accounts.payer.key(),
        settings,
        proposals: 0,
        version: 1,
        bump: ctx.bumps.governance,
        reserved: [0; 6],
    };

    emit_cpi!(GovernanceCreated { network: accounts.network.key(), settings });
    Ok(())
}
