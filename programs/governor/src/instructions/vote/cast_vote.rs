use anchor_lang::prelude::*;
use ledger::{
    cpi::{self, accounts::LockShares},
    program::Ledger,
    state::{AccountSpace, Operator, Position},
};

use crate::{
    events::VoteCast,
    seeds,
    state::{Proposal, Stake, VoteRecord},
};

/// Votes with a position, and locks it in the ledger until the vote ends. By its owner.
#[event_cpi]
#[derive(Accounts)]
pub struct CastVote<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The position's owner.
    pub owner: Signer<'info>,
    /// The proposal.
    #[account(mut)]
    pub proposal: AccountLoader<'info, Proposal>,
    /// The operator in whose pool the position is.
    pub operator: AccountLoader<'info, Operator>,
    /// The position.
    #[account(mut)]
    pub position: AccountLoader<'info, Position>,
    /// That it voted; created here, so it votes once.
    #[account(
        init,
        payer = payer,
        space = VoteRecord::SPACE,
        seeds = [
            seeds::VOTE,
            proposal.key().as_ref(),
            &proposal.load()?.start.to_le_bytes(),
            position.key().as_ref(),
        ],
        bump
    )]
    pub vote_record: AccountLoader<'info, VoteRecord>,
    /// CHECK: the ledger's own, which checks it.
    pub ledger_event_authority: UncheckedAccount<'info>,
    /// Locks the position.
    pub ledger_program: Program<'info, Ledger>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Refuses a position that voted, shares that came when the vote had begun or later, and what is worth nothing. The weight is
/// what its active shares are worth now; the vote is final, whatever they are worth later.
pub(crate) fn cast_vote(ctx: Context<CastVote>, approve: bool) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut proposal = accounts.proposal.load_mut()?;
    proposal.check_voting(Clock::get()?.unix_timestamp)?;
    let stake = Stake::read(&proposal.network, &accounts.operator, &accounts.position, accounts.owner.key)?;
    stake.check_votes(proposal.start)?;

    proposal.count(approve, stake.weight)?;
    *accounts.vote_record.load_init()? = VoteRecord {
        proposal: accounts.proposal.key(),
        position: accounts.position.key(),
        owner: accounts.owner.key(),
        rent_payer: accounts.payer.key(),
        end: proposal.end,
        shares: stake.shares,
        weight: stake.weight,
        approve: approve.into(),
        version: 1,
        bump: ctx.bumps.vote_record,
        reserved: [0; 5],
    };
    let (yes, no, end) = (proposal.yes, proposal.no, proposal.end);
    drop(proposal);
    lock(accounts, end)?;

    emit_cpi!(VoteCast {
        proposal: accounts.proposal.key(),
        position: accounts.position.key(),
        owner: accounts.owner.key(),
        approve,
        shares: stake.shares,
        weight: stake.weight,
        yes,
        no,
    });
    Ok(())
}

/// Keeps the shares where they are until the vote is over.
fn lock(accounts: &CastVote, until: i64) -> Result<()> {
    let lock = LockShares {
        owner: accounts.owner.to_account_info(),
        position: accounts.position.to_account_info(),
        event_authority: accounts.ledger_event_authority.to_account_info(),
        program: accounts.ledger_program.to_account_info(),
    };
    cpi::lock_shares(CpiContext::new(accounts.ledger_program.key(), lock), until)
}
