use anchor_lang::prelude::*;

use crate::{
    error::{GovernorError, check_key},
    events::ProposalClosed,
    state::{Governance, Proposal},
};

/// Closes a proposal that is over. By anybody; the rent goes to its proposer.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseProposal<'info> {
    /// Anybody; for a draft its proposer.
    pub signer: Signer<'info>,
    /// The network's governance.
    #[account(mut)]
    pub governance: AccountLoader<'info, Governance>,
    /// The proposal.
    #[account(mut, close = proposer)]
    pub proposal: AccountLoader<'info, Proposal>,
    /// CHECK: gets the rent back; pinned by the proposal.
    #[account(mut)]
    pub proposer: UncheckedAccount<'info>,
}

/// Refuses while votes are taken, and while it can be executed. Drafts older than 14 days can be closed by anybody.
pub(crate) fn close_proposal(ctx: Context<CloseProposal>) -> Result<()> {
    let accounts = &ctx.accounts;
    let closed = {
        let proposal = accounts.proposal.load()?;
        let mut governance = accounts.governance.load_mut()?;
        check_key(&governance.network, &proposal.network, GovernorError::WrongNetwork)?;
        check_key(accounts.proposer.key, &proposal.proposer, GovernorError::WrongRentPayer)?;
        proposal.check_over(accounts.signer.key, Clock::get()?.unix_timestamp)?;
        governance.discount_proposal()?;
        ProposalClosed {
            proposal: accounts.proposal.key(),
            yes: proposal.yes,
            no: proposal.no,
            instructions: proposal.instructions,
            executed: proposal.executed,
        }
    };

    emit_cpi!(closed);
    Ok(())
}
