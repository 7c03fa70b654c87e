use anchor_lang::prelude::*;
use ledger::state::AccountSpace;

use crate::{
    events::ProposalDrafted,
    seeds,
    state::{Governance, Proposal},
};

/// Opens a draft without instructions. By anybody.
#[event_cpi]
#[derive(Accounts)]
#[instruction(nonce: u64)]
pub struct DraftProposal<'info> {
    /// Proposes, and pays the rent.
    #[account(mut)]
    pub proposer: Signer<'info>,
    /// The network's governance.
    #[account(mut)]
    pub governance: AccountLoader<'info, Governance>,
    /// The proposal; created here.
    #[account(
        init,
        payer = proposer,
        space = Proposal::SPACE,
        seeds = [
            seeds::PROPOSAL,
            governance.load()?.network.as_ref(),
            proposer.key().as_ref(),
            &nonce.to_le_bytes(),
        ],
        bump
    )]
    pub proposal: AccountLoader<'info, Proposal>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a nonce under which the proposer has a proposal that is not closed.
pub(crate) fn draft_proposal(ctx: Context<DraftProposal>, nonce: u64, description_hash: [u8; 32]) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut governance = accounts.governance.load_mut()?;
    let (network, proposer) = (governance.network, accounts.proposer.key());
    governance.count_proposal()?;
    drop(governance);
    *accounts.proposal.load_init()? = Proposal {
        network,
        proposer,
        nonce,
        description_hash,
        drafted_at: Clock::get()?.unix_timestamp,
        start: 0,
        end: 0,
        quorum: 0,
        yes: 0,
        no: 0,
        instructions: 0,
        executed: 0,
        executed_bytes: 0,
        version: 1,
        bump: ctx.bumps.proposal,
        reserved: [0; 6],
    };

    emit_cpi!(ProposalDrafted { proposal: accounts.proposal.key(), network, proposer, nonce, description_hash });
    Ok(())
}
