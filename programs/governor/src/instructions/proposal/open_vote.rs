use anchor_lang::prelude::*;
use ledger::state::{Books, Operator, Position};

use crate::{
    error::{GovernorError, check_key, check_numbers},
    events::VoteOpened,
    state::{Governance, Proposal, Stake},
};

/// Puts a draft to the vote, which begins now. By its proposer, with a position of enough stake.
#[event_cpi]
#[derive(Accounts)]
pub struct OpenVote<'info> {
    /// The proposer.
    pub proposer: Signer<'info>,
    /// The network's governance.
    pub governance: AccountLoader<'info, Governance>,
    /// The draft.
    #[account(mut)]
    pub proposal: AccountLoader<'info, Proposal>,
    /// The network's totals.
    pub books: AccountLoader<'info, Books>,
    /// The operator in whose pool the proposer's position is.
    pub operator: AccountLoader<'info, Operator>,
    /// The proposer's position.
    pub position: AccountLoader<'info, Position>,
}

/// Refuses a position that couldn't vote or is worth less than proposing takes. Quorum and end are fixed here: what changes
/// the active stake or the settings later changes neither.
pub(crate) fn open_vote(ctx: Context<OpenVote>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let mut proposal = accounts.proposal.load_mut()?;
    let governance = accounts.governance.load()?;
    let books = accounts.books.load()?;
    let network = &proposal.network;
    proposal.check_proposer(accounts.proposer.key)?;
    check_key(&governance.network, network, GovernorError::WrongNetwork)?;
    check_key(&books.network, network, GovernorError::WrongNetwork)?;
    let stake = Stake::read(network, &accounts.operator, &accounts.position, accounts.proposer.key)?;
    stake.check_votes(now)?;
    let threshold = governance.settings.threshold(books.active_stake)?;
    check_numbers(stake.weight >= threshold, GovernorError::StakeTooSmall, stake.weight, threshold)?;

    let quorum = governance.settings.quorum(books.active_stake)?;
    proposal.open(now, governance.settings.voting_time, quorum)?;

    let opened = VoteOpened {
        proposal: accounts.proposal.key(),
        instructions: proposal.instructions,
        active_stake: books.active_stake,
        quorum,
        start: proposal.start,
        end: proposal.end,
    };
    drop((proposal, governance, books));
    emit_cpi!(opened);
    Ok(())
}
