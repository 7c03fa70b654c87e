use anchor_lang::prelude::*;

use crate::{
    events::GovernanceSet,
    seeds,
    state::{Governance, Settings},
};

/// Changes how votes are held. By the governor alone, so by a vote.
#[event_cpi]
#[derive(Accounts)]
pub struct SetGovernance<'info> {
    /// The network's governor.
    #[account(seeds = [seeds::GOVERNOR, governance.load()?.network.as_ref()], bump)]
    pub governor: Signer<'info>,
    /// The network's governance.
    #[account(mut)]
    pub governance: AccountLoader<'info, Governance>,
}

/// Refuses settings outside their bounds. Votes that were opened go on as they were.
pub(crate) fn set_governance(ctx: Context<SetGovernance>, settings: Settings) -> Result<()> {
    settings.check()?;
    let mut governance = ctx.accounts.governance.load_mut()?;
    let (network, before) = (governance.network, governance.settings);
    governance.settings = settings;
    drop(governance);

    emit_cpi!(GovernanceSet { network, before, after: settings });
    Ok(())
}
